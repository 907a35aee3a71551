//! Brings in the fonts: `npm ci` into `OUT_DIR`, or a folder of prebuilt assets named by `TASUKI_ASSETS`.
//!
//! No font is kept in the repository. The lock file fixes the package by its digest, so a build cannot get another font.

use std::{
    env, fs,
    io::ErrorKind,
    path::{Path, PathBuf},
    process::{Command, exit},
};

const PACKAGE: &str = "node_modules/@expo-google-fonts/biz-udpgothic";

/// What npm needs to know.
const INPUTS: [&str; 3] = ["package.json", "package-lock.json", ".npmrc"];

/// Where a file lies in the package, and its name among the assets.
const ASSETS: [(&str, &str); 3] = [
    ("400Regular/BIZUDPGothic_400Regular.ttf", "BIZUDPGothic_400Regular.ttf"),
    ("700Bold/BIZUDPGothic_700Bold.ttf", "BIZUDPGothic_700Bold.ttf"),
    ("LICENSE_FONT", "LICENSE_FONT"),
];

fn main() {
    for input in INPUTS {
        println!("cargo:rerun-if-changed={input}");
    }
    println!("cargo:rerun-if-env-changed=TASUKI_ASSETS");

    let Some(out) = env::var_os("OUT_DIR").map(PathBuf::from) else { stop("OUT_DIR is not set; build with cargo.") };
    let sources = match env::var_os("TASUKI_ASSETS") {
        Some(folder) => prebuilt(Path::new(&folder)),
        None => installed(&out.join("npm")),
    };
    for (source, (_, name)) in sources.iter().zip(ASSETS) {
        if let Err(error) = fs::copy(source, out.join(name)) {
            stop(&format!("cannot copy {}: {error}", source.display()));
        }
    }
}

/// The assets in a folder that somebody prepared.
fn prebuilt(folder: &Path) -> Vec<PathBuf> {
    let files: Vec<PathBuf> = ASSETS.iter().map(|(_, name)| folder.join(name)).collect();
    for file in &files {
        println!("cargo:rerun-if-changed={}", file.display());
        if !file.is_file() {
            stop(&format!(
                "TASUKI_ASSETS is {}, but {} is not there.\nThe folder must hold these files of the npm package \
                 @expo-google-fonts/biz-udpgothic: {}.",
                folder.display(),
                file.display(),
                ASSETS.map(|(_, name)| name).join(", "),
            ));
        }
    }
    files
}

/// Installs the package into `folder`, away from the source tree.
fn installed(folder: &Path) -> Vec<PathBuf> {
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
    ASSETS.iter().map(|(path, _)| folder.join(PACKAGE).join(path)).collect()
}

/// Ends the build with what is wrong and the two ways to mend it.
fn stop(problem: &str) -> ! {
    eprintln!("\nThe fonts of the PDF report could not be brought in.\n{problem}\n");
    eprintln!("Either install Node.js 20 or later, which includes npm, and build again,");
    eprintln!("or set TASUKI_ASSETS to a folder that holds the files already:");
    for (path, name) in ASSETS {
        eprintln!("  {name}   ({path} of the npm package @expo-google-fonts/biz-udpgothic)");
    }
    exit(1);
}
