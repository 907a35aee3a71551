//! What the record says, as texts that the workbook and the PDF share.

use tasuki_catalog::{Catalog, Lang};
use tasuki_scheme::road::{IssueKind, Lack, Scheme, Shown};
use tasuki_trust::submission::Answer;

use super::{Line, RecordedReviewer, ReviewRecord};
use crate::words::{self, Words, day};

impl ReviewRecord<'_> {
    pub(crate) fn words(&self) -> &'static Words {
        Words::of(self.lang)
    }

    /// What the edition is called; its identifier, if it is not known.
    pub(crate) fn edition(&self) -> &str {
        self.catalog.map_or(self.submission.edition.id.as_str(), |catalog| catalog.title().get(self.lang))
    }

    /// What the level is called.
    pub(crate) fn level(&self) -> String {
        let level = self.submission.level;
        let title = self.catalog.map(|catalog| catalog.level_title(level, self.lang)).unwrap_or_default();
        if title.is_empty() { level.map(|level| level.to_string()).unwrap_or_default() } else { title.to_owned() }
    }

    /// The title of a criterion; empty if the edition is not known.
    pub(crate) fn title(&self, criterion: &str) -> &str {
        let known = self.catalog.and_then(|catalog: &Catalog| catalog.criterion(criterion));
        known.map_or("", |own| own.title.get(self.lang))
    }

    /// The facts of the head of the document: names and texts.
    pub(crate) fn facts(&self) -> Vec<(&'static str, String)> {
        let (words, said) = (self.words(), self.submission);
        vec![
            (words.organization, said.organization.name.clone()),
            (words.assessment, said.assessment.name.clone()),
            (words.framework, self.edition().to_owned()),
            (words.level, self.level()),
            (words.star, format!("★{}", said.road.star)),
            (words.submission, words::submission(self.lang, said.road.number, said.day)),
            (words.digest, self.digest.to_string()),
            (words.answers_claimed, said.tally(self.lang)),
            (words.created, words::day(self.lang, self.created)),
        ]
    }

    /// The state of the review in a sentence.
    pub(crate) fn sentence(&self) -> String {
        let figures = self.figures();
        words::review_state(self.lang, figures.marked, figures.criteria, figures.open_issues)
    }

    /// Who confirmed what, line by line.
    pub(crate) fn confirmation_lines(&self) -> Vec<String> {
        let words = self.words();
        let Some(own) = &self.confirmation else { return vec![words.not_confirmed.to_owned()] };
        let mut lines = vec![
            words::confirmed(self.lang, &own.by, own.actor.name(self.lang), own.day),
            format!("SHA-256 {}", own.digest),
        ];
        if !self.is_confirmed() {
            lines.push(words::confirmed_another(self.lang).to_owned());
        }
        lines
    }

    /// How many issues of each kind there are, and how many of them are open.
    pub(crate) fn counts(&self) -> Vec<(&'static str, usize, usize)> {
        let count = |kind: &IssueKind| {
            let all: Vec<_> = self.issues().filter(|(_, _, issue)| issue.kind == *kind).collect();
            let open = all.iter().filter(|(_, _, issue)| issue.is_open()).count();
            (kind.name(self.lang), all.len(), open)
        };
        IssueKind::ALL.iter().map(count).collect()
    }

    /// The names of the evidence of an answer.
    pub(crate) fn evidence<'s>(&'s self, answer: &'s Answer) -> impl Iterator<Item = &'s str> {
        answer.evidence.iter().filter_map(|id| self.submission.piece(id)).map(|piece| piece.name.as_str())
    }
}

impl RecordedReviewer {
    /// What they have shown, one line each.
    pub(crate) fn qualifications(&self, scheme: &Scheme, lang: Lang) -> Vec<String> {
        let line =
            |own: &Shown| words::qualification(lang, &title(scheme, &own.qualification, lang), &own.number, own.until);
        self.shown.iter().map(line).collect()
    }

    /// What they lack, one line each.
    pub(crate) fn lacks(&self, scheme: &Scheme, lang: Lang) -> Vec<String> {
        let line = |lack: &Lack| lack.sentence(lang, |id| title(scheme, id, lang), |until| day(lang, until));
        self.lacks.iter().map(line).collect()
    }
}

/// What a qualification is called.
fn title(scheme: &Scheme, id: &str, lang: Lang) -> String {
    scheme.qualification(id).map_or_else(|| id.to_owned(), |own| own.title.get(lang).to_owned())
}

impl Line<'_> {
    /// What the organization wrote about a criterion.
    pub(crate) fn note(&self) -> String {
        let answer = self.answer;
        let parts = [&answer.note, &answer.substitute, &answer.reason];
        parts.into_iter().filter(|part| !part.is_empty()).cloned().collect::<Vec<_>>().join("\n")
    }
}
