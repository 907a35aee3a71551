//! The source files that make error codes.

use std::fs;
use std::path::Path;

use syn::visit::Visit;
use syn::{Attribute, File, ItemFn, ItemMod};

use crate::shell;

/// The folders that are read.
const FOLDERS: &[&str] = &["app", "web", "cli", "intake", "scheme", "signin"];

/// A source file without its tests.
pub(super) struct Source {
    /// Its path in the repository.
    pub(super) name: String,
    pub(super) file: File,
}

impl Source {
    pub(super) fn parsed(name: &str, text: &str) -> Result<Self, String> {
        let mut file = syn::parse_file(text).map_err(|error| format!("{name}: {error}"))?;
        file.items.retain(|item| !matches!(item, syn::Item::Mod(ItemMod { attrs, .. }) if is_test(attrs)));
        Ok(Self { name: name.to_owned(), file })
    }

    /// The name of the module in it.
    pub(super) fn module(&self) -> &str {
        let path = self.name.strip_suffix("/mod.rs").or(self.name.strip_suffix(".rs")).unwrap_or(&self.name);
        path.rsplit('/').next().unwrap_or_default()
    }

    /// The function with a name that stands alone in it.
    pub(super) fn function(&self, name: &str) -> Option<&ItemFn> {
        struct Find<'n, 'f>(&'n str, Option<&'f ItemFn>);
        impl<'f> Visit<'f> for Find<'_, 'f> {
            fn visit_item_fn(&mut self, function: &'f ItemFn) {
                if function.sig.ident == self.0 {
                    self.1 = Some(function);
                }
                syn::visit::visit_item_fn(self, function);
            }
        }
        let mut find = Find(name, None);
        find.visit_file(&self.file);
        find.1
    }
}

/// All sources, sorted by name.
pub(super) fn all() -> Result<Vec<Source>, String> {
    let folders: Vec<String> = FOLDERS.iter().map(|name| format!("crates/{name}/src")).collect();
    let mut arguments = vec!["ls-files", "--cached", "--others", "--exclude-standard"];
    arguments.extend(folders.iter().map(String::as_str));
    let listed = shell::capture(&mut shell::program("git", &arguments))?;
    let mut sources = Vec::new();
    for name in listed.lines().filter(is_source) {
        // A file that was just removed is still listed.
        if let Ok(text) = fs::read_to_string(shell::root().join(name)) {
            sources.push(Source::parsed(name, &text)?);
        }
    }
    sources.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(sources)
}

/// Whether a file is Rust and not only tests.
fn is_source(name: &&str) -> bool {
    let path = Path::new(name);
    path.extension().is_some_and(|ending| ending == "rs") && path.file_name().is_some_and(|name| name != "tests.rs")
}

fn is_test(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        attribute.path().is_ident("cfg")
            && attribute.meta.require_list().is_ok_and(|list| list.tokens.to_string() == "test")
    })
}
