//! `tasuki scheme check`: checks whether a file is a valid scheme, and reports every problem with its place.

use std::{fs, path::Path, process::ExitCode};

use tasuki_catalog::SourceFile;
use tasuki_scheme::road::parse_scheme;

use crate::{
    commands::problems,
    failure::Failure,
    output::{Output, say},
};

pub(super) fn run(path: &Path, output: &mut Output) -> Result<ExitCode, Failure> {
    let scheme = match parse_scheme(&read(path)?) {
        Ok(scheme) => scheme,
        Err(found) => return Ok(problems::tell(&found, output)),
    };
    let (stars, routes) = (scheme.stars.len(), scheme.stars.iter().map(|star| star.routes.len()).sum::<usize>());
    if output.is_json() {
        output.json(&serde_json::json!({ "id": scheme.id, "problems": [] }));
    } else {
        output.line(say!(
            output.lang,
            "{}: 問題はありません（★ {stars}、道 {routes}）",
            "{}: no problems ({stars} ★s, {routes} routes)",
            scheme.id
        ));
    }
    Ok(ExitCode::SUCCESS)
}

/// A file of a scheme, not yet checked.
pub(super) fn read(path: &Path) -> Result<SourceFile, Failure> {
    let text = fs::read_to_string(path).map_err(|error| Failure::read(path, &error))?;
    Ok(SourceFile { name: path.display().to_string(), text })
}
