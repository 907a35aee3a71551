//! Two people change one answer: the second gets a conflict, and nothing is lost.

use tasuki_assess::Status;
use tasuki_store::answers::{self, Answer};
use tasuki_store::assessments::{self, Assessment, Origin};
use tasuki_store::persons::{self, Person};
use tasuki_store::{AssessmentId, OrganizationId, PersonId, StoreError, audit};

use crate::base::{Base, NOW, note};
use crate::groups::together;

stories![
    the_second_is_told,
    who_is_overtaken_takes_nobody_along,
    an_answer_reads_back,
    an_answer_belongs_to_an_assessment,
];

fn answer(version: i64, note: &str, by: PersonId) -> Answer {
    Answer {
        version,
        status: Status::Met,
        note: note.to_owned(),
        changed: NOW,
        changed_by: Some(by),
        ..Answer::blank("1-1-1-1")
    }
}

fn prepare(base: &Base) -> (OrganizationId, AssessmentId, PersonId) {
    let organization = base.organization("例示工業");
    let (id, person) = (AssessmentId::new(NOW, [1; 10]), PersonId::new(NOW, [2; 10]));
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
        created_by: person,
        changed: NOW,
        archived: None,
        version: 1,
    };
    let own = Person {
        id: person,
        mail: "hanako@example.jp".to_owned(),
        name: "例示花子".to_owned(),
        lang: "ja".to_owned(),
        theme: "auto".to_owned(),
        created: NOW,
        disabled: None,
    };
    base.write(move |tx| {
        persons::add(tx, &own, None)?;
        assessments::add(tx, &assessment)?;
        note(tx, organization.as_str(), "assessment")
    })
    .unwrap();
    (organization, id, person)
}

fn put(base: &Base, place: (OrganizationId, AssessmentId), answer: Answer) -> bool {
    let written = base.write(move |tx| {
        answers::put(tx, place.0, place.1, &answer)?;
        note(tx, place.0.as_str(), "answer")
    });
    assert!(written.as_ref().err().is_none_or(StoreError::is_overtaken), "{written:?}");
    written.is_ok()
}

fn the_second_is_told(base: &Base) {
    let (organization, assessment, person) = prepare(base);
    let place = (organization, assessment);
    assert!(put(base, place, answer(1, "一人目", person)));
    assert!(!put(base, place, answer(1, "二人目", person)), "who saw nothing yet");
    assert!(put(base, place, answer(2, "一人目がもう一度", person)));
    assert!(!put(base, place, answer(2, "二人目", person)), "who saw the first version");
    assert!(!put(base, place, answer(7, "二人目", person)), "who saw what never was");
    let kept = base.read(move |tx| answers::find(tx, organization, assessment, "1-1-1-1")).unwrap().unwrap();
    assert_eq!((kept.version, kept.note.as_str()), (2, "一人目がもう一度"));
}

fn who_is_overtaken_takes_nobody_along(base: &Base) {
    let (organization, assessment, person) = prepare(base);
    assert!(put(base, (organization, assessment), answer(1, "一人目", person)));
    // One write learns of the conflict when it ends; the other returns an error before it could learn of it.
    let overtaken = |gives_up: bool| {
        let late = answer(1, "二人目", person);
        let told = base.write(move |tx| {
            note(tx, organization.as_str(), "answer")?;
            answers::put(tx, organization, assessment, &late)?;
            if gives_up { Err(StoreError::Closed) } else { Ok(()) }
        });
        assert!(told.is_err_and(|error| error.is_overtaken() || matches!(error, StoreError::Closed)));
    };
    let beside = |name: &'static str| base.write(move |tx| note(tx, organization.as_str(), name)).unwrap();
    together(
        base,
        vec![
            Box::new(|| beside("前")),
            Box::new(|| overtaken(false)),
            Box::new(|| overtaken(true)),
            Box::new(|| beside("後")),
        ],
    );
    let kept = base.read(move |tx| answers::find(tx, organization, assessment, "1-1-1-1")).unwrap().unwrap();
    assert_eq!((kept.version, kept.note.as_str()), (1, "一人目"));
    let chain = base.read(move |tx| audit::page(tx, organization.as_str(), 0, 100)).unwrap();
    let told: Vec<_> = chain.iter().map(|entry| entry.subject.as_str()).collect();
    assert_eq!(told.iter().filter(|subject| ["前", "後"].contains(subject)).count(), 2, "{told:?}");
    assert_eq!(told.iter().filter(|subject| **subject == "answer").count(), 1, "{told:?}");
}

fn an_answer_reads_back(base: &Base) {
    let (organization, assessment, person) = prepare(base);
    let full = Answer {
        status: Status::NotApplicable,
        substitute: "代わり".to_owned(),
        reason: "理由\n二行目 \u{1f300}".to_owned(),
        owner: Some(person),
        due: Some("2026-12-31".parse().unwrap()),
        confirmed: Some("2026-11-21".parse().unwrap()),
        accepted: true,
        maturity: Some(5),
        source: Some("{}".to_owned()),
        ..answer(1, "", person)
    };
    assert!(put(base, (organization, assessment), full.clone()));
    assert_eq!(base.read(move |tx| answers::list(tx, organization, assessment)).unwrap(), [full]);
}

fn an_answer_belongs_to_an_assessment(base: &Base) {
    let (organization, _, person) = prepare(base);
    let nowhere = AssessmentId::new(NOW, [9; 10]);
    let orphan = answer(1, "", person);
    let refused = base.write(move |tx| {
        answers::put(tx, organization, nowhere, &orphan)?;
        note(tx, organization.as_str(), "answer")
    });
    assert!(refused.is_err());
}
