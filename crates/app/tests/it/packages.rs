//! The package of an application: made of what was submitted, verified, kept, and sent to the operator.

use std::io::{Cursor, Read as _};

use tasuki_app::packages::{self, Made};
use tasuki_app::{Context, submissions};
use tasuki_catalog::Library;
use tasuki_scheme::road::{State, StepKind};
use tasuki_store::{Digest, files};
use tasuki_trust::package::{Kind, verify};

use crate::common::Somebody;
use crate::road_company::{Company, code};

async fn made(company: &Company, by: &Somebody, chosen: Vec<String>) -> Result<(Made, Vec<u8>), tasuki_app::Error> {
    let road = company.road;
    let work = move |cx: &mut Context<'_, '_>| packages::material(cx, road, &chosen);
    let material = company.world.read(by, work).await?;
    let files = material.files().map(|_| b"a file".to_vec()).collect();
    packages::make(&material, files)
}

fn entry(bytes: &[u8], path: &str) -> Vec<u8> {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).expect("a zip");
    let mut read = Vec::new();
    zip.by_name(path).expect("an entry").read_to_end(&mut read).expect("bytes");
    read
}

#[tokio::test]
async fn a_package_holds_what_was_submitted_confirmed_and_declared() {
    let (company, digest) = Company::declared().await;
    let (own, bytes) = made(&company, &company.lead, Vec::new()).await.expect("a package");
    let package = verify(&bytes, Some(own.digest), Library::builtin()).expect("verified");
    let mut files: Vec<_> = package.manifest.files.iter().map(|own| (own.path.as_str(), own.kind)).collect();
    files.sort_unstable();
    assert_eq!(
        files,
        [
            ("README.txt", Kind::Guide),
            ("answers.xlsx", Kind::Report),
            ("confirmation.json", Kind::Review),
            ("declaration.json", Kind::Declaration),
            ("declaration.pdf", Kind::Declaration),
            ("evidence.csv", Kind::Other),
            ("report.pdf", Kind::Report),
            ("review.pdf", Kind::Review),
            ("review.xlsx", Kind::Review),
            ("submission.json", Kind::Submission),
        ]
    );
    assert_eq!(package.manifest.facts.submission.sha256, digest);
    let frozen =
        company.world.read(&company.lead, move |cx| submissions::find(cx, digest)).await.expect("a submission");
    assert_eq!(Digest::of(&entry(&bytes, "submission.json")), digest);
    let list = String::from_utf8(entry(&bytes, "evidence.csv")).expect("a text");
    assert_eq!(list.lines().count(), frozen.submission.evidence.len() + 1);
    assert!(list.contains("\"規程\"") && list.contains("\"構成図\""), "{list}");
    let confirmed: serde_json::Value =
        serde_json::from_slice(&entry(&bytes, "confirmation.json")).expect("a confirmation");
    assert_eq!((&confirmed["by"], &confirmed["as"]), (&"専門家".into(), &"expert".into()));
    assert_eq!(confirmed["rests_on"]["qualifications"][0]["qualification"], "riss");
    assert!(entry(&bytes, "declaration.pdf").starts_with(b"%PDF"));
}

#[tokio::test]
async fn a_package_is_made_late_by_whoever_sees_everything_and_only_of_the_last_submission() {
    let early = Company::appointed().await;
    assert_eq!(code(made(&early, &early.lead, Vec::new()).await), "package.early");

    let (company, digest) = Company::declared().await;
    for by in [&company.worker, &company.expert] {
        assert_eq!(code(made(&company, by, Vec::new()).await), "not_found");
    }
    // A note is no file, and what the submission does not name cannot be chosen.
    assert_eq!(code(made(&company, &company.lead, vec![company.internal.to_string()]).await), "not_found");
    let submission = digest;
    let kept = company.keep_package(submission).await.expect("kept");
    let digest = kept.digest;
    // What is kept is in backups, and is not tidied away.
    let named = company.world.store.read(files::named).await.expect("names");
    assert!(named.contains(&(kept.file, kept.size)));
    let found = company.world.read(&company.expert, {
        let road = company.road;
        move |cx| packages::of_road(cx, road)
    });
    assert_eq!(found.await.expect("a list").len(), 1);
    for by in [&company.worker, &company.expert] {
        let refused = company.write(by, move |cx, road| packages::find(cx, road, digest)).await;
        assert_eq!(code(refused), "not_found");
        let refused = company.write(by, move |cx, road| packages::apply(cx, road, None, digest)).await;
        assert_eq!(code(refused), "not_found");
    }

    // A new submission leaves it behind.
    company.answer("規程に定め、改訂した").await;
    company.freeze().await;
    let late = company.write(&company.lead, move |cx, road| packages::apply(cx, road, None, digest)).await;
    assert_eq!(code(late), "road.not_now");
    assert_eq!(code(company.keep_package(submission).await), "package.early");
}

#[tokio::test]
async fn an_application_needs_its_package() {
    let (company, _) = Company::declared().await;
    let none = Digest::of(b"none");
    let refused = company.write(&company.lead, move |cx, road| packages::apply(cx, road, None, none)).await;
    assert_eq!(code(refused), "not_found");
    let applied = company.apply().await;
    assert_eq!(applied.road.state, State::Doing(StepKind::Registration));
}
