//! Makes what the pages load: `npm ci` into `OUT_DIR`, then `assets/bundle.mjs` bundles; or a folder of prebuilt assets named by
//! `TASUKI_ASSETS`, whose part for the pages is `web/`, a copy of `assets/` in the `OUT_DIR` of another build.
//!
//! No package is kept in the repository. The lock file fixes each by its digest, so a build cannot get another one.

use std::{
    env, fs,
    io::{self, ErrorKind},
    path::{Path, PathBuf},
    process::{Command, exit},
};

/// What npm needs to know.
const INPUTS: [&str; 3] = ["package.json", "package-lock.json", ".npmrc"];

/// What the bundler reads besides the packages.
const SOURCES: [&str; 5] = ["assets/bundle.mjs", "assets/css", "assets/js", "assets/icons.txt", "assets/logo.svg"];

fn main() {
    for input in INPUTS.iter().chain(&SOURCES) {
        println!("cargo:rerun-if-changed={input}");
    }
    println!("cargo:rerun-if-env-changed=TASUKI_ASSETS");

    let Some(out) = env::var_os("OUT_DIR").map(PathBuf::from) else { stop("OUT_DIR is not set; build with cargo.") };
    if let Some(folder) = env::var_os("TASUKI_ASSETS") {
        prebuilt(&Path::new(&folder).join("web"), &out.join("assets"));
    } else {
        install(&out.join("npm"));
        bundle(&out.join("npm"), &out.join("assets"));
    }
}

/// Takes over the results of another build.
fn prebuilt(from: &Path, to: &Path) {
    println!("cargo:rerun-if-changed={}", from.display());
    if !from.join("list.rs").is_file() {
        stop(&format!("TASUKI_ASSETS is set, but {} holds no prebuilt pages: list.rs is not there.", from.display()));
    }
    if let Err(error) = copy_all(from, to) {
        stop(&format!("cannot copy {}: {error}", from.display()));
    }
}

fn copy_all(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        fs::copy(entry.path(), to.join(entry.file_name()))?;
    }
    Ok(())
}

/// Installs the packages into `folder`, away from the source tree, unless the same ones are there from the last time.
fn install(folder: &Path) {
    let done = folder.join("installed");
    if INPUTS.iter().all(|input| same(Path::new(input), &folder.join(input))) && done.is_file() {
        return;
    }
    let copied = fs::create_dir_all(folder)
        .and_then(|()| INPUTS.iter().try_for_each(|input| fs::copy(input, folder.join(input)).map(drop)));
    if let Err(error) = copied {
        stop(&format!("cannot prepare {}: {error}", folder.display()));
    }
    let npm = if cfg!(windows) { "npm.cmd" } else { "npm" };
    let mut command = Command::new(npm);
    command.args(["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]).current_dir(folder);
    run(&mut command, "npm ci");
    if let Err(error) = fs::write(done, "") {
        stop(&format!("cannot write to {}: {error}", folder.display()));
    }
}

fn same(one: &Path, other: &Path) -> bool {
    matches!((fs::read(one), fs::read(other)), (Ok(one), Ok(other)) if one == other)
}

fn bundle(npm: &Path, out: &Path) {
    let mut command = Command::new("node");
    command.arg("assets/bundle.mjs").arg(npm).arg(out);
    run(&mut command, "node assets/bundle.mjs");
}

fn run(command: &mut Command, name: &str) {
    match command.output() {
        Ok(output) if output.status.success() => {}
        Ok(output) => {
            let said = String::from_utf8_lossy(&output.stderr);
            stop(&format!("`{name}` failed ({}):\n{}", output.status, said.trim()));
        }
        Err(error) if error.kind() == ErrorKind::NotFound => stop(&format!("`{name}`: the program was not found.")),
        Err(error) => stop(&format!("`{name}` could not be started: {error}")),
    }
}

/// Ends the build with what is wrong and the two ways to mend it.
fn stop(problem: &str) -> ! {
    eprintln!("\nThe style and script of the pages could not be made.\n{problem}\n");
    eprintln!("Either install Node.js 20 or later, which includes npm, and build again,");
    eprintln!("or set TASUKI_ASSETS to a folder whose part `web` is a copy of OUT_DIR/assets of a finished build.");
    exit(1);
}
