//! The environment for Typst: files in memory, our fonts, one date.

use std::{collections::HashMap, path::PathBuf, sync::LazyLock};

use typst::{
    Library, LibraryExt, World, WorldExt,
    diag::{FileError, FileResult, Severity, SourceDiagnostic},
    foundations::{Bytes, Datetime, Duration},
    syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot},
    text::{Font, FontBook},
    utils::LazyHash,
};

use crate::{
    Complaint, Job, TypesetError,
    fonts::{SHELF, Shelf},
};

static LIBRARY: LazyLock<LazyHash<Library>> = LazyLock::new(|| LazyHash::new(Library::default()));

/// The files of one job.
pub(crate) struct Memory {
    main: FileId,
    sources: HashMap<FileId, Source>,
    files: HashMap<FileId, Bytes>,
    today: Option<Datetime>,
    /// Fonts of its own, if the first font does not have every character.
    shelf: Option<Shelf>,
}

impl Memory {
    pub(crate) fn new(job: &Job<'_>) -> Result<Self, TypesetError> {
        let (year, month, day) = job.created;
        let mut memory = Self {
            main: file_id(job.main)?,
            sources: HashMap::new(),
            files: HashMap::new(),
            today: Datetime::from_ymd(year, month, day),
            shelf: Shelf::holding(job.files.iter().filter_map(|(_, content)| std::str::from_utf8(content).ok())),
        };
        for (path, content) in &job.files {
            let id = file_id(path)?;
            if let (true, Ok(text)) = (is_source(path), std::str::from_utf8(content)) {
                memory.sources.insert(id, Source::new(id, text.to_owned()));
            }
            memory.files.insert(id, Bytes::new(content.clone().into_owned()));
        }
        Ok(memory)
    }

    /// The text of a file, if it is a text file.
    fn text(&self, id: FileId) -> Option<&str> {
        std::str::from_utf8(self.files.get(&id)?).ok()
    }

    /// Typst's diagnostics, with their places in these files.
    pub(crate) fn complaints(&self, diagnostics: &[SourceDiagnostic]) -> TypesetError {
        let errors = diagnostics.iter().filter(|diagnostic| diagnostic.severity == Severity::Error);
        TypesetError::Source(errors.map(|error| self.complaint(error)).collect())
    }

    fn complaint(&self, diagnostic: &SourceDiagnostic) -> Complaint {
        let place = diagnostic.span.id().and_then(|id| {
            let start = self.range(diagnostic.span)?.start;
            let text = self.text(id)?;
            let (line, column) = Source::detached(text).lines().byte_to_line_column(start)?;
            Some((id.vpath().get_with_slash().to_owned(), line + 1, column + 1))
        });
        Complaint {
            place,
            message: diagnostic.message.to_string(),
            hints: diagnostic.hints.iter().map(|hint| hint.v.to_string()).collect(),
        }
    }

    fn shelf(&self) -> &Shelf {
        self.shelf.as_ref().unwrap_or(&SHELF)
    }
}

fn is_source(path: &str) -> bool {
    path.rsplit_once('.').is_some_and(|(_, extension)| extension == "typ")
}

fn file_id(path: &str) -> Result<FileId, TypesetError> {
    let inner = VirtualPath::new(path).map_err(|_| TypesetError::Path(path.to_owned()))?;
    Ok(RootedPath::new(VirtualRoot::Project, inner).intern())
}

fn missing(id: FileId) -> FileError {
    FileError::NotFound(PathBuf::from(id.vpath().get_with_slash()))
}

impl World for Memory {
    fn library(&self) -> &LazyHash<Library> {
        &LIBRARY
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.shelf().book
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        match self.sources.get(&id) {
            Some(source) => Ok(source.clone()),
            None if self.files.contains_key(&id) => Err(FileError::NotSource),
            None => Err(missing(id)),
        }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        self.files.get(&id).cloned().ok_or_else(|| missing(id))
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.shelf().fonts.get(index).cloned()
    }

    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        self.today
    }
}
