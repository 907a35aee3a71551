use std::sync::Arc;

use tasuki_store::{Address, Blobs, Store, Subject, audit};

use super::*;
use crate::{Options, SystemClock, SystemRandom, assessments, digest};

fn app(folder: &std::path::Path) -> App {
    let store = Store::open(&Address::Folder(folder.to_owned()), 0).unwrap();
    let options = Options {
        clock: Arc::new(SystemClock),
        random: Arc::new(SystemRandom),
        base_url: "http://localhost".to_owned(),
        blobs: Blobs::open(&folder.join("blobs").to_string_lossy()).unwrap(),
        addresses: |_| "/".to_owned(),
    };
    App::new(store, options)
}

#[tokio::test]
async fn the_example_fills_an_empty_database_once() {
    let folder = tempfile::tempdir().unwrap();
    let app = app(folder.path());
    let entrance = fill(&app).await.unwrap();
    assert_eq!(fill(&app).await.unwrap(), entrance);

    let secret = app.system(move |cx| enter(cx, entrance)).await.unwrap();
    let session = Credentials::Session(digest(&secret));
    let sheets = app.read(session, Some(entrance.organization), |cx| {
        let all = assessments::list(cx)?;
        all.iter().map(|one| Ok((one.title.clone(), assessments::figures(cx, one)?))).collect::<Result<Vec<_>, Error>>()
    });
    let sheets = sheets.await.unwrap();
    assert_eq!(sheets.len(), 4);
    for (title, figures) in &sheets {
        println!("{title}: {} of {} satisfied, {:?}", figures.satisfied, figures.total, figures.counts);
        assert!(figures.satisfied * 3 > figures.total, "{title} is well under way");
    }
    let tasks =
        app.read(session, Some(entrance.organization), |cx| crate::tasks::list(cx, &crate::tasks::Filter::default()));
    assert!(tasks.await.unwrap().len() >= 6);
    let inspected = app.read(session, Some(entrance.organization), crate::inspections::list).await.unwrap();
    assert!(inspected.iter().any(|one| !one.records.is_empty()));
    let roads = app.read(session, Some(entrance.organization), crate::roads::list).await.unwrap();
    let states: Vec<_> = roads.iter().map(|own| (own.star().star, own.road.state.word())).collect();
    assert_eq!(states, [(3, "doing/review".to_owned()), (4, "doing/audit".to_owned())]);
    let today = app.options().clock.now().today.to_string();
    let seen = app.store().read(move |tx| organizations::of_person(tx, entrance.administrator, &today)).await.unwrap();
    assert_eq!(seen.len(), 2, "a partner shows its work");
    let chain = entrance.organization;
    let whole = app.store().read(move |tx| audit::verify(tx, chain.as_str())).await.unwrap();
    assert!(matches!(whole, audit::Verified::Whole { entries } if entries > 200), "{whole:?}");
    let compared = app.store().read(audit::compare).await.unwrap();
    assert_eq!(compared.different, 0, "{:?}", compared.differences);
    assert!(compared.compared > 300, "{}", compared.compared);
}

#[tokio::test]
async fn a_database_with_something_else_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let app = app(folder.path());
    app.system(|cx| {
        let person = persons::Person {
            id: PersonId::new(1, [1; 10]),
            mail: "somebody@example.jp".to_owned(),
            name: "だれか".to_owned(),
            lang: "ja".to_owned(),
            theme: "auto".to_owned(),
            created: 1,
            disabled: None,
        };
        persons::add(cx.tx, &person, None)?;
        cx.record("person.add", &Subject::Person(person.id), None, Some(&person), &serde_json::json!({}))
    })
    .await
    .unwrap();
    assert_eq!(fill(&app).await.unwrap_err().code, "demo.occupied");
}
