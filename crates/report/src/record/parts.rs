//! Tables that several records have.

use jiff::civil::Date;
use tasuki_catalog::Lang;
use tasuki_scheme::road::{Scheme, Severity};

use super::{Column, Entry, Look, Section};
use crate::review::{RecordedReviewer, ReviewIssue};
use crate::words::{Words, round};

/// An issue in a table: its number, the criterion, what that is called, and the issue.
pub(crate) type Numbered<'a> = (usize, &'a str, &'a str, &'a ReviewIssue);

impl Section {
    /// Who reviewed, with what they have shown.
    pub fn reviewers(lang: Lang, scheme: &Scheme, all: &[RecordedReviewer]) -> Self {
        let words = Words::of(lang);
        let columns = vec![
            Column::new(words.name, 20.0, Look::Name),
            Column::new(words.acts_as, 20.0, Look::Text),
            Column::new(words.qualifications, 40.0, Look::Text),
            Column::new(words.lacks, 34.0, Look::Text),
            Column::new(words.accepted_because, 30.0, Look::Text),
            Column::new(words.advised_on, 30.0, Look::Text),
        ];
        let row = |own: &RecordedReviewer| {
            vec![
                Entry::text(&own.name),
                Entry::text(own.actor.name(lang)),
                Entry::text(own.qualifications(scheme, lang).join("\n")),
                Entry::text(own.lacks(scheme, lang).join("\n")),
                Entry::text(&own.accepted),
                Entry::text(&own.advised),
            ]
        };
        Self { name: words.reviewers, columns, rows: all.iter().map(row).collect(), empty: words.no_reviewers }
    }

    /// Issues and replies: a row for each, in the order in which they were said, with what the issue is on every row, so that filters find
    /// a whole conversation. `all` are the criterion of each issue, what that is called, and the issue.
    pub fn issues<'a>(lang: Lang, all: impl IntoIterator<Item = (&'a str, &'a str, &'a ReviewIssue)>) -> Self {
        Self::numbered(lang, (1..).zip(all).map(|(number, (id, title, issue))| (number, id, title, issue)))
    }

    pub(crate) fn numbered<'a>(lang: Lang, all: impl Iterator<Item = Numbered<'a>>) -> Self {
        let words = Words::of(lang);
        let columns = vec![
            Column::new(words.number, 7.0, Look::Word),
            Column::new(words.id, 11.0, Look::Name),
            Column::new(words.title, 24.0, Look::Text),
            Column::new(words.issue_kind, 10.0, Look::Word),
            Column::new(words.severity, 9.0, Look::Word),
            Column::new(words.state, 16.0, Look::Word),
            Column::new(words.due_by, 12.0, Look::Day),
            Column::new(words.round, 12.0, Look::Word),
            Column::new(words.said_as, 12.0, Look::Word),
            Column::new(words.said, 60.0, Look::Text),
            Column::new(words.said_by, 16.0, Look::Text),
            Column::new(words.said_on, 12.0, Look::Day),
        ];
        Self {
            name: words.sheet_issues,
            columns,
            rows: all.flat_map(|own| rows(lang, own)).collect(),
            empty: words.no_issues,
        }
    }
}

fn rows(lang: Lang, (number, id, title, issue): Numbered<'_>) -> Vec<Vec<Entry>> {
    let of_issue = [
        Entry::Count(u32::try_from(number).unwrap_or(u32::MAX)),
        Entry::text(id),
        Entry::text(title),
        Entry::text(issue.kind.name(lang)),
        Entry::text(issue.severity.map_or("", |own: Severity| own.name(lang))),
        Entry::text(issue.state.name(lang)),
        Entry::Day(issue.due),
    ];
    let said = |submission: u32, kind: &str, text: &str, by: &str, day: Date| {
        let said = [
            Entry::text(round(lang, submission)),
            Entry::text(kind),
            Entry::text(text),
            Entry::text(by),
            Entry::Day(Some(day)),
        ];
        of_issue.iter().cloned().chain(said).collect()
    };
    let first = said(issue.submission, issue.kind.name(lang), &issue.text, &issue.by, issue.day);
    let replies =
        issue.replies.iter().map(|own| said(own.submission, own.kind.name(lang), &own.text, &own.by, own.day));
    std::iter::once(first).chain(replies).collect()
}
