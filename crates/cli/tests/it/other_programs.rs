//! Our documents, opened with other programs. `cargo xtask test` installs the programs; if one is missing, the test
//! says so and is skipped, unless `TASUKI_TOOLS=required`.

use std::{path::Path, process::Command};

use crate::{sample, stdout, target, text};

/// Runs another program; `None` if it is missing and that is allowed.
fn program(name: &str, arguments: &[&str]) -> Option<String> {
    match Command::new(name).args(arguments).output() {
        Ok(output) => {
            let printed =
                format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
            assert!(output.status.success(), "{name} {arguments:?}: {printed}");
            Some(printed)
        }
        Err(error) => {
            assert_ne!(std::env::var("TASUKI_TOOLS").as_deref(), Ok("required"), "{name}: {error}");
            println!("skipped: {name} is not installed");
            None
        }
    }
}

/// Runs a Python program with openpyxl; `None` if that is missing and that is allowed.
pub(crate) fn openpyxl(script: &str, arguments: &[&str]) -> Option<String> {
    let has = |python: &&str| {
        Command::new(python).args(["-c", "import openpyxl"]).output().is_ok_and(|output| output.status.success())
    };
    let python = ["/usr/bin/python3", "python3"].into_iter().find(has);
    if python.is_none() {
        assert_ne!(std::env::var("TASUKI_TOOLS").as_deref(), Ok("required"), "openpyxl is missing");
        println!("skipped: openpyxl is not installed");
    }
    program(python?, &[&["-c", script], arguments].concat())
}

/// Converts a sheet of a workbook to CSV with `LibreOffice`.
pub(crate) fn libreoffice_csv(workbook: &Path) -> Option<String> {
    let folder = workbook.parent().expect("in a folder");
    // A separate profile, because two instances cannot share one.
    let profile = format!("-env:UserInstallation=file://{}/profile", folder.display());
    let filter = "csv:Text - txt - csv (StarCalc):44,34,76,1";
    program("soffice", &[&profile, "--headless", "--convert-to", filter, "--outdir", text(folder), text(workbook)])?;
    Some(std::fs::read_to_string(workbook.with_extension("csv")).expect("LibreOffice wrote CSV"))
}

#[test]
fn the_pdf_is_tagged_embeds_its_fonts_and_has_pages_with_ink() {
    let folder = tempfile::tempdir().expect("a folder");
    let pdf = target(&folder, "report.pdf");
    stdout(&["assess", &sample("scs-2026-03-answers.xlsx"), "--as-of", "2026-11-21", "-o", text(&pdf)]);
    let Some(facts) = program("pdfinfo", &[text(&pdf)]) else { return };
    assert!(facts.lines().any(|line| line.starts_with("Tagged:") && line.ends_with("yes")), "{facts}");
    let fonts = program("pdffonts", &[text(&pdf)]).unwrap_or_default();
    let embedded: Vec<_> = fonts.lines().skip(2).collect();
    assert!(
        !embedded.is_empty() && embedded.iter().all(|line| line.contains("BIZUDPGothic") && line.contains("yes yes")),
        "{fonts}"
    );
    let words = program("pdftotext", &[text(&pdf), "-"]).unwrap_or_default();
    assert!(words.contains("97") && words.contains("153") && !words.contains("合格"), "{words}");

    program("pdftoppm", &["-r", "30", "-gray", text(&pdf), text(&target(&folder, "page"))]);
    let pages: Vec<_> = std::fs::read_dir(folder.path())
        .expect("readable")
        .map(|entry| entry.expect("readable").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "pgm"))
        .collect();
    assert!(pages.len() >= 8, "{} pages", pages.len());
    for page in pages {
        let pixels = std::fs::read(&page).expect("readable");
        let dark = pixels.iter().skip(20).filter(|pixel| **pixel < 160).count();
        assert!(dark > 200, "{} is blank", page.display());
    }
}

#[test]
fn the_gap_workbook_opens_in_openpyxl_and_libreoffice() {
    let folder = tempfile::tempdir().expect("a folder");
    let workbook = target(&folder, "plan.xlsx");
    stdout(&["assess", &sample("scs-2026-03-answers.xlsx"), "--as-of", "2026-11-21", "-o", text(&workbook)]);
    let script = "import openpyxl, sys\nfor sheet in openpyxl.load_workbook(sys.argv[1]): print(sheet.title, sheet.max_row, sheet.max_column)";
    if let Some(sheets) = openpyxl(script, &[text(&workbook)]) {
        for name in ["概要", "課題", "計画", "カレンダー"] {
            assert!(sheets.contains(name), "{name} in {sheets}");
        }
    }
    if let Some(first) = libreoffice_csv(&workbook) {
        assert!(first.contains("97") && first.contains("153"), "{first}");
    }
}
