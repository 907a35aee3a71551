//! The scripts of the pages, and which of them import each other.

use std::fs;
use std::path::{Path, PathBuf};

use super::Arrows;
use crate::shell;

/// Where the scripts are.
const FOLDER: &str = "crates/web/assets/js";

/// The scripts and the imports between them, by their positions.
pub(super) fn read() -> Result<(Vec<PathBuf>, Arrows), String> {
    let mut files = Vec::new();
    list(&shell::root().join(FOLDER), &mut files).map_err(|error| format!("{FOLDER}: {error}"))?;
    files.sort();
    let mut arrows = Arrows::new();
    for (position, file) in files.iter().enumerate() {
        let text = fs::read_to_string(file).map_err(|error| format!("{}: {error}", file.display()))?;
        for import in imports(&text) {
            let target = resolved(file, import);
            if let Some(other) = files.iter().position(|own| *own == target) {
                arrows.entry(position).or_default().insert(other);
            }
        }
    }
    Ok((files, arrows))
}

fn list(folder: &Path, files: &mut Vec<PathBuf>) -> std::io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            list(&path, files)?;
        } else if path.extension().is_some_and(|ending| ending == "js") {
            files.push(path);
        }
    }
    Ok(())
}

/// What a script imports at run time: `import … from "./x.js"` and `import "./x.js"`. Types in comments do not count.
fn imports(text: &str) -> impl Iterator<Item = &str> {
    let lines = text.lines().filter(|line| line.starts_with("import ") || line.starts_with("} from "));
    lines.filter_map(|line| line.split('"').nth(1))
}

/// The file to which an import in another file leads.
fn resolved(file: &Path, import: &str) -> PathBuf {
    let mut target = file.parent().unwrap_or(file).to_owned();
    for part in import.split('/') {
        match part {
            "." => {}
            ".." => {
                target.pop();
            }
            part => target.push(part),
        }
    }
    target
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn imports_are_read_and_lead_to_files() {
        let text = "import { open } from \"./panel.js\";\nimport \"../saved.js\";\n/** @typedef {import(\"./types.js\").Own} Own */";
        assert_eq!(imports(text).collect::<Vec<_>>(), ["./panel.js", "../saved.js"]);
        assert_eq!(resolved(Path::new("/js/parts/answering/rows.js"), "../saved.js"), Path::new("/js/parts/saved.js"));
    }

    #[test]
    fn the_scripts_of_the_pages_are_found() {
        let (files, arrows) = read().expect("the scripts");
        assert!(files.len() > 20 && arrows.len() > 10, "{} files, {} with imports", files.len(), arrows.len());
    }
}
