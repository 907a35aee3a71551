//! `tasuki submission show`: what a submission says.

use std::path::Path;

use serde::Serialize;
use tasuki_assess::Status;
use tasuki_catalog::{Lang, Library, Text, fold};
use tasuki_trust::submission::{Answer, Verified};
use tasuki_trust::{Digest, Submission};

use crate::{
    failure::Failure,
    output::{Output, Tint, say},
    table::{Table, cut},
};

#[derive(Serialize)]
struct Wire<'a> {
    sha256: Digest,
    submission: &'a Submission,
}

pub(super) fn run(file: &Path, only: Option<&str>, output: &mut Output) -> Result<(), Failure> {
    let Verified { submission, digest, .. } = super::submission(file)?;
    if let Some(only) = only {
        let answer = submission.answer(&fold(only)).or_else(|| submission.answer(only)).ok_or_else(|| {
            let text = Text::new(format!("この提出版に {only} はありません"), format!("this submission has no {only}"));
            Failure::usage("not-in-submission", text)
                .hint("評価基準の番号を確かめてください", "make sure of the number of the criterion")
        })?;
        if output.is_json() {
            output.json(answer);
        } else {
            details(&submission, answer, output);
        }
    } else if output.is_json() {
        output.json(&Wire { sha256: digest, submission: &submission });
    } else {
        overview(&submission, digest, output);
    }
    Ok(())
}

/// What a criterion is called, if this build knows the edition.
fn title(submission: &Submission, criterion: &str, lang: Lang) -> String {
    let catalog = Library::builtin().catalog(&submission.edition.id);
    let found = catalog.and_then(|catalog| catalog.criterion(criterion));
    found.map(|criterion| criterion.title.get(lang).to_owned()).unwrap_or_default()
}

fn overview(submission: &Submission, digest: Digest, output: &mut Output) {
    let lang = output.lang;
    output.heading(&format!("{}  {}", submission.organization.name, submission.assessment.name));
    let level = submission.level.map(|level| format!(" {level}")).unwrap_or_default();
    output.line(format!("SHA-256  {digest}"));
    output.line(say!(
        lang,
        "{} の提出版（第{}版） · {}{level} · ★{}",
        "Submission {1} of {0} · {2}{level} · ★{3}",
        submission.day,
        submission.road.number,
        submission.edition.id,
        submission.road.star
    ));
    for item in &submission.scope {
        let side = if item.included { say!(lang, "対象", "in") } else { say!(lang, "対象外", "out") };
        let reason = if item.reason.is_empty() { String::new() } else { format!("  {}", item.reason) };
        output.line(format!("- {side}: {}{reason}", item.name));
    }
    let count = |status| submission.answers.iter().filter(|own| own.status == status).count();
    let counts: Vec<_> =
        Status::ALL.into_iter().map(|status| format!("{} {}", status.name(lang), count(status))).collect();
    output.line(counts.join(" · "));
    let mut table = Table::default();
    for answer in &submission.answers {
        let evidence = say!(lang, "証跡 {}", "evidence {}", answer.evidence.len());
        table.row([
            format!("  {}", answer.criterion),
            answer.status.name(lang).to_owned(),
            if answer.evidence.is_empty() { String::new() } else { evidence },
            cut(&title(submission, &answer.criterion, lang), 60),
        ]);
    }
    table.lines().for_each(|line| output.line(line));
}

fn details(submission: &Submission, answer: &Answer, output: &mut Output) {
    let lang = output.lang;
    output.heading(&format!("{}  {}", answer.criterion, title(submission, &answer.criterion, lang)));
    output.line(answer.status.title(lang));
    let mut fact = |ja: &str, en: &str, text: &str| {
        if !text.is_empty() {
            output.line(say!(lang, "{ja}: {text}", "{en}: {text}"));
        }
    };
    fact("現状", "today", &answer.note);
    fact("代替策", "instead", &answer.substitute);
    fact("対象外の理由", "why it does not apply", &answer.reason);
    let person = |id: &Option<String>| {
        let found = submission.people.iter().find(|own| id.as_deref() == Some(&own.id));
        found.map(|own| own.name.clone()).unwrap_or_default()
    };
    fact("担当", "responsible", &person(&answer.owner));
    fact("回答した人", "answered by", &person(&answer.answered_by));
    fact("示した日", "shown on", &answer.confirmed.map(|day| day.to_string()).unwrap_or_default());
    for piece in answer.evidence.iter().filter_map(|id| submission.piece(id)) {
        output.line(say!(lang, "証跡: {}（第{}版）", "evidence: {} (version {})", piece.name, piece.version));
        output.line(output.tint(&format!("  {}", piece.sha256), Tint::Quiet));
    }
}
