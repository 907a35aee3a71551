//! Making a package: the same parts and facts give the same bytes.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::io::{Cursor, Write as _};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, System, ZipWriter};

use super::path::{Unfit, check, key};
use super::unzip::{allowed, most_files};
use super::{Facts, Fault, File, Kind, MANIFEST, Manifest, README, SUMS, TYPE, readme};
use crate::{Digest, canonical};

/// A file to pack.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Its path in the package, with `/` between folders; [`super::fitting_name`] makes a name fit.
    pub path: String,
    /// What it is.
    pub kind: Kind,
    /// What people call it; empty if its path says enough.
    pub title: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// The zip of a package: the parts, and the three files that tell what they are and how to check them.
///
/// # Errors
/// All that keeps these parts from being a package, together: paths that are not fit or stand twice, no submission among them, too much.
pub fn pack(facts: &Facts, parts: &[Part]) -> Result<Vec<u8>, Vec<Fault>> {
    let faults = faults(facts, parts);
    if !faults.is_empty() {
        return Err(faults);
    }
    let mut parts: Vec<&Part> = parts.iter().collect();
    parts.sort_by(|one, other| one.path.cmp(&other.path));
    let mut files: Vec<File> = parts.iter().map(|part| file(part)).collect();
    let readme = readme::text(facts, &files).into_bytes();
    files.push(File {
        path: README.to_owned(),
        kind: Kind::Guide,
        title: String::new(),
        size: readme.len() as u64,
        sha256: Digest::of(&readme),
    });
    files.sort_by(|one, other| one.path.cmp(&other.path));
    let manifest = Manifest { form: TYPE.to_owned(), facts: facts.clone(), files };
    let written = canonical(&manifest).map_err(|error| vec![Fault::Manifest(error.to_string())])?;
    let sums = sums(&manifest, Digest::of(&written)).into_bytes();
    let own = [(README, readme.as_slice()), (SUMS, &sums), (MANIFEST, &written)];
    let entries: Vec<_> = own.into_iter().chain(parts.iter().map(|part| (&*part.path, &*part.bytes))).collect();
    let size = entries.iter().map(|(_, bytes)| bytes.len() as u64).sum();
    packed(&entries, size).map_err(|fault| vec![fault])
}

fn file(part: &Part) -> File {
    File {
        path: part.path.clone(),
        kind: part.kind,
        title: part.title.clone(),
        size: part.bytes.len() as u64,
        sha256: Digest::of(&part.bytes),
    }
}

/// What `sha256sum` prints of every file but itself: the digest, two blanks, the path.
pub(super) fn sums(manifest: &Manifest, digest: Digest) -> String {
    let mut lines: Vec<_> = manifest.files.iter().map(|file| (file.path.as_str(), file.sha256)).collect();
    lines.push((MANIFEST, digest));
    lines.sort_unstable();
    lines.iter().fold(String::new(), |mut text, (path, digest)| {
        let _ = writeln!(text, "{digest}  {path}");
        text
    })
}

fn faults(facts: &Facts, parts: &[Part]) -> Vec<Fault> {
    let is_own = |path: &str| [MANIFEST, SUMS, README].map(key).contains(&key(path));
    let reserved = parts.iter().filter(|part| is_own(&part.path));
    let mut faults: Vec<Fault> =
        reserved.map(|part| Fault::Path { path: part.path.clone(), why: Unfit::Reserved }).collect();
    faults.extend(faults_of_paths(parts.iter().map(|part| part.path.as_str())));
    let is_it = |part: &Part| part.kind == Kind::Submission && Digest::of(&part.bytes) == facts.submission.sha256;
    if !parts.iter().any(is_it) {
        faults.push(Fault::NoSubmission(facts.submission.sha256));
    }
    let (found, most) = (parts.len() + 3, most_files());
    if found > most {
        faults.push(Fault::TooMany { found, most });
    }
    faults
}

/// Which paths are not fit, stand twice, or are both a file and a folder.
pub(super) fn faults_of_paths<'a>(paths: impl Iterator<Item = &'a str> + Clone) -> Vec<Fault> {
    let unfit = paths.clone().filter_map(|path| Some(Fault::Path { path: path.to_owned(), why: check(path).err()? }));
    let mut faults: Vec<Fault> = unfit.collect();
    let mut folders = BTreeSet::new();
    for path in paths.clone() {
        let path = key(path);
        folders.extend(path.match_indices('/').map(|(at, _)| path[..at].to_owned()));
    }
    let mut seen = BTreeSet::new();
    let twice = paths.filter(|path| !seen.insert(key(path)) || folders.contains(&key(path)));
    faults.extend(twice.map(|path| Fault::Twice(path.to_owned())));
    faults
}

/// The zip of these entries. What shrinks so much that it looks like a trap is stored as it is, so that every package that is made here can
/// be read here.
fn packed(entries: &[(&str, &[u8])], size: u64) -> Result<Vec<u8>, Fault> {
    let broken = |error: zip::result::ZipError| Fault::Zip(error.to_string());
    for method in [CompressionMethod::Deflated, CompressionMethod::Stored] {
        let bytes = zipped(entries, method).map_err(broken)?;
        if size <= allowed(bytes.len()) {
            return Ok(bytes);
        }
    }
    Err(Fault::TooLarge)
}

fn zipped(entries: &[(&str, &[u8])], method: CompressionMethod) -> zip::result::ZipResult<Vec<u8>> {
    // No day and no system of whoever packs: they would make other bytes of the same package.
    let options = SimpleFileOptions::DEFAULT
        .compression_method(method)
        .last_modified_time(DateTime::DEFAULT)
        .system(System::Unix)
        .unix_permissions(0o644);
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (path, bytes) in entries {
        zip.start_file(*path, options)?;
        zip.write_all(bytes)?;
    }
    Ok(zip.finish()?.into_inner())
}
