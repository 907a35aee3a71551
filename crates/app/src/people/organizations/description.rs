//! The description of organizations and their sites.

use tasuki_scheme::Permission;

use crate::description::{Action, Days, Description, Field, Values};
use crate::naming::Look;

/// An organization (組織) with its settings.
pub(crate) const ORGANIZATION: Description = Description {
    noun: ("組織", "organization"),
    read: Permission::ReadMembers,
    look: Look::Administrative,
    found: None,
    days: Days::None,
    event: None,
    actions: &[
        Action::new("organization.create", "が組織を作りました", "created the organization"),
        Action::new("organization.change", "が組織の設定を変えました", "changed the settings of the organization"),
        Action::new(
            "vulnerability_list.add",
            "が脆弱性の一覧（{kind}、{day}）を取り込みました",
            "added a list about vulnerabilities ({kind}, {day})",
        ),
        Action::new("organization.export", "が組織のデータを書き出しました", "exported the data of the organization"),
    ],
    fields: &[Field::new("name", "名前", "Name", Values::Plain)],
};

/// A site (拠点).
pub(crate) const SITE: Description = Description {
    noun: ("拠点", "site"),
    read: Permission::ReadMembers,
    look: Look::Administrative,
    found: None,
    days: Days::None,
    event: None,
    actions: &[
        Action::new("site.add", "が拠点「{name}」を加えました", "added the site “{name}”"),
        Action::new("site.change", "が拠点「{name}」を変えました", "changed the site “{name}”"),
        Action::new("site.remove", "が拠点「{name}」を消しました", "removed the site “{name}”"),
    ],
    fields: &[],
};
