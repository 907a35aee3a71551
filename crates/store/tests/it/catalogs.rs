//! Catalogues of an organization's own: added once, never changed, and seen by nobody else.

use tasuki_catalog::SourceFile;
use tasuki_store::audit::{self, Entry};
use tasuki_store::catalogs::{self, Edition};
use tasuki_store::{OrganizationId, PersonId};

use crate::base::{Base, NOW};

stories![
    it_reads_back_as_it_was_given,
    it_is_added_once,
    a_stamp_says_which_there_are,
    a_file_that_was_changed_behind_the_log_is_found,
];

fn files(text: &str) -> Vec<SourceFile> {
    let file = |name: &str, text: &str| SourceFile { name: name.to_owned(), text: text.to_owned() };
    vec![file("catalog.toml", text), file("a.toml", "# 襷\r\n")]
}

fn edition(id: &str, files: &[SourceFile]) -> Edition {
    let added_by = PersonId::new(NOW, [7; 10]);
    Edition { id: id.to_owned(), digest: catalogs::digest(files), added: NOW, added_by, archived: None }
}

fn add(base: &Base, organization: OrganizationId, id: &'static str, text: &str) -> bool {
    let files = files(text);
    base.write(move |tx| {
        let added = catalogs::add(tx, organization, &edition(id, &files), &files)?;
        told(tx, organization, "catalog.add", id)?;
        Ok(added)
    })
    .unwrap()
}

fn told(
    tx: &mut tasuki_store::Tx<'_>,
    organization: OrganizationId,
    action: &str,
    id: &str,
) -> Result<(), tasuki_store::StoreError> {
    let (chain, subject) = (organization.as_str(), format!("catalog/{id}"));
    let (before, after, detail) = ("", "{}", "{}");
    let entry = Entry {
        organization: chain,
        at: NOW,
        actor: "system",
        action,
        subject: &subject,
        before,
        after,
        detail,
        seals: None,
    };
    audit::append(tx, &entry)
}

fn withdraw(base: &Base, organization: OrganizationId, id: &'static str, archived: Option<i64>) {
    base.write(move |tx| {
        catalogs::archive(tx, organization, id, archived)?;
        told(tx, organization, "catalog.archive", id)
    })
    .unwrap();
}

fn stamp(base: &Base, organization: OrganizationId) -> Option<[u8; 32]> {
    base.read(move |tx| catalogs::stamp(tx, organization)).unwrap()
}

fn it_reads_back_as_it_was_given(base: &Base) {
    let (own, other) = (base.organization("one"), base.organization("two"));
    assert!(add(base, own, "house-2", "2") && add(base, own, "house-1", "1") && add(base, other, "house-1", "3"));
    let all = base.read(move |tx| catalogs::list(tx, own)).unwrap();
    assert_eq!(all, [edition("house-2", &files("2")), edition("house-1", &files("1"))], "in the order of adding");
    let mut given = files("1");
    given.reverse();
    let kept = base.read(move |tx| catalogs::files(tx, own, "house-1")).unwrap();
    assert_eq!(kept, given, "sorted by name");
    assert_eq!(catalogs::digest(&kept), all[1].digest, "in whatever order they were given");
    assert_eq!(base.read(move |tx| catalogs::size(tx, own)).unwrap(), 2 * 6);
    assert_eq!(base.read(move |tx| catalogs::size(tx, other)).unwrap(), 6);
    assert!(base.read(move |tx| catalogs::find(tx, other, "house-2")).unwrap().is_none());
    assert!(base.read(move |tx| catalogs::files(tx, other, "house-2")).unwrap().is_empty());
}

fn it_is_added_once(base: &Base) {
    let own = base.organization("one");
    assert!(add(base, own, "house-1", "1"));
    let before = stamp(base, own);
    assert!(!add(base, own, "house-1", "2"), "an edition never changes");
    assert_eq!(stamp(base, own), before);
    assert_eq!(base.read(move |tx| catalogs::files(tx, own, "house-1")).unwrap()[1].text, "1");
}

fn a_stamp_says_which_there_are(base: &Base) {
    let (own, other) = (base.organization("one"), base.organization("two"));
    assert_eq!(stamp(base, own), None);
    add(base, own, "house-1", "1");
    let one = stamp(base, own);
    add(base, own, "house-2", "2");
    let two = stamp(base, own);
    withdraw(base, own, "house-1", Some(NOW));
    let withdrawn = stamp(base, own);
    assert!(one.is_some() && one != two && two != withdrawn && one != withdrawn);
    withdraw(base, own, "house-1", None);
    assert_eq!(stamp(base, own), two, "the same catalogues have the same stamp");
    assert_eq!(stamp(base, other), None);
}

fn a_file_that_was_changed_behind_the_log_is_found(base: &Base) {
    let own = base.organization("one");
    add(base, own, "house-1", "1");
    let wrong = |base: &Base| {
        let told = base.read(audit::compare).unwrap().differences.into_iter();
        told.filter(|own| own.subject == "catalog/house-1").map(|own| own.problem).collect::<Vec<_>>()
    };
    assert!(wrong(base).is_empty());
    base.behind_its_back("UPDATE catalog_files SET text = 'other' WHERE name = 'a.toml'");
    assert_eq!(wrong(base), ["it was changed, and no entry says so"]);
}
