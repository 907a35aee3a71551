//! Typst source to a tagged PDF.
//!
//! A [`Job`] is a set of files held in memory (templates, JSON, SVG) and the values that make the result
//! reproducible: the date and the identifier are parameters, the fonts are embedded in the program, and nothing is
//! read from the machine. The result conforms to PDF/UA-1; a document that cannot conform is an error, never a PDF
//! of lower quality.

mod error;
mod fonts;
mod print;
mod woff;
mod world;

use std::borrow::Cow;

use typst::foundations::{Datetime, Smart};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

pub use error::{Complaint, TypesetError};
pub use fonts::{FAMILY, FONT_LICENSE};
pub use print::{number, printable, unprintable};

/// The input of one run.
#[derive(Debug, Clone)]
pub struct Job<'a> {
    /// Path of the main file, e.g. `/main.typ`.
    pub main: &'a str,
    /// All files that the source may read, by absolute path.
    pub files: Vec<(&'a str, Cow<'a, [u8]>)>,
    /// Identifies the document, and stays the same when the document is made again; only its hash gets into the
    /// PDF.
    pub identifier: &'a str,
    /// Year, month and day of the document.
    pub created: (i32, u8, u8),
}

/// Typesets `job` and returns the bytes of the PDF; the same job gives the same bytes.
pub fn typeset(job: &Job<'_>) -> Result<Vec<u8>, TypesetError> {
    let (year, month, day) = job.created;
    let date = Datetime::from_ymd_hms(year, month, day, 0, 0, 0).ok_or(TypesetError::Date { year, month, day })?;
    let world = world::Memory::new(job)?;
    let pdf = export(&world, job.identifier, date);
    // Typst's cache entries of this document are kept for the next one, and dropped after that.
    comemo::evict(2);
    pdf
}

fn export(world: &world::Memory, identifier: &str, date: Datetime) -> Result<Vec<u8>, TypesetError> {
    let compiled = typst::compile::<PagedDocument>(world);
    let document = compiled.output.map_err(|errors| world.complaints(&errors))?;
    let standards =
        PdfStandards::new(&[PdfStandard::Ua_1]).map_err(|error| TypesetError::Standard(error.message().to_string()))?;
    let options = PdfOptions {
        ident: Smart::Custom(identifier.to_owned()),
        creator: Smart::Custom(Some("Tasuki".to_owned())),
        timestamp: Some(Timestamp::new_utc(date)),
        standards,
        ..PdfOptions::default()
    };
    typst_pdf::pdf(&document, &options).map_err(|errors| world.complaints(&errors))
}
