//! Provides the fonts: runs `npm ci` in `OUT_DIR`, or uses a folder of prebuilt assets given by `TASUKI_ASSETS`.
//!
//! No font is stored in the repository. The lock file pins the packages by their checksums, so a build cannot get
//! different fonts.

use std::{
    env,
    fmt::Write as _,
    fs,
    io::{ErrorKind, Write as _},
    path::{Path, PathBuf},
    process::{Command, exit},
};

/// The files that npm needs.
const INPUTS: [&str; 3] = ["package.json", "package-lock.json", ".npmrc"];

const FIRST: &str = "@expo-google-fonts/biz-udpgothic";
const SECOND: &str = "@fontsource/noto-sans-jp";

/// The slices of the second font with characters that the first lacks: rare kanji, which occur in names, and
/// European letters.
const NUMBERED: std::ops::RangeInclusive<u8> = 0..=51;
const NAMED: [&str; 2] = ["latin-ext", "vietnamese"];

/// A file: its package, its path in the package, and its name among the assets.
struct Asset {
    package: &'static str,
    path: String,
    name: String,
}

fn assets() -> Vec<Asset> {
    let asset = |package, path: &str, name: &str| Asset { package, path: path.to_owned(), name: name.to_owned() };
    let mut all = vec![
        asset(FIRST, "400Regular/BIZUDPGothic_400Regular.ttf", "BIZUDPGothic_400Regular.ttf"),
        asset(FIRST, "700Bold/BIZUDPGothic_700Bold.ttf", "BIZUDPGothic_700Bold.ttf"),
        asset(FIRST, "LICENSE_FONT", "LICENSE_FONT"),
        asset(SECOND, "LICENSE", "LICENSE_FONT_2"),
        asset(SECOND, "unicode.json", "unicode.json"),
    ];
    all.extend(slices().map(|slice| {
        let name = format!("noto-sans-jp-{slice}-400-normal.woff");
        asset(SECOND, &format!("files/{name}"), &name)
    }));
    all
}

fn slices() -> impl Iterator<Item = String> {
    NUMBERED.map(|number| number.to_string()).chain(NAMED.map(str::to_owned))
}

fn main() {
    for input in INPUTS {
        println!("cargo:rerun-if-changed={input}");
    }
    println!("cargo:rerun-if-env-changed=TASUKI_ASSETS");

    let Some(out) = env::var_os("OUT_DIR").map(PathBuf::from) else { stop("OUT_DIR is not set; build with cargo.") };
    let assets = assets();
    let sources = match env::var_os("TASUKI_ASSETS") {
        Some(folder) => prebuilt(Path::new(&folder), &assets),
        None => installed(&out.join("npm"), &assets),
    };
    for (source, asset) in sources.iter().zip(&assets) {
        let target = out.join(&asset.name);
        let kept = if target.extension().is_some_and(|own| own == "ttf") {
            packed(source, &target)
        } else {
            fs::copy(source, target).map(drop)
        };
        if let Err(error) = kept {
            stop(&format!("cannot copy {}: {error}", source.display()));
        }
    }
    let table = fs::read_to_string(out.join("unicode.json")).map(|ranges| shelf(&ranges));
    if let Err(error) = table.and_then(|table| fs::write(out.join("slices.rs"), table)) {
        stop(&format!("cannot write the table of slices: {error}"));
    }
}

/// Writes a font that is not compressed by itself compressed: `name.ttf.z`. It saves three of nine megabytes.
fn packed(source: &Path, target: &Path) -> std::io::Result<()> {
    let font = fs::read(source)?;
    let mut packer = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    packer.write_all(&font)?;
    fs::write(target.with_extension("ttf.z"), packer.finish()?)
}

/// The slices and the characters in each, as Rust source.
fn shelf(ranges: &str) -> String {
    let mut table = "[\n".to_owned();
    for slice in slices() {
        // The package's table puts numbered slices in brackets.
        let key = if slice.starts_with(|letter: char| letter.is_ascii_digit()) {
            format!("[{slice}]")
        } else {
            slice.clone()
        };
        let Some(own) = ranges.split_once(&format!("\"{key}\"")).and_then(|(_, rest)| rest.split('"').nth(1)) else {
            stop(&format!("unicode.json of {SECOND} has no {key}."));
        };
        let pairs = own.split(',').map(|range| {
            let (first, last) = range
                .trim()
                .trim_start_matches("U+")
                .split_once('-')
                .unwrap_or((range.trim().trim_start_matches("U+"), ""));
            format!("(0x{first}, 0x{})", if last.is_empty() { first } else { last })
        });
        let pairs = pairs.collect::<Vec<_>>().join(", ");
        let _ = writeln!(
            table,
            "(include_bytes!(concat!(env!(\"OUT_DIR\"), \"/noto-sans-jp-{slice}-400-normal.woff\")), &[{pairs}]),"
        );
    }
    table + "]\n"
}

/// The assets in a prebuilt folder.
fn prebuilt(folder: &Path, assets: &[Asset]) -> Vec<PathBuf> {
    let files: Vec<PathBuf> = assets.iter().map(|asset| folder.join(&asset.name)).collect();
    for file in &files {
        println!("cargo:rerun-if-changed={}", file.display());
        if !file.is_file() {
            stop(&format!("TASUKI_ASSETS is {}, but {} is not there.", folder.display(), file.display()));
        }
    }
    files
}

/// Installs the packages into `folder`, away from the source tree.
fn installed(folder: &Path, assets: &[Asset]) -> Vec<PathBuf> {
    let copied = fs::create_dir_all(folder)
        .and_then(|()| INPUTS.iter().try_for_each(|input| fs::copy(input, folder.join(input)).map(drop)));
    if let Err(error) = copied {
        stop(&format!("cannot prepare {}: {error}", folder.display()));
    }
    let npm = if cfg!(windows) { "npm.cmd" } else { "npm" };
    let run = Command::new(npm)
        .args(["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"])
        .current_dir(folder)
        .output();
    match run {
        Ok(output) if output.status.success() => {}
        Ok(output) => {
            let said = String::from_utf8_lossy(&output.stderr);
            stop(&format!("`npm ci` failed ({}):\n{}", output.status, said.trim()));
        }
        Err(error) if error.kind() == ErrorKind::NotFound => stop("`npm` was not found."),
        Err(error) => stop(&format!("`npm ci` could not be started: {error}")),
    }
    assets.iter().map(|asset| folder.join("node_modules").join(asset.package).join(&asset.path)).collect()
}

/// Stops the build, with the problem and the two ways to fix it.
fn stop(problem: &str) -> ! {
    eprintln!("\nThe fonts of the PDF report could not be brought in.\n{problem}\n");
    eprintln!("Either install Node.js 20 or later, which includes npm, and build again,");
    eprintln!("or set TASUKI_ASSETS to a folder that holds the files already:");
    for asset in assets() {
        eprintln!("  {}   ({} of the npm package {})", asset.name, asset.path, asset.package);
    }
    exit(1);
}
