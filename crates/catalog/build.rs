//! Turns `catalogs/` into one JSON text per edition and per crosswalk, compiled into the library. JSON loads in a
//! fraction of the time that TOML takes, and a command has to answer within 50 ms; people keep editing the TOML.

use std::{
    env,
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
};

type Fallible<T> = Result<T, Box<dyn std::error::Error>>;

fn main() -> Fallible<()> {
    let root = Path::new(&env::var("CARGO_MANIFEST_DIR")?).join("../../catalogs");
    let out = PathBuf::from(env::var("OUT_DIR")?);
    println!("cargo:rerun-if-changed={}", root.display());

    let mut index = String::from("/// Every edition: id and JSON.\npub(crate) static EDITIONS: &[(&str, &str)] = &[\n");
    for folder in sorted(&root)?.into_iter().filter(|path| path.join("catalog.toml").is_file()) {
        let id = name(&folder);
        fs::write(out.join(format!("{id}.json")), edition(&folder)?)?;
        writeln!(index, "    ({id:?}, include_str!(concat!(env!(\"OUT_DIR\"), \"/{id}.json\"))),")?;
    }
    index.push_str(
        "];\n/// Every crosswalk: from, to and JSON.\npub(crate) static CROSSWALKS: &[(&str, &str, &str)] = &[\n",
    );
    for file in sorted(&root.join("crosswalks"))?.into_iter().filter(|path| is_toml(path)) {
        let stem = name(&file.with_extension(""));
        let Some((from, to)) = stem.split_once("--") else {
            return Err(format!("{}: a crosswalk is named <from>--<to>.toml", file.display()).into());
        };
        fs::write(out.join(format!("{stem}.json")), serde_json::to_string(&parse(&file)?)?)?;
        writeln!(index, "    ({from:?}, {to:?}, include_str!(concat!(env!(\"OUT_DIR\"), \"/{stem}.json\"))),")?;
    }
    for name in ["glossary", "scan-signs"] {
        let file = parse(&root.join(name).with_extension("toml"))?;
        fs::write(out.join(name).with_extension("json"), serde_json::to_string(&file)?)?;
    }
    index.push_str(
        "];\npub(crate) static GLOSSARY: &str = include_str!(concat!(env!(\"OUT_DIR\"), \"/glossary.json\"));\n",
    );
    fs::write(out.join("builtin.rs"), index)?;
    Ok(())
}

/// `{"head": catalog.toml, "parts": [the other files, sorted by name]}`.
fn edition(folder: &Path) -> Fallible<String> {
    let head = parse(&folder.join("catalog.toml"))?;
    let mut parts = Vec::new();
    for file in sorted(folder)?.into_iter().filter(|path| is_toml(path) && name(path) != "catalog.toml") {
        parts.push(parse(&file)?);
    }
    Ok(serde_json::to_string(&serde_json::json!({ "head": head, "parts": parts }))?)
}

fn parse(file: &Path) -> Fallible<serde_json::Value> {
    let text = fs::read_to_string(file).map_err(|error| format!("{}: {error}", file.display()))?;
    let table: toml::Table = text.parse().map_err(|error| format!("{}: {error}", file.display()))?;
    Ok(serde_json::to_value(table)?)
}

fn sorted(folder: &Path) -> Fallible<Vec<PathBuf>> {
    let mut paths: Vec<_> =
        fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.path())).collect::<Result<_, _>>()?;
    paths.sort();
    Ok(paths)
}

fn is_toml(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "toml")
}

fn name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}
