//! Lists about vulnerabilities (KEV, EPSS), for the whole organization: they say what to look at first.

use serde_json::json;
use tasuki_assess::scan::ScanFormat;
use tasuki_scheme::Permission;
use tasuki_store::technical_checks::{self as store, List};
use tasuki_store::{OrganizationId, Subject};

use super::sent::Sent;
use crate::{Context, Error};

/// A list that was added, or was there already.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Added {
    /// The list.
    pub list: List,
    /// Whether anything changed.
    pub is_new: bool,
}

/// The lists in use: the last of each kind.
pub(super) fn in_use(cx: &mut Context<'_, '_>, organization: OrganizationId) -> Result<Vec<List>, Error> {
    let mut lists = store::lists(cx.tx, organization)?;
    lists.dedup_by_key(|own| own.kind);
    Ok(lists)
}

/// Whether a file of this kind is a list about vulnerabilities, and no scan.
pub fn is_list(format: ScanFormat) -> bool {
    matches!(format, ScanFormat::Kev | ScanFormat::Epss)
}

/// Puts a list in the place of the one in use. The identical file again changes nothing.
pub fn add_list(cx: &mut Context<'_, '_>, sent: &Sent) -> Result<Added, Error> {
    let organization = cx.require(Permission::ManageRoads)?;
    let kind = sent.scan.format;
    if !is_list(kind) {
        return Err(Error::invalid(
            "vulnerability_list.other",
            format!("{} は、脆弱性の一覧ではありません。", kind.name()),
            format!("{} is no list about vulnerabilities.", kind.name()),
        )
        .hint(
            "KEV の JSON か EPSS の CSV を選んでください。検査結果は、道の技術検証のページから取り込みます。",
            "Choose the JSON of KEV or the CSV of EPSS. Scans are imported on the technical check of a road.",
        )
        .field("file"));
    }
    let list = List {
        kind,
        day: sent.scan.day().unwrap_or(cx.now.today),
        digest: sent.digest,
        file_name: sent.file_name.clone(),
        entries: i64::try_from(sent.scan.known.len()).unwrap_or(i64::MAX),
        added: cx.now.milliseconds(),
        added_by: cx.person()?.id,
    };
    let before = in_use(cx, organization)?.into_iter().find(|own| own.kind == kind);
    if let Some(same) = before.clone().filter(|own| own.digest == list.digest) {
        return Ok(Added { list: same, is_new: false });
    }
    if before.is_some_and(|own| own.day > list.day) {
        return Err(Error::invalid(
            "vulnerability_list.older",
            "いま使っている一覧より古い一覧です。",
            "It is older than the list in use.",
        )
        .hint("新しい一覧を取得して、選び直してください。", "Fetch the latest list, and choose that.")
        .field("file"));
    }
    store::add_list(cx.tx, organization, &list, &sent.scan.known)?;
    let detail = json!({ "kind": kind.name(), "day": list.day, "digest": list.digest, "entries": list.entries });
    cx.record("vulnerability_list.add", &Subject::Organization(organization), None, Some(&list), &detail)?;
    Ok(Added { list, is_new: true })
}
