//! The rows of the agenda: what is archived or has ended is not among them, and each part has what belongs to it.

use jiff::civil::{Date, date};
use tasuki_assess::Status;
use tasuki_store::agenda::{self, Part, Sheet};
use tasuki_store::answers::{self, Answer};
use tasuki_store::assessments::{self, Assessment, Origin};
use tasuki_store::evidence::{self, Classification, Evidence, Kind, Version};
use tasuki_store::tasks::{self, State, Task};
use tasuki_store::{AssessmentId, EvidenceId, OrganizationId, PersonId, StoreError, TaskId, Tx};

use crate::base::{Base, NOW, note};

stories![tasks_that_wait, answers_in_use, answers_that_may_be_due, many_assessments, evidence_in_use];

const DAY: Date = date(2026, 11, 20);

fn person(number: u8) -> PersonId {
    PersonId::new(NOW, [number; 10])
}

fn assessment(tx: &mut Tx<'_>, organization: OrganizationId, number: u8) -> Result<AssessmentId, StoreError> {
    assessment_due(tx, organization, number, Some(DAY))
}

fn assessment_due(
    tx: &mut Tx<'_>,
    organization: OrganizationId,
    number: u8,
    due: Option<Date>,
) -> Result<AssessmentId, StoreError> {
    let own = Assessment {
        organization,
        id: AssessmentId::new(NOW, [number; 10]),
        title: format!("評価{number}"),
        edition: "scs-2026-03".to_owned(),
        level: Some(3),
        scope: Vec::new(),
        origin: Origin::New,
        due,
        created: NOW,
        created_by: person(1),
        changed: NOW,
        archived: None,
        version: 1,
    };
    assessments::add(tx, &own)?;
    Ok(own.id)
}

/// Two assessments, of which the second is archived once it was filled.
fn fill(
    base: &Base,
    fill: impl Fn(&mut Tx<'_>, OrganizationId, AssessmentId) -> Result<(), StoreError> + Send + 'static,
) -> (OrganizationId, AssessmentId) {
    let organization = base.organization("例示工業");
    base.write(move |tx| {
        let (used, archived) = (assessment(tx, organization, 1)?, assessment(tx, organization, 2)?);
        fill(tx, organization, used)?;
        fill(tx, organization, archived)?;
        assessments::set_archived(tx, organization, archived, Some(NOW))?;
        note(tx, organization.as_str(), "assessment")
    })
    .expect("rows");
    (organization, AssessmentId::new(NOW, [1; 10]))
}

fn task(number: u8, assessment: AssessmentId, owner: Option<PersonId>, due: Option<Date>, state: State) -> Task {
    let mut random = *b"task-00000";
    random[9] = number;
    random[8] = u8::from(assessment == AssessmentId::new(NOW, [1; 10]));
    Task {
        id: TaskId::new(NOW, random),
        assessment,
        criterion: "1-1-1-1".to_owned(),
        title: format!("対応{number}"),
        done_when: String::new(),
        owner,
        due,
        state,
        steps: Vec::new(),
        report: String::new(),
        reported_by: (state == State::Reported).then_some(person(2)),
        review: String::new(),
        reviewed_by: None,
        created: NOW,
        created_by: person(1),
        changed: NOW,
        ended: state.is_ended().then_some(NOW),
        version: 1,
    }
}

fn tasks_that_wait(base: &Base) {
    let (one, two) = (Some(person(1)), Some(person(2)));
    let (organization, used) = fill(base, move |tx, organization, assessment| {
        for (number, owner, due, state) in [
            (1, one, Some(DAY), State::Open),
            (2, two, Some(DAY), State::Doing),
            (3, two, Some(DAY), State::Reported),
            (4, None, Some(DAY), State::Open),
            (5, one, Some(date(2026, 11, 21)), State::Open),
            (6, one, None, State::Open),
            (7, one, Some(DAY), State::Done),
            (8, one, Some(DAY), State::Dropped),
            (9, one, None, State::Reported),
        ] {
            let task = task(number, assessment, owner, due, state);
            tasks::add(tx, organization, &task)?;
            tasks::put(tx, organization, &Task { version: 2, ..task })?;
        }
        Ok(())
    });
    for (part, expected) in [
        (Part::Whole, vec!["対応1", "対応2", "対応3", "対応4"]),
        (Part::Person(person(1)), vec!["対応1", "対応3"]),
        (Part::Person(person(2)), vec!["対応2", "対応3"]),
        (Part::Assessment(used), vec!["対応1", "対応2", "対応3", "対応4"]),
        (Part::Assessment(AssessmentId::new(NOW, [2; 10])), vec![]),
    ] {
        let found = base.read(move |tx| agenda::tasks(tx, organization, part, DAY)).expect("tasks");
        let mut titles: Vec<&str> = found.iter().map(|task| task.title.as_str()).collect();
        titles.sort_unstable();
        assert_eq!(titles, expected, "{part:?}");
        assert!(found.iter().all(|task| task.assessment == used && task.due == DAY));
    }
    let mut waiting = base.read(move |tx| agenda::reported(tx, organization)).expect("tasks");
    waiting.sort_unstable();
    assert_eq!(waiting, [[one, two], [two, two]], "those without a day wait too");
}

fn blank(criterion: &str) -> Answer {
    Answer { version: 1, changed_by: Some(person(1)), ..Answer::blank(criterion) }
}

/// Of an assessment that is not due itself only the answers are read that may be due.
fn answers_that_may_be_due(base: &Base) {
    let organization = base.organization("例示工業");
    base.write(move |tx| {
        let (used, _) = (assessment_due(tx, organization, 1, None)?, assessment_due(tx, organization, 2, None)?);
        for answer in [
            Answer { due: Some(DAY), ..blank("1-1-1-1") },
            Answer { due: Some(date(2026, 11, 21)), ..blank("1-1-1-2") },
            Answer { status: Status::Met, confirmed: Some(date(2024, 1, 1)), ..blank("1-1-1-3") },
            Answer { status: Status::Met, ..blank("1-1-1-4") },
        ] {
            answers::put(tx, organization, used, &answer)?;
        }
        note(tx, organization.as_str(), "assessment")
    })
    .expect("rows");
    for (until, expected) in [
        (DAY, vec!["1-1-1-1", "1-1-1-3"]),
        (date(2026, 11, 21), vec!["1-1-1-1", "1-1-1-2", "1-1-1-3"]),
        // A month later, what was confirmed on no day may come round.
        (date(2026, 12, 18), vec!["1-1-1-1", "1-1-1-2", "1-1-1-3", "1-1-1-4"]),
    ] {
        let found = sheets(base, organization, Part::Whole, (DAY, until));
        assert_eq!(found.len(), 1, "of another one nothing can be due");
        let mut criteria: Vec<&str> = found[0].answers.iter().map(|one| one.criterion.as_str()).collect();
        criteria.sort_unstable();
        assert_eq!(criteria, expected, "{until}");
    }
}

fn answers_in_use(base: &Base) {
    let (organization, used) = fill(base, |tx, organization, assessment| {
        for answer in [
            Answer { due: Some(DAY), owner: Some(person(1)), ..blank("1-1-1-1") },
            Answer { status: Status::Met, confirmed: Some(DAY), owner: Some(person(1)), ..blank("1-1-1-2") },
            Answer { status: Status::NotApplicable, reason: "無い".to_owned(), ..blank("1-1-1-3") },
            Answer { status: Status::Met, note: "長い文".to_owned(), owner: Some(person(1)), ..blank("1-1-1-4") },
            Answer { due: Some(DAY), owner: Some(person(2)), ..blank("1-1-1-5") },
            Answer { due: Some(date(2026, 11, 21)), owner: Some(person(1)), ..blank("1-1-1-6") },
            // It may have to be shown again before the day that somebody set.
            Answer {
                status: Status::Met,
                confirmed: Some(DAY),
                due: Some(date(2027, 11, 21)),
                owner: Some(person(1)),
                ..blank("1-1-1-7")
            },
        ] {
            answers::put(tx, organization, assessment, &answer)?;
        }
        Ok(())
    });
    let all = vec!["1-1-1-1", "1-1-1-2", "1-1-1-3", "1-1-1-4", "1-1-1-5", "1-1-1-6", "1-1-1-7"];
    for (part, expected) in [
        (Part::Whole, all.clone()),
        (Part::Assessment(used), all),
        (Part::Person(person(1)), vec!["1-1-1-1", "1-1-1-2", "1-1-1-7"]),
    ] {
        let found = sheets(base, organization, part, (DAY, DAY));
        assert_eq!(found.len(), 1, "{part:?}");
        let sheet = &found[0];
        assert_eq!((sheet.id, sheet.title.as_str(), sheet.level, sheet.due), (used, "評価1", Some(3), Some(DAY)));
        let mut criteria: Vec<&str> = sheet.answers.iter().map(|one| one.criterion.as_str()).collect();
        criteria.sort_unstable();
        assert_eq!(criteria, expected, "{part:?}");
        for given in &sheet.answers {
            let note = if given.criterion == "1-1-1-3" { "無い" } else { "" };
            assert_eq!(given.state.note, note, "only the reason is read");
        }
    }
    let gone = AssessmentId::new(NOW, [2; 10]);
    assert!(sheets(base, organization, Part::Assessment(gone), (DAY, DAY)).is_empty());
    assert!(sheets(base, organization, Part::Person(person(9)), (DAY, DAY)).is_empty());
}

/// Many are handed over in parts, each once and with its own answers.
fn many_assessments(base: &Base) {
    let organization = base.organization("例示工業");
    base.write(move |tx| {
        for number in 1..=200 {
            let id = assessment(tx, organization, number)?;
            answers::put(tx, organization, id, &Answer { owner: Some(person(number)), ..blank("1-1-1-1") })?;
        }
        note(tx, organization.as_str(), "assessment")
    })
    .expect("rows");
    let read = base.read(move |tx| {
        let mut parts = Vec::new();
        agenda::sheets(tx, organization, Part::Whole, (DAY, DAY), |few| parts.push(few))?;
        Ok::<_, StoreError>(parts)
    });
    let parts = read.expect("sheets");
    assert!(parts.iter().all(|few| few.len() <= 64), "{:?}", parts.iter().map(Vec::len).collect::<Vec<_>>());
    let mut found: Vec<_> = parts.iter().flatten().map(|own| (own.id, own.answers[0].owner)).collect();
    found.sort_unstable_by_key(|(id, _)| *id);
    let expected = (1..=200).map(|number| (AssessmentId::new(NOW, [number; 10]), Some(person(number))));
    assert_eq!(found, expected.collect::<Vec<_>>());
}

/// All sheets of a part, however many at a time.
fn sheets(base: &Base, organization: OrganizationId, part: Part, days: (Date, Date)) -> Vec<Sheet> {
    let read = base.read(move |tx| {
        let mut all = Vec::new();
        agenda::sheets(tx, organization, part, days, |few| all.extend(few))?;
        Ok::<_, StoreError>(all)
    });
    read.expect("sheets")
}

fn evidence_in_use(base: &Base) {
    let organization = base.organization("例示工業");
    base.write(move |tx| {
        for (number, owner, ends, archived) in [
            (1, Some(person(1)), Some(DAY), None),
            (2, Some(person(2)), Some(DAY), None),
            (3, Some(person(1)), Some(DAY), Some(NOW)),
            (4, Some(person(1)), None, None),
            (5, None, Some(date(2026, 8, 1)), None),
            (6, Some(person(1)), Some(date(2027, 1, 1)), None),
        ] {
            let own = Evidence {
                id: EvidenceId::new(NOW, [number; 10]),
                name: format!("証跡{number}"),
                kind: Kind::Note,
                classification: Classification::Internal,
                owner,
                effective: None,
                ends,
                latest: 1,
                created: NOW,
                changed: NOW,
                archived: None,
                version: 1,
            };
            let first = Version {
                number: 1,
                digest: None,
                size: 0,
                media_type: "text/x-note".to_owned(),
                file_name: String::new(),
                body: "文".to_owned(),
                added_by: person(1),
                added: NOW,
            };
            evidence::add(tx, organization, &own, &first)?;
            evidence::put(tx, organization, &Evidence { archived, version: 2, ..own })?;
        }
        note(tx, organization.as_str(), "evidence")
    })
    .expect("rows");
    for (part, expected) in [
        (Part::Whole, vec!["証跡1", "証跡2", "証跡5"]),
        (Part::Person(person(1)), vec!["証跡1"]),
        (Part::Assessment(AssessmentId::new(NOW, [1; 10])), vec![]),
    ] {
        let found =
            base.read(move |tx| evidence::endings(tx, organization, part, date(2026, 8, 1), DAY)).expect("evidence");
        let mut names: Vec<&str> = found.iter().map(|one| one.name.as_str()).collect();
        names.sort_unstable();
        assert_eq!(names, expected, "{part:?}");
    }
}
