//! The modules of a crate as they are written: their files, their contents, and their imports.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use syn::{Attribute, Item, ItemMod, UseTree};

use crate::shell;

/// All modules of a crate; the first is its root.
pub(super) struct Tree {
    pub(super) modules: Vec<Module>,
    files: Vec<PathBuf>,
}

/// A module: a separate file, or a part of one.
pub(super) struct Module {
    pub(super) file: usize,
    pub(super) parent: Option<usize>,
    pub(super) children: BTreeMap<String, usize>,
    /// The names that are defined here.
    pub(super) own: BTreeSet<String>,
    /// Names imported by `use`, with their paths.
    pub(super) brought: Vec<(String, Vec<String>)>,
    /// Paths whose whole contents are imported by `use …::*`.
    pub(super) globs: Vec<Vec<String>>,
    /// The contents of the module, without tests and nested modules.
    pub(super) items: Vec<Item>,
}

impl Tree {
    pub(super) fn read(root: &Path) -> Result<Self, Vec<String>> {
        let mut tree = Self { modules: Vec::new(), files: Vec::new() };
        let folder = root.parent().unwrap_or(root).to_owned();
        tree.file(root, &folder, None).map_err(|error| vec![error])?;
        Ok(tree)
    }

    /// The path of a file relative to the repository.
    pub(super) fn name(&self, file: usize) -> String {
        let path = &self.files[file];
        path.strip_prefix(shell::root()).unwrap_or(path).display().to_string()
    }

    fn file(&mut self, path: &Path, folder: &Path, parent: Option<usize>) -> Result<usize, String> {
        let text = fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
        let parsed = syn::parse_file(&text).map_err(|error| format!("{}: {error}", path.display()))?;
        self.files.push(path.to_owned());
        self.module(parsed.items, self.files.len() - 1, folder, parent)
    }

    fn module(&mut self, items: Vec<Item>, file: usize, folder: &Path, parent: Option<usize>) -> Result<usize, String> {
        let position = self.modules.len();
        let mut module = Module {
            file,
            parent,
            children: BTreeMap::new(),
            own: BTreeSet::new(),
            brought: Vec::new(),
            globs: Vec::new(),
            items: Vec::new(),
        };
        let mut within = Vec::new();
        for item in items {
            match item {
                item if is_test(attributes(&item)) => {}
                Item::Mod(item) => within.push(item),
                Item::Use(item) => imports(&item.tree, &mut Vec::new(), &mut |name, path| match name {
                    Some(name) => module.brought.push((name, path)),
                    None => module.globs.push(path),
                }),
                item => {
                    module.own.extend(name(&item));
                    module.items.push(item);
                }
            }
        }
        self.modules.push(module);
        for item in within {
            let name = item.ident.to_string();
            let child = self.child(item, file, folder, position)?;
            self.modules[position].children.insert(name, child);
        }
        Ok(position)
    }

    fn child(&mut self, item: ItemMod, file: usize, folder: &Path, parent: usize) -> Result<usize, String> {
        let name = item.ident.to_string();
        let inside = folder.join(&name);
        if let Some((_, items)) = item.content {
            return self.module(items, file, &inside, Some(parent));
        }
        let beside = folder.join(format!("{name}.rs"));
        let path = if beside.exists() { beside } else { inside.join("mod.rs") };
        self.file(&path, &inside, Some(parent))
    }
}

/// Calls `found` for everything that a `use` imports: with the name that it gets here, or none for `*`, and its path.
pub(super) fn imports(tree: &UseTree, path: &mut Vec<String>, found: &mut impl FnMut(Option<String>, Vec<String>)) {
    let whole = |path: &[String], name: String| if name == "self" { path.to_vec() } else { [path, &[name]].concat() };
    match tree {
        UseTree::Path(part) => {
            path.push(part.ident.to_string());
            imports(&part.tree, path, found);
            path.pop();
        }
        UseTree::Name(name) => {
            let whole = whole(path, name.ident.to_string());
            found(whole.last().cloned(), whole);
        }
        UseTree::Rename(name) => found(Some(name.rename.to_string()), whole(path, name.ident.to_string())),
        UseTree::Glob(_) => found(None, path.clone()),
        UseTree::Group(group) => group.items.iter().for_each(|tree| imports(tree, path, found)),
    }
}

fn name(item: &Item) -> Option<String> {
    Some(match item {
        Item::Const(item) => item.ident.to_string(),
        Item::Enum(item) => item.ident.to_string(),
        Item::Fn(item) => item.sig.ident.to_string(),
        Item::Static(item) => item.ident.to_string(),
        Item::Struct(item) => item.ident.to_string(),
        Item::Trait(item) => item.ident.to_string(),
        Item::Type(item) => item.ident.to_string(),
        Item::Macro(item) => item.ident.as_ref()?.to_string(),
        _ => return None,
    })
}

fn attributes(item: &Item) -> &[Attribute] {
    match item {
        Item::Const(item) => &item.attrs,
        Item::Enum(item) => &item.attrs,
        Item::Fn(item) => &item.attrs,
        Item::Impl(item) => &item.attrs,
        Item::Mod(item) => &item.attrs,
        Item::Static(item) => &item.attrs,
        Item::Struct(item) => &item.attrs,
        Item::Trait(item) => &item.attrs,
        Item::Type(item) => &item.attrs,
        Item::Use(item) => &item.attrs,
        Item::Macro(item) => &item.attrs,
        _ => &[],
    }
}

fn is_test(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        attribute.path().is_ident("cfg")
            && attribute.meta.require_list().is_ok_and(|list| list.tokens.to_string() == "test")
    })
}
