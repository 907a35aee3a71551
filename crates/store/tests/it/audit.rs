//! The audit log: whoever changes it is found.

use tasuki_store::audit::{self, Verified};

use crate::base::{Base, note};

stories![
    an_empty_chain_is_whole,
    each_organization_has_its_own_chain,
    a_changed_entry_is_found,
    a_changed_digest_is_found,
    a_missing_entry_is_found,
    a_missing_first_entry_is_found,
    an_entry_of_another_chain_is_found,
    entries_read_back,
];

fn fill(base: &Base) {
    for number in 0..5 {
        base.write(move |tx| {
            note(tx, "", &format!("server {number}"))?;
            note(tx, "other", &format!("other {number}"))
        })
        .unwrap();
    }
}

fn verify(base: &Base, chain: &'static str) -> Verified {
    base.read(move |tx| audit::verify(tx, chain)).unwrap()
}

fn broken_at(base: &Base, place: i64) {
    assert!(matches!(verify(base, ""), Verified::Broken { seq, .. } if seq == place), "{:?}", verify(base, ""));
    assert_eq!(verify(base, "other"), Verified::Whole { entries: 5 }, "the other chain is whole");
}

fn an_empty_chain_is_whole(base: &Base) {
    assert_eq!(verify(base, ""), Verified::Whole { entries: 0 });
}

fn each_organization_has_its_own_chain(base: &Base) {
    fill(base);
    assert_eq!(base.read(audit::chains).unwrap(), ["", "other"]);
    assert_eq!(verify(base, ""), Verified::Whole { entries: 5 });
    assert_eq!(verify(base, "other"), Verified::Whole { entries: 5 });
}

fn a_changed_entry_is_found(base: &Base) {
    for column in
        ["actor = 'somebody'", "at = at + 1", "action = 'x'", "subject = 'x'", "detail = '{}'", "after = NULL"]
    {
        fill(base);
        base.behind_its_back(&format!("UPDATE audit SET {column} WHERE organization = '' AND seq = 3"));
        broken_at(base, 3);
        base.behind_its_back("DELETE FROM audit");
    }
}

fn a_changed_digest_is_found(base: &Base) {
    fill(base);
    base.behind_its_back(
        "UPDATE audit SET digest = (SELECT digest FROM audit WHERE organization = 'other' AND seq = 2)
         WHERE organization = '' AND seq = 2",
    );
    broken_at(base, 2);
}

fn a_missing_entry_is_found(base: &Base) {
    fill(base);
    base.behind_its_back("DELETE FROM audit WHERE organization = '' AND seq = 3");
    broken_at(base, 4);
}

fn a_missing_first_entry_is_found(base: &Base) {
    fill(base);
    base.behind_its_back("DELETE FROM audit WHERE organization = '' AND seq = 1");
    broken_at(base, 2);
}

fn an_entry_of_another_chain_is_found(base: &Base) {
    fill(base);
    base.behind_its_back(
        "DELETE FROM audit WHERE organization = '' AND seq = 5;
         INSERT INTO audit SELECT '', seq, at, actor, action, subject, before, after, detail, previous, digest
         FROM audit WHERE organization = 'other' AND seq = 5",
    );
    broken_at(base, 5);
}

fn entries_read_back(base: &Base) {
    fill(base);
    let page = base.read(|tx| audit::page(tx, "", 1, 2)).unwrap();
    assert_eq!(page.iter().map(|entry| entry.subject.as_str()).collect::<Vec<_>>(), ["server 1", "server 2"]);
    assert_eq!(page[0].detail, "{\"text\":\"話\"}");
    assert_eq!((page[0].before.is_none(), page[0].after.as_ref().map(Vec::len)), (true, Some(32)));
    assert_eq!(page[1].previous, page[0].digest);
    let newest = base.read(|tx| audit::newest(tx, "", 1)).unwrap();
    assert_eq!(newest[0].subject, "server 4");
}
