//! Style sheets, scripts and icons: built by `build.rs`, embedded, and served under names that contain their digest,
//! so that browsers can cache them permanently.

pub(crate) mod serve;

/// One embedded file.
struct Asset {
    /// Its name in the sources: `app.css`.
    name: &'static str,
    /// Its name in pages: `/assets/app-0123456789abcdef.css`.
    path: &'static str,
    content_type: &'static str,
    bytes: &'static [u8],
    gzip: &'static [u8],
}

static ASSETS: &[Asset] = include!(concat!(env!("OUT_DIR"), "/assets/list.rs"));

/// The address of an asset, for the pages. A name that is not embedded gives an address that responds with 404; a
/// test searches the templates for such names.
pub(crate) fn path(name: &str) -> &'static str {
    ASSETS.iter().find(|asset| asset.name == name).map_or("/assets/missing", |asset| asset.path)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::{fs, io, path::Path};

    fn templates(folder: &Path, found: &mut String) -> io::Result<()> {
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            if path.is_dir() {
                templates(&path, found)?;
            } else {
                found.push_str(&fs::read_to_string(path)?);
            }
        }
        Ok(())
    }

    /// The literal arguments of all calls of `function` in the templates.
    fn arguments(function: &str) -> Vec<String> {
        let mut text = String::new();
        templates(&Path::new(env!("CARGO_MANIFEST_DIR")).join("templates"), &mut text).unwrap();
        text.split(&format!("{function}(\""))
            .skip(1)
            .filter_map(|rest| Some(rest.split_once('"')?.0.to_owned()))
            .collect()
    }

    #[test]
    fn templates_name_only_assets_that_are_embedded() {
        for name in arguments("asset") {
            assert_ne!(path(&name), "/assets/missing", "{name}");
        }
    }

    #[test]
    fn templates_name_only_icons_that_are_in_the_sprite() {
        let sprite = ASSETS.iter().find(|asset| asset.name == "icons.svg").unwrap();
        let sprite = std::str::from_utf8(sprite.bytes).unwrap();
        for name in arguments("ui::icon") {
            assert!(sprite.contains(&format!("id=\"{name}\"")), "add {name} to assets/icons.txt");
        }
    }
}
