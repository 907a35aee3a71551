//! SPDX 2.3 as JSON: its packages are the components.

use serde_json::Value;
use tasuki_assess::scan::{Component, Scan, ScanFormat};
use tasuki_catalog::Text;

use super::day;
use super::error::ScanError;
use super::json::{list, text, texts};
use super::limits::ScanLimits;
use super::making::Making;

pub(super) fn read(value: &Value, limits: &ScanLimits) -> Result<Scan, ScanError> {
    let mut making = Making::new(ScanFormat::Spdx, limits);
    let version = text(value, "spdxVersion").unwrap_or_default();
    if !matches!(version, "SPDX-2.2" | "SPDX-2.3") {
        return Err(ScanError::broken(
            ScanFormat::Spdx,
            "spdxVersion",
            format!("version {version:?}; SPDX-2.3 is read"),
        ));
    }
    let creation = value.get("creationInfo").unwrap_or(&Value::Null);
    let tool = texts(creation, "creators").find_map(|own| own.strip_prefix("Tool:"));
    making.made_by(tool.unwrap_or_default(), "", text(creation, "created").and_then(day::moment));
    let mut described: Vec<&str> = texts(value, "documentDescribes").collect();
    let relations = list(value, "relationships").iter().filter(|own| {
        text(own, "relationshipType") == Some("DESCRIBES") && text(own, "spdxElementId") == Some("SPDXRef-DOCUMENT")
    });
    described.extend(relations.filter_map(|own| text(own, "relatedSpdxElement")));
    for (position, own) in list(value, "packages").iter().enumerate() {
        let Some(name) = text(own, "name") else {
            making.problem(
                format!("packages[{position}]"),
                Text::new("名前のないパッケージです", "a package without a name"),
            )?;
            continue;
        };
        let is_target = text(own, "SPDXID").is_some_and(|id| described.contains(&id));
        if is_target {
            making.target(name, [])?;
            // What the document is about is no part of itself, if there is anything else in it.
            if list(value, "packages").len() > 1 {
                continue;
            }
        }
        let references = list(own, "externalRefs").iter();
        let purl = references
            .filter(|own| text(own, "referenceType") == Some("purl"))
            .find_map(|own| text(own, "referenceLocator"));
        let version =
            text(own, "versionInfo").filter(|version| *version != "NOASSERTION").unwrap_or_default().to_owned();
        making.component(Component { name: name.to_owned(), version, purl: purl.map(str::to_owned) })?;
    }
    Ok(making.done())
}
