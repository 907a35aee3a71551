//! Data that is kept for a day: idempotency keys, undo steps, daily counters; and the priority of mails.

use jiff::civil::date;
use tasuki_assess::Status;
use tasuki_store::answers::Answer;
use tasuki_store::idempotency::{self, Kept, Owner};
use tasuki_store::outbox::{self, Mail};
use tasuki_store::steps::{self, Step};
use tasuki_store::{AssessmentId, EvidenceId, OrganizationId, PersonId, StoreError, daily};

use crate::base::Base;

stories!(a_key_is_taken_once, a_step_is_found_by_its_version, a_day_is_counted, what_is_awaited_goes_first);

const DAY: i64 = 86_400_000;

fn a_key_is_taken_once(base: &Base) {
    let organization = OrganizationId::new(1, [1; 10]);
    let work = move |tx: &mut tasuki_store::Tx<'_>| {
        let owner = Owner { organization: organization.as_str(), actor: PersonId::new(1, [1; 10]) };
        assert!(idempotency::claim(tx, owner, "key", &[1; 32], 5)?);
        assert!(!idempotency::claim(tx, owner, "key", &[2; 32], 6)?);
        // The same key from another person, and from the same person in another place.
        assert!(idempotency::claim(tx, Owner { actor: PersonId::new(1, [2; 10]), ..owner }, "key", &[1; 32], 5)?);
        assert!(idempotency::claim(tx, Owner { organization: "", ..owner }, "key", &[1; 32], 5)?);
        let kept =
            Kept { request: [1; 32], status: 201, response: "{}".to_owned(), sealed: true, rights: Some([3; 32]) };
        idempotency::answer(tx, owner, "key", &kept)?;
        assert_eq!(idempotency::find(tx, owner, "key")?, Some(kept));
        idempotency::release(tx, owner, "key")?;
        assert!(idempotency::claim(tx, owner, "key", &[2; 32], 7)?);
        idempotency::forget(tx, owner, 8)?;
        assert_eq!(idempotency::find(tx, owner, "key")?, None);
        assert_eq!(idempotency::sweep(tx, 8)?, 2);
        Ok::<_, StoreError>(())
    };
    base.write(work).unwrap();
}

fn a_step_is_found_by_its_version(base: &Base) {
    let organization = OrganizationId::new(1, [1; 10]);
    let work = move |tx: &mut tasuki_store::Tx<'_>| {
        let before = Answer { reason: "端末がない".to_owned(), accepted: true, ..Answer::blank("1-1-1-1") };
        let after = Answer { status: Status::Met, version: 3, ..Answer::blank("1-1-1-1") };
        let (assessment, person) = (AssessmentId::new(1, [1; 10]), PersonId::new(1, [1; 10]));
        let step = Step { assessment, person, before, after, evidence: vec![EvidenceId::new(1, [1; 10])], at: 5 };
        steps::add(tx, organization, &step)?;
        assert_eq!(steps::find(tx, organization, assessment, "1-1-1-1", 3)?.as_ref(), Some(&step));
        assert_eq!(steps::find(tx, organization, assessment, "1-1-1-1", 2)?, None);
        assert_eq!(steps::find(tx, OrganizationId::new(1, [2; 10]), assessment, "1-1-1-1", 3)?, None);
        assert_eq!((steps::sweep(tx, 5)?, steps::sweep(tx, 6)?), (0, 1));
        Ok::<_, StoreError>(())
    };
    base.write(work).unwrap();
}

fn a_day_is_counted(base: &Base) {
    let work = |tx: &mut tasuki_store::Tx<'_>| {
        let (today, tomorrow) = (date(2026, 11, 21), date(2026, 11, 22));
        assert_eq!(daily::count(tx, today, "mail", "a")?, 1);
        assert_eq!(daily::count(tx, today, "mail", "a")?, 2);
        assert_eq!(daily::count(tx, today, "mail", "b")?, 1);
        assert_eq!(daily::count(tx, today, "invitation", "a")?, 1);
        assert_eq!(daily::count(tx, tomorrow, "mail", "a")?, 1);
        assert_eq!(daily::sweep(tx, tomorrow)?, 3);
        Ok::<_, StoreError>(())
    };
    base.write(work).unwrap();
}

fn what_is_awaited_goes_first(base: &Base) {
    let mail = |id: &str, rank, next| Mail {
        id: id.to_owned(),
        recipient: "a@example.jp".to_owned(),
        subject: String::new(),
        body: String::new(),
        created: 0,
        attempts: 0,
        next,
        rank,
    };
    let all = [mail("bulk", 2, 1), mail("own", 1, 3), mail("late", 0, DAY), mail("reset", 0, 4), mail("earlier", 1, 2)];
    let work = move |tx: &mut tasuki_store::Tx<'_>| {
        all.iter().try_for_each(|mail| outbox::add(tx, mail))?;
        let due = outbox::due(tx, 10, 10)?.into_iter().map(|mail| mail.id).collect::<Vec<_>>();
        assert_eq!(due, ["reset", "earlier", "own", "bulk"]);
        Ok::<_, StoreError>(())
    };
    base.write(work).unwrap();
}
