//! Cargo's metadata of the workspace.

use serde_json::Value;

use crate::shell;

/// The packages of `cargo metadata`: only our own, or with all dependencies.
pub(crate) fn packages(with_dependencies: bool) -> Result<Vec<Value>, String> {
    let mut arguments = vec!["metadata", "--format-version", "1", "--locked"];
    if !with_dependencies {
        arguments.push("--no-deps");
    }
    let text = shell::capture(&mut shell::program("cargo", &arguments))?;
    let mut metadata: Value = serde_json::from_str(&text).map_err(|error| format!("cargo metadata: {error}"))?;
    match metadata["packages"].take() {
        Value::Array(packages) => Ok(packages),
        _ => Err("cargo metadata lists no packages".to_owned()),
    }
}

/// A text field of a package or dependency.
pub(crate) fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key].as_str().unwrap_or_default()
}
