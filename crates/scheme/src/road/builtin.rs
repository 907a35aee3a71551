//! The schemes that are built in.

use std::sync::LazyLock;

use tasuki_catalog::SourceFile;

use super::check::parse_scheme;
use super::scheme::Scheme;

/// The schemes compiled into the program.
const BUILTIN: [(&str, &str); 1] = [("scs.toml", include_str!("../../../../catalogs/schemes/scs.toml"))];

impl Scheme {
    /// The schemes of this build.
    ///
    /// # Panics
    /// When the data of this build is broken; a test reads all of it.
    pub fn builtin() -> &'static [Self] {
        static SCHEMES: LazyLock<Vec<Scheme>> = LazyLock::new(|| {
            let read = |(name, text): &(&str, &str)| {
                let file = SourceFile { name: (*name).to_owned(), text: (*text).to_owned() };
                #[expect(clippy::panic, reason = "a broken built-in scheme cannot be worked around at run time")]
                parse_scheme(&file).unwrap_or_else(|problems| panic!("{name} is broken: {problems:?}"))
            };
            BUILTIN.iter().map(read).collect()
        });
        &SCHEMES
    }
}
