//! The audit log: every manipulation is found.

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use tasuki_assess::Status;
use tasuki_store::answers::{self, Answer};
use tasuki_store::assessments::{self, Assessment, Origin};
use tasuki_store::audit::{self, Compared, Entry, Item, Verified};
use tasuki_store::{AssessmentId, OrganizationId, PersonId, StoreError, Tx};

use crate::base::{Base, NOW, note};

stories![
    an_empty_chain_is_whole,
    each_organization_has_its_own_chain,
    a_changed_entry_is_found,
    a_changed_digest_is_found,
    a_missing_entry_is_found,
    a_missing_first_entry_is_found,
    an_entry_of_another_chain_is_found,
    entries_read_back,
    a_detail_that_is_taken_out_leaves_the_chain_whole,
    a_detail_that_is_taken_out_by_nobody_is_told,
    any_byte_that_is_changed_is_found,
    many_things_are_one_entry,
    a_row_that_was_changed_behind_the_log_is_found,
    a_row_that_was_changed_between_two_entries_is_found,
    a_log_that_is_cut_or_written_anew_lacks_its_heads,
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
    for column in [
        "actor = 'somebody'",
        "at = at + 1",
        "action = 'x'",
        "subject = 'x'",
        "detail = '{}'",
        "detail = ''",
        "salt = NULL",
        "detail_digest = NULL",
        "items = 1",
        "after = NULL",
        "before = after",
    ] {
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
         INSERT INTO audit (organization, seq, at, actor, action, subject, before, after, detail, previous, digest, salt,
                            detail_digest, items)
         SELECT '', seq, at, actor, action, subject, before, after, detail, previous, digest, salt, detail_digest, items
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

fn a_detail_that_is_taken_out_leaves_the_chain_whole(base: &Base) {
    fill(base);
    base.write(|tx| {
        audit::blank(tx, "", &[1, 3, 5])?;
        let detail = "{\"seqs\":[1,3,5]}";
        audit::append(tx, &Entry { action: audit::BLANKED, detail, ..entry("") })
    })
    .unwrap();
    assert_eq!(verify(base, ""), Verified::Whole { entries: 6 });
    let page = base.read(|tx| audit::page(tx, "", 0, 10)).unwrap();
    assert_eq!((page[0].detail.as_str(), &page[0].salt), ("", &None));
    assert!(!page[1].detail.is_empty());
    let compared = base.read(audit::compare).unwrap();
    assert_eq!((compared.blanked, compared.different), (3, 0));
}

fn a_detail_that_is_taken_out_by_nobody_is_told(base: &Base) {
    fill(base);
    base.behind_its_back("UPDATE audit SET detail = '', salt = NULL WHERE organization = '' AND seq = 2");
    assert_eq!(verify(base, ""), Verified::Whole { entries: 5 });
    let compared = base.read(audit::compare).unwrap();
    assert_eq!(compared.differences[0].problem, "its detail was taken out, and no entry says so");
    assert_eq!((compared.blanked, compared.differences[0].seq), (0, Some(2)));
}

/// A forbidden change of one entry: a column, and the change.
fn tampering() -> impl Strategy<Value = String> {
    let text = prop::sample::select(vec!["actor", "action", "subject", "detail"]);
    let bytes = prop::sample::select(vec!["after", "salt", "detail_digest", "previous", "digest"]);
    let number = prop::sample::select(vec!["at", "items"]);
    prop_oneof![
        (text, "[a-z]{1,8}").prop_map(|(column, more)| format!("{column} = {column} || '{more}'")),
        bytes.prop_map(|column| format!(
            "{column} = (SELECT other.{column} FROM audit other WHERE other.organization = 'other' AND other.seq = 2)"
        )),
        (number, 1_i64..1_000_000).prop_map(|(column, more)| format!("{column} = {column} + {more}")),
        Just("detail_digest = NULL".to_owned()),
    ]
}

fn any_byte_that_is_changed_is_found(base: &Base) {
    fill(base);
    let mut runner = TestRunner::new(Config { cases: 40, ..Config::default() });
    let told = runner.run(&(tampering(), 1_i64..=5), |(change, seq)| {
        base.behind_its_back(&format!(
            "CREATE TABLE kept AS SELECT * FROM audit;
             UPDATE audit SET {change} WHERE organization = '' AND seq = {seq};"
        ));
        let found = verify(base, "");
        base.behind_its_back("DELETE FROM audit; INSERT INTO audit SELECT * FROM kept; DROP TABLE kept;");
        prop_assert!(matches!(found, Verified::Broken { seq: at, .. } if at == seq), "{change} at {seq}: {found:?}");
        prop_assert_eq!(verify(base, ""), Verified::Whole { entries: 5 });
        Ok(())
    });
    told.unwrap();
}

fn entry(organization: &str) -> Entry<'_> {
    let (actor, action, subject) = ("system", "story", "subject");
    Entry { organization, at: NOW, actor, action, subject, before: "", after: "", detail: "{}", seals: None }
}

fn many_things_are_one_entry(base: &Base) {
    base.write(|tx| {
        note(tx, "other", "answer/a/1")?;
        let items = (0..1_200).map(|number| {
            Item::new("story.item", &format!("answer/a/{number}"), serde_json::json!({ "number": number }))
        });
        audit::append_many(tx, &Entry { detail: "{\"from\":\"file\"}", ..entry("other") }, items.collect())
    })
    .unwrap();
    assert_eq!(verify(base, "other"), Verified::Whole { entries: 4 });
    let told = base.read(|tx| audit::of_subject(tx, "other", "answer/a/1", 10)).unwrap();
    assert_eq!(
        told.iter().map(|own| (own.seq, own.action.as_str())).collect::<Vec<_>>(),
        [(2, "story.item"), (1, "story")]
    );
    assert_eq!(told[0].detail, "{\"from\":\"file\",\"number\":1}");
    let latest = base.read(|tx| audit::latest(tx, "other", 10)).unwrap();
    assert_eq!(latest.iter().map(|own| own.items).collect::<Vec<_>>(), [200, 500, 500, 0]);
    assert_eq!(latest[0].detail, "{}", "a long detail stays behind");
}

/// An organization with an assessment and a saved answer.
fn answered(base: &Base) -> (OrganizationId, Assessment) {
    let organization = base.organization("one");
    let assessment = Assessment {
        organization,
        id: AssessmentId::new(NOW, [1; 10]),
        title: "評価".to_owned(),
        edition: "scs-2026-03".to_owned(),
        level: Some(3),
        scope: Vec::new(),
        origin: Origin::New,
        due: None,
        created: NOW,
        created_by: PersonId::new(NOW, [2; 10]),
        changed: NOW,
        archived: None,
        version: 1,
    };
    let own = assessment.clone();
    base.write(move |tx| {
        assessments::add(tx, &own)?;
        let subject = format!("assessment/{}", own.id);
        audit::append(tx, &Entry { action: "assessment.create", subject: &subject, ..entry(organization.as_str()) })?;
        let subject = format!("organization/{organization}");
        audit::append(tx, &Entry { action: "organization.create", subject: &subject, ..entry(organization.as_str()) })
    })
    .unwrap();
    save(base, &assessment, &Answer::blank("1-1-1-1"));
    (organization, assessment)
}

fn save(base: &Base, assessment: &Assessment, before: &Answer) -> Answer {
    let after = Answer {
        version: before.version + 1,
        status: Status::Met,
        note: "規程がある".to_owned(),
        changed_by: Some(assessment.created_by),
        ..before.clone()
    };
    let (own, before, assessment) = (after.clone(), before.clone(), assessment.clone());
    base.write(move |tx: &mut Tx<'_>| -> Result<(), StoreError> {
        answers::put(tx, assessment.organization, assessment.id, &own)?;
        let subject = tasuki_store::Subject::Answer(assessment.id, own.criterion.clone()).to_string();
        let seals = Some([audit::of_answer(&before), audit::of_answer(&own)]);
        let organization = assessment.organization.to_string();
        audit::append(tx, &Entry { action: "answer.save", subject: &subject, seals, ..entry(&organization) })
    })
    .unwrap();
    after
}

fn compared(base: &Base) -> Compared {
    base.read(audit::compare).unwrap()
}

fn a_row_that_was_changed_behind_the_log_is_found(base: &Base) {
    let (organization, _) = answered(base);
    assert_eq!((compared(base).different, compared(base).compared), (0, 3), "{:?}", compared(base));
    let cases = [
        (
            "UPDATE answers SET status = 'unmet'",
            "UPDATE answers SET status = 'met'",
            "it was changed, and no entry says so",
        ),
        (
            "UPDATE answers SET note = note || '。'",
            "UPDATE answers SET note = '規程がある'",
            "it was changed, and no entry says so",
        ),
        (
            "UPDATE assessments SET level = 4",
            "UPDATE assessments SET level = 3",
            "it was changed, and no entry says so",
        ),
        (
            "UPDATE organizations SET name = 'x'",
            "UPDATE organizations SET name = 'one'",
            "it was changed, and no entry says so",
        ),
        (
            "INSERT INTO sites (organization, id, name, address) SELECT id, 'site', 'x', '' FROM organizations",
            "DELETE FROM sites",
            "no entry speaks of it",
        ),
    ];
    for (tamper, repair, problem) in cases {
        base.behind_its_back(tamper);
        let found = compared(base);
        assert_eq!((found.different, found.differences[0].problem), (1, problem), "{tamper}");
        assert_eq!(found.differences[0].organization, organization.as_str());
        base.behind_its_back(repair);
        assert_eq!(compared(base).different, 0, "{repair}");
    }
    base.behind_its_back("DELETE FROM answers");
    assert_eq!(compared(base).differences[0].problem, "it is gone, and no entry says so");
}

fn a_row_that_was_changed_between_two_entries_is_found(base: &Base) {
    let (_, assessment) = answered(base);
    let first = Answer {
        version: 1,
        status: Status::Met,
        note: "規程がある".to_owned(),
        changed_by: Some(assessment.created_by),
        ..Answer::blank("1-1-1-1")
    };
    let second = save(base, &assessment, &first);
    assert_eq!(compared(base).different, 0);
    base.behind_its_back("UPDATE answers SET note = 'なし'");
    save(base, &assessment, &Answer { note: "なし".to_owned(), ..second });
    let found = compared(base);
    assert_eq!(found.differences[0].problem, "it had been changed before this entry, and no entry says so");
}

fn a_log_that_is_cut_or_written_anew_lacks_its_heads(base: &Base) {
    fill(base);
    let kept = base.read(audit::heads).unwrap();
    assert_eq!(
        kept.iter().map(|own| (own.organization.as_str(), own.seq)).collect::<Vec<_>>(),
        [("server", 5), ("other", 5)]
    );
    let missing = |base: &Base| {
        let kept = kept.clone();
        base.read(move |tx| audit::heads_missing(tx, &kept)).unwrap()
    };
    assert!(missing(base).is_empty());
    fill(base);
    assert!(missing(base).is_empty(), "a longer log has them still");
    base.behind_its_back("DELETE FROM audit WHERE organization = '' AND seq > 3");
    assert_eq!(verify(base, ""), Verified::Whole { entries: 3 }, "by itself it looks whole");
    assert_eq!(missing(base)[0].problem, "the log was cut off before it");
    base.behind_its_back("DELETE FROM audit WHERE organization = ''");
    fill(base);
    assert_eq!(verify(base, ""), Verified::Whole { entries: 5 });
    assert_eq!(missing(base)[0].problem, "the log was written anew");
    // An attacker who rewrites the log would also write that it was rebuilt.
    let detail = format!("{{\"entries\":5,\"head\":\"{}\"}}", kept[0].digest);
    base.write(move |tx| {
        audit::append(tx, &Entry { action: "audit.remade", subject: "audit", detail: &detail, ..entry("") })
    })
    .unwrap();
    assert_eq!(missing(base)[0].problem, "the log was written anew");
}
