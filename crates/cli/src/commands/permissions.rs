//! Who may do what, as the table of `docs/operation.md`.

use std::fmt::Write as _;

use tasuki_catalog::{Lang, Text};
use tasuki_scheme::{Permission, Role};

/// The table: a row for each permission, a column for each role.
pub(super) fn table(lang: Lang) -> String {
    let roles = Role::ALL.map(|role| role.name(lang));
    let head = Text::new("できること", "permission");
    let mut table = format!("| {} | {} |\n|---|{}\n", head.get(lang), roles.join(" | "), ":-:|".repeat(roles.len()));
    for permission in Permission::ALL {
        let marks = Role::ALL.map(|role| if role.may(permission) { "○" } else { "" });
        let _ = writeln!(table, "| {} | {} |", permission.meaning(lang), marks.join(" | "));
    }
    let head = Text::new("見られる証跡の区分", "evidence, up to the class");
    let classes = Role::ALL.map(|role| class(role, lang));
    let _ = write!(table, "| {} | {} |", head.get(lang), classes.join(" | "));
    table
}

/// The most confidential evidence that a role sees, and where it sees more.
fn class(role: Role, lang: Lang) -> String {
    let Some(class) = role.sees() else { return String::new() };
    let more = [
        (role.sees_own(), Text::new("自分のもの", "own")),
        (role.sees_to_confirm(), Text::new("確かめるもの", "to confirm")),
    ];
    // Whoever sees everything sees these too.
    let more = more.into_iter().filter(|(sees, _)| *sees && class < tasuki_scheme::Classification::Confidential);
    more.fold(class.name(lang).to_owned(), |text, (_, what)| format!("{text} + {}", what.get(lang)))
}
