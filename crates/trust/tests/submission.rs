//! A submission: its bytes, what is wrong with a file, and what changed from one to the next.
#![expect(clippy::expect_used, reason = "a test that cannot go on has failed")]

use jiff::civil::date;
use proptest::prelude::*;
use serde_json::{Value, json};
use tasuki_assess::Status;
use tasuki_catalog::Library;
use tasuki_trust::submission::{
    Answer, Edition, Evidence, Head, Named, Organization, Part, Person, Road, ScopeItem, TYPE, compare, verify,
};
use tasuki_trust::{Digest, Submission, canonical, digest_of_edition, is_canonical};

fn submission() -> Submission {
    let catalog = Library::builtin().catalog("scs-2026-03").expect("an edition");
    let answer = |criterion: &str| Answer {
        criterion: criterion.to_owned(),
        status: Status::Met,
        note: "規程に定め、年1回見直している。".to_owned(),
        substitute: String::new(),
        reason: String::new(),
        accepted: false,
        maturity: None,
        confirmed: Some(date(2026, 11, 1)),
        owner: Some("p1".to_owned()),
        answered_by: Some("p1".to_owned()),
        evidence: vec![],
    };
    let asked = catalog.criteria().iter().filter(|own| catalog.asks(Some(3), own));
    let mut answers: Vec<Answer> = asked.map(|own| answer(&own.id)).collect();
    answers[0].evidence = vec!["e1".to_owned()];
    Submission {
        form: TYPE.to_owned(),
        organization: Organization { id: "o".to_owned(), name: "例示工業".to_owned(), identity: None },
        assessment: Named { id: "a".to_owned(), name: "★3 自己評価".to_owned() },
        road: Road { id: String::new(), scheme: "scs".to_owned(), route: "star-3".to_owned(), star: 3, number: 1 },
        edition: Edition { id: catalog.id().to_owned(), digest: digest_of_edition(catalog).expect("a digest") },
        level: Some(3),
        scope: vec![ScopeItem {
            kind: "site".to_owned(),
            name: "本社".to_owned(),
            included: true,
            reason: String::new(),
        }],
        day: date(2026, 12, 1),
        people: vec![Person {
            id: "p1".to_owned(), name: "佐藤".to_owned(), roles: vec!["security_lead".to_owned()]
        }],
        answers,
        evidence: vec![Evidence {
            id: "e1".to_owned(),
            name: "規程".to_owned(),
            kind: "file".to_owned(),
            classification: "internal".to_owned(),
            version: 1,
            sha256: Digest::of(b"%PDF"),
            file_name: "規程.pdf".to_owned(),
            ends: Some(date(2027, 3, 31)),
        }],
    }
}

/// What is told about a file that was changed as JSON, written in its canonical form again.
fn faults(change: impl Fn(&mut Value)) -> Vec<String> {
    let mut value = serde_json::to_value(submission()).expect("JSON");
    change(&mut value);
    let bytes = canonical(&value).expect("JSON");
    verify(&bytes, None, Library::builtin()).expect_err("it is broken").iter().map(ToString::to_string).collect()
}

#[test]
fn the_vectors_of_rfc_8785_come_out() {
    // RFC 8785 §3.2.2 and §3.2.3, and the numbers of appendix B that JSON itself can say.
    let value: Value = serde_json::from_str(
        r#"{"numbers":[333333333.33333329,1E30,4.50,2e-3,0.000000000000000000000000001],"string":"\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/","literals":[null,true,false]}"#,
    )
    .unwrap();
    let expected = r#"{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}"#;
    assert_eq!(String::from_utf8(canonical(&value).unwrap()).unwrap(), expected);
    let keys = json!({ "\u{20ac}": 1, "\r": 2, "\u{fb33}": 3, "1": 4, "\u{1f600}": 5, "\u{80}": 6, "\u{f6}": 7 });
    let bytes = canonical(&keys).unwrap();
    // By UTF-16: the smiley, a surrogate pair, stands before U+FB33.
    assert_eq!(
        String::from_utf8(bytes).unwrap(),
        "{\"\\r\":2,\"1\":4,\"\u{80}\":6,\"\u{f6}\":7,\"\u{20ac}\":1,\"\u{1f600}\":5,\"\u{fb33}\":3}"
    );
}

#[test]
fn its_digest_is_that_of_sha256sum_and_stands_for_these_bytes() {
    assert_eq!(Digest::of(b"abc").to_string(), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    let bytes = submission().bytes().unwrap();
    let read = verify(&bytes, Some(Digest::of(&bytes)), Library::builtin()).expect("it is in order");
    assert_eq!((read.submission, read.digest, read.same_texts), (submission(), Digest::of(&bytes), Some(true)));
    assert_eq!(Digest::of(&bytes).to_string().parse(), Ok(Digest::of(&bytes)));
    for no_digest in ["", "ab", &"g".repeat(64), &"A".repeat(64), &"é".repeat(32)] {
        assert!(no_digest.parse::<Digest>().is_err(), "{no_digest}");
    }
}

#[test]
fn what_is_wrong_with_a_file_is_told_together() {
    let bytes = submission().bytes().unwrap();
    let pretty = serde_json::to_vec_pretty(&submission()).unwrap();
    let other = Digest::of(b"another");
    let told = verify(&pretty, Some(other), Library::builtin()).unwrap_err();
    let told: Vec<_> = told.iter().map(ToString::to_string).collect();
    assert!(told[0].contains("not in the canonical form") && told[1].contains(&other.to_string()), "{told:?}");
    assert!(verify(&bytes[1..], None, Library::builtin()).unwrap_err()[0].to_string().contains("not the form"));

    assert_eq!(faults(|own| own["extra"] = json!(1)).len(), 1);
    assert!(faults(|own| own["type"] = json!("tasuki-submission/9"))[0].contains("tasuki-submission/9"));
    assert!(faults(|own| own["people"] = json!([]))[0].contains("1-2-1-1 names p1"));
    assert_eq!(faults(|own| own["evidence"] = json!([])), ["1-2-1-1 names e1, which is not in the file"]);
    assert_eq!(faults(|own| own["answers"][1] = own["answers"][0].clone()).len(), 2, "twice, and another is missing");
    assert_eq!(
        faults(|own| {
            own["answers"].as_array_mut().unwrap().pop();
        })
        .len(),
        1
    );
    let both = faults(|own| own["answers"][0]["criterion"] = json!("9-9-9-9"));
    assert_eq!(both, ["without an answer: 1-2-1-1", "not asked by this edition at this level: 9-9-9-9"]);
}

#[test]
fn an_edition_that_changed_its_words_or_is_unknown_is_told_and_no_fault() {
    let mut own = submission();
    own.edition.digest = Digest::of(b"last year");
    assert_eq!(verify(&own.bytes().unwrap(), None, Library::builtin()).unwrap().same_texts, Some(false));
    own.edition.id = "house-rules".to_owned();
    assert_eq!(verify(&own.bytes().unwrap(), None, Library::builtin()).unwrap().same_texts, None);
}

#[test]
fn the_digest_of_an_edition_is_that_of_what_it_asks() {
    let catalog = |id| Library::builtin().catalog(id).unwrap();
    let (march, draft) = (catalog("scs-2026-03"), catalog("scs-2025-12"));
    assert_eq!(digest_of_edition(march).unwrap(), digest_of_edition(march).unwrap());
    assert_ne!(digest_of_edition(march).unwrap(), digest_of_edition(draft).unwrap());
}

#[test]
fn what_changed_is_told_by_criterion() {
    let before = submission();
    let mut after = before.clone();
    after.road.number = 2;
    after.day = date(2026, 12, 24);
    after.answers[2].owner = None;
    let same = compare(&before, &after);
    assert_eq!(
        (same.head.len(), same.criteria.len(), same.unchanged),
        (0, 0, before.answers.len()),
        "nothing of what is said"
    );

    after.answers[0].evidence = vec!["e1".to_owned(), "e2".to_owned()];
    after.evidence[0].version = 2;
    after.evidence[0].sha256 = Digest::of(b"%PDF 2");
    after.evidence.push(Evidence { id: "e2".to_owned(), name: "記録".to_owned(), ..after.evidence[0].clone() });
    after.answers[1].status = Status::Partial;
    after.answers[1].note = "見直しが遅れている。".to_owned();
    after.scope[0].included = false;
    let last = after.answers.pop().unwrap();
    let found = compare(&before, &after);
    assert_eq!(found.head, [Head::Scope]);
    assert_eq!(serde_json::to_value(&found.head).expect("JSON"), serde_json::json!([found.head[0].word()]));
    assert_eq!(found.unchanged, before.answers.len() - 3);
    let parts: Vec<_> = found.criteria.iter().map(|own| (own.criterion.as_str(), own.parts.clone())).collect();
    assert_eq!(
        parts,
        [
            (
                before.answers[0].criterion.as_str(),
                vec![
                    Part::EvidenceChanged { name: "規程".to_owned(), before: 1, after: 2 },
                    Part::EvidenceAdded { name: "記録".to_owned() }
                ]
            ),
            (before.answers[1].criterion.as_str(), vec![Part::Status { before: "met", after: "partial" }, Part::Note]),
            (last.criterion.as_str(), vec![Part::Dropped]),
        ]
    );
    let back = compare(&after, &before);
    assert_eq!(back.criteria.last().unwrap().parts, [Part::Added]);
    assert!(back.criteria[0].parts.contains(&Part::EvidenceRemoved { name: "記録".to_owned() }));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn any_changed_byte_makes_another_digest_or_no_submission(at in 0..20_000_usize, bit in 0..8_u8) {
        let mut bytes = submission().bytes().unwrap();
        let digest = Digest::of(&bytes);
        let at = at % bytes.len();
        bytes[at] ^= 1 << bit;
        prop_assert!(verify(&bytes, Some(digest), Library::builtin()).is_err());
    }

    #[test]
    fn whatever_people_write_comes_back(note in "\\PC{0,40}", name in "\\PC{0,20}") {
        let mut own = submission();
        own.answers[0].note = note;
        own.organization.name = name;
        let bytes = own.bytes().unwrap();
        prop_assert!(is_canonical(&bytes));
        prop_assert_eq!(verify(&bytes, None, Library::builtin()).unwrap().submission, own);
    }
}
