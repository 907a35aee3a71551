//! A database that was changed by another version of Tasuki is left alone.

use jiff::civil::date;
use sha2::{Digest, Sha256};
use tasuki_assess::Status;
use tasuki_scheme::{Classification, Permission, Role, Roles};
use tasuki_store::answers::{self, Answer};
use tasuki_store::assessments::{self, Assessment, Origin};
use tasuki_store::audit::{self, Named, Verified};
use tasuki_store::grants::{self, Holder};
use tasuki_store::members::{self, Member};
use tasuki_store::notifications::{self, Notification};
use tasuki_store::persons::{self, Person};
use tasuki_store::{
    Address, AssessmentId, NotificationId, OrganizationId, PersonId, Store, StoreError, TaskId, answer_days,
};

use crate::base::{Base, NOW, note};

stories![
    opening_again_changes_nothing,
    an_unknown_migration_is_refused,
    a_changed_migration_is_refused,
    an_older_log_is_made_anew_once,
    what_was_wrong_with_an_older_log_stays_visible,
    notifications_with_an_address_get_their_subject,
    what_guests_could_read_becomes_grants,
];

fn refused(base: &Base) -> String {
    match Store::open(&base.address, NOW) {
        Err(StoreError::Migration { problem, .. }) => problem.to_owned(),
        Err(other) => panic!("{other}"),
        Ok(_) => panic!("it was opened"),
    }
}

fn opening_again_changes_nothing(base: &Base) {
    for _ in 0..2 {
        let store = Store::open(&base.address, NOW + 1).unwrap();
        let later =
            store.read_blocking(|tx| tx.query("SELECT applied FROM migrations", &[], |row| row.get::<i64>(0))).unwrap();
        assert!(later.len() > 5 && later.iter().all(|applied| *applied == NOW));
    }
}

fn an_unknown_migration_is_refused(base: &Base) {
    base.behind_its_back("INSERT INTO migrations (name, digest, applied) VALUES ('9999_future', 'x', 0)");
    assert!(refused(base).contains("newer"));
}

fn a_changed_migration_is_refused(base: &Base) {
    base.behind_its_back("UPDATE migrations SET digest = 'x' WHERE name = '0001_people'");
    assert!(refused(base).contains("changed"));
}

const DAY: i64 = 24 * 60 * 60 * 1_000;

/// An assessment with one answer that changed on three days, as stored by an older version. Returns the end of its
/// log.
fn older(base: &Base) -> (OrganizationId, AssessmentId, Named) {
    let organization = base.organization("one");
    let id = AssessmentId::new(NOW, [1; 10]);
    let assessment = Assessment {
        organization,
        id,
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
    base.write(move |tx| {
        assessments::add(tx, &assessment)?;
        for version in 1..=3 {
            let changed_by = Some(assessment.created_by);
            let answer = Answer { version, status: Status::Met, changed_by, ..Answer::blank("1-1-1-1") };
            answers::put(tx, organization, id, &answer)?;
        }
        assessments::touch(tx, &assessment, NOW + 5 * DAY)?;
        note(tx, organization.as_str(), "story")
    })
    .unwrap();
    base.behind_its_back(
        "DELETE FROM audit; DROP TABLE audit_items; DROP TABLE failed_sign_ins; DROP TABLE answer_days;
         ALTER TABLE audit DROP COLUMN salt; ALTER TABLE audit DROP COLUMN detail_digest; ALTER TABLE audit DROP COLUMN items;
         DELETE FROM migrations WHERE name LIKE '005%'",
    );
    let subject = format!("answer/{id}/1-1-1-1");
    let mut previous = [0; 32];
    for (seq, states) in (1_i64..).zip([["unanswered", "unmet"], ["unmet", "partial"], ["partial", "met"]]) {
        let (at, detail) = (NOW + (seq - 1) * DAY, format!("{{\"status\":[\"{}\",\"{}\"]}}", states[0], states[1]));
        let state = Sha256::digest(format!("state {seq}"));
        let digest = former_link(previous, organization.as_str(), seq, at, &subject, &state, &detail);
        let bytes = |bytes: &[u8]| {
            let hex = bytes.iter().fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"));
            if matches!(base.address, Address::Folder(_)) { format!("X'{hex}'") } else { format!("'\\x{hex}'") }
        };
        base.behind_its_back(&format!(
            "INSERT INTO audit (organization, seq, at, actor, action, subject, before, after, detail, previous, digest)
             VALUES ('{organization}', {seq}, {at}, 'system', 'answer.save', '{subject}', NULL, {}, '{detail}', {}, {})",
            bytes(&state),
            bytes(&previous),
            bytes(&digest)
        ));
        previous = digest;
    }
    let digest = previous.iter().fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"));
    (organization, id, Named { organization: organization.to_string(), seq: 3, digest })
}

/// The digest of an entry as older versions computed it.
pub(crate) fn former_link(
    previous: [u8; 32],
    organization: &str,
    seq: i64,
    at: i64,
    subject: &str,
    after: &[u8],
    detail: &str,
) -> [u8; 32] {
    let fields: [&[u8]; 10] = [
        &previous,
        organization.as_bytes(),
        &seq.to_be_bytes(),
        &at.to_be_bytes(),
        b"system",
        b"answer.save",
        subject.as_bytes(),
        b"",
        after,
        detail.as_bytes(),
    ];
    let mut hasher = Sha256::new();
    for field in fields {
        hasher.update((field.len() as u64).to_be_bytes());
        hasher.update(field);
    }
    hasher.finalize().into()
}

fn an_older_log_is_made_anew_once(base: &Base) {
    let (organization, assessment, head) = older(base);
    let store = Store::open(&base.address, NOW + 9 * DAY).unwrap();
    let chain = organization.to_string();
    let page = store.read_blocking(move |tx| audit::page(tx, &chain, 0, 10)).unwrap();
    let actions: Vec<_> = page.iter().map(|entry| entry.action.as_str()).collect();
    assert_eq!(actions, ["answer.save", "answer.save", "answer.save", "audit.remade", "audit.stock"]);
    assert!(page[3].detail.contains(&head.digest), "{}", page[3].detail);
    let chain = organization.to_string();
    let verified = store.read_blocking(move |tx| audit::verify(tx, &chain)).unwrap();
    assert_eq!(verified, Verified::Whole { entries: 5 });
    let compared = store.read_blocking(audit::compare).unwrap();
    assert_eq!((compared.different, compared.compared), (0, 3), "{compared:?}");
    // The former head cannot be distinguished from an invented one.
    let wrong = Named { digest: "0".repeat(64), ..head.clone() };
    let missing = store.read_blocking(move |tx| audit::heads_missing(tx, &[head, wrong])).unwrap();
    assert_eq!(missing.len(), 2);
    assert_eq!(missing[0].problem, "the log was written anew");
    // The states of each day are known without the log.
    let days = store
        .read_blocking(move |tx| answer_days::before(tx, organization, assessment, "2100-01-01".parse().unwrap()))
        .unwrap();
    let states: Vec<_> = days.iter().map(|(_, states)| states.split('\t').nth(1).unwrap()).collect();
    assert_eq!(states, ["unmet", "partial", "met"]);
    base.behind_its_back("UPDATE answers SET status = 'unmet'");
    assert_eq!(store.read_blocking(audit::compare).unwrap().different, 1, "what is changed from now on is seen");
    drop(store);
    let again = Store::open(&base.address, NOW + 10 * DAY).unwrap();
    let chain = organization.to_string();
    assert_eq!(again.read_blocking(move |tx| audit::page(tx, &chain, 0, 10)).unwrap().len(), 5, "once");
}

fn what_was_wrong_with_an_older_log_stays_visible(base: &Base) {
    let (organization, ..) = older(base);
    base.behind_its_back("UPDATE audit SET detail = '{}' WHERE seq = 2");
    let store = Store::open(&base.address, NOW + 9 * DAY).unwrap();
    let chain = organization.to_string();
    let verified = store.read_blocking(move |tx| audit::verify(tx, &chain)).unwrap();
    assert!(matches!(verified, Verified::Broken { seq: 2, .. }), "{verified:?}");
}

fn notifications_with_an_address_get_their_subject(base: &Base) {
    let organization = base.organization("例示工業");
    let person = PersonId::new(NOW, [3; 10]);
    let task = TaskId::new(NOW, [4; 10]);
    let own = Person {
        id: person,
        mail: "sato@example.jp".to_owned(),
        name: "佐藤".to_owned(),
        lang: "ja".to_owned(),
        theme: "auto".to_owned(),
        created: NOW,
        disabled: None,
    };
    base.write(move |tx| {
        persons::add(tx, &own, None)?;
        note(tx, organization.as_str(), "story")
    })
    .unwrap();
    let abouts = [
        format!("{{\"title\":\"規程\",\"path\":\"/tasks/{task}\",\"by\":\"佐藤\"}}"),
        "{\"title\":\"組織\",\"path\":\"\"}".into(),
    ];
    for (number, subject) in (1..).zip(abouts) {
        let kept = Notification {
            person,
            id: NotificationId::new(NOW, [number; 10]),
            organization,
            kind: "task_assigned".to_owned(),
            subject,
            at: NOW,
            shown: true,
            digest: false,
            read: None,
            mailed: None,
        };
        base.write(move |tx| notifications::add(tx, &kept)).unwrap();
    }
    base.behind_its_back("DELETE FROM migrations WHERE name = '0063_notification_subjects'");
    let store = Store::open(&base.address, NOW).unwrap();
    let all = store.read_blocking(move |tx| notifications::list(tx, person, organization, None, 10)).unwrap();
    let mut abouts: Vec<serde_json::Value> =
        all.iter().map(|kept| serde_json::from_str(&kept.subject).unwrap()).collect();
    abouts.sort_by_key(|about| about.get("subject").is_none());
    let wanted = serde_json::json!({ "title": "規程", "subject": format!("task/{task}"), "by": "佐藤" });
    assert_eq!(abouts, [wanted, serde_json::json!({ "title": "組織" })]);
}

fn what_guests_could_read_becomes_grants(base: &Base) {
    let organization = base.organization("例示工業");
    let people = [
        (1, Role::Administrator, None),
        (2, Role::Guest, Some(date(2031, 3, 31))),
        (3, Role::Guest, Some(date(2020, 3, 31))),
        (4, Role::Viewer, None),
    ];
    for (number, role, ends) in people {
        let id = PersonId::new(NOW, [number; 10]);
        let own = Person {
            id,
            mail: format!("{number}@example.jp"),
            name: role.word().to_owned(),
            lang: "ja".to_owned(),
            theme: "auto".to_owned(),
            created: NOW,
            disabled: None,
        };
        let member = Member {
            organization,
            person: id,
            name: own.name.clone(),
            mail: own.mail.clone(),
            roles: Roles::new([role]),
            areas: Vec::new(),
            ends,
            joined: NOW,
            seen: None,
        };
        base.write(move |tx| {
            persons::add(tx, &own, None)?;
            members::put(tx, &member)?;
            note(tx, organization.as_str(), "story")
        })
        .unwrap();
    }
    let assessment = AssessmentId::new(NOW, [9; 10]);
    let own = Assessment {
        organization,
        id: assessment,
        title: "評価".to_owned(),
        edition: "scs-2026-03".to_owned(),
        level: Some(3),
        scope: Vec::new(),
        origin: Origin::New,
        due: None,
        created: NOW,
        created_by: PersonId::new(NOW, [1; 10]),
        changed: NOW,
        archived: None,
        version: 1,
    };
    base.write(move |tx| {
        assessments::add(tx, &own)?;
        note(tx, organization.as_str(), "story")
    })
    .unwrap();
    base.behind_its_back("DROP TABLE grants; DELETE FROM migrations WHERE name = '0064_grants'");
    let store = Store::open(&base.address, NOW).unwrap();
    let all = store.read_blocking(move |tx| grants::list(tx, organization)).unwrap();
    let guest = PersonId::new(NOW, [2; 10]);
    assert_eq!(all.len(), 1, "only of the guest whose time is not over: {all:?}");
    let grant = &all[0];
    assert_eq!(
        (grant.holder, grant.assessment(), grant.ends),
        (Holder::Person(guest), Some(assessment), date(2031, 3, 31))
    );
    assert_eq!(grant.opening.evidence, Some(Classification::Internal), "not what is 秘");
    assert_eq!(grant.opening.permissions, Permission::ON_ASSESSMENTS);
    for (number, told) in [(1, 1), (2, 0), (4, 0)] {
        let person = PersonId::new(NOW, [number; 10]);
        let all = store.read_blocking(move |tx| notifications::list(tx, person, organization, None, 10)).unwrap();
        assert_eq!(all.iter().filter(|own| own.kind == "grants_made").count(), told, "{number}");
    }
    let compared = store.read_blocking(audit::compare).unwrap();
    let untold: Vec<_> = compared.differences.iter().filter(|own| own.subject.starts_with("grant/")).collect();
    assert!(untold.is_empty(), "the log tells of each: {untold:?}");
}
