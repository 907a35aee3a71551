//! The form for the data of an assessment: parsed from a request, and shown again when something is wrong.

use jiff::civil::Date;
use tasuki_app::Error;
use tasuki_app::assessments::New;
use tasuki_store::assessments::{Assessment, ScopeItem, ScopeKind};

/// All values as they were typed.
#[derive(Debug, Clone, Default)]
pub(super) struct Draft {
    /// Edition and level in one choice: `scs-2026-03/3`.
    pub(super) target: String,
    pub(super) title: String,
    pub(super) due: String,
    pub(super) scope: Vec<ScopeRow>,
    /// The version that the person saw.
    pub(super) version: Option<i64>,
    /// Whether the form asks for another row instead of saving.
    pub(super) more: bool,
}

/// One row of the scope.
#[derive(Debug, Clone, Default)]
pub(super) struct ScopeRow {
    pub(super) kind: String,
    pub(super) name: String,
    pub(super) is_out: bool,
    pub(super) reason: String,
}

/// Empty rows that wait at the end of a scope.
const SPARE: usize = 2;

impl Draft {
    /// Parses a request: the names repeat for each row of the scope, the kind first.
    pub(super) fn read(pairs: Vec<(String, String)>) -> Self {
        let mut draft = Self::default();
        for (name, value) in pairs {
            match name.as_str() {
                "target" => draft.target = value,
                "title" => draft.title = value,
                "due" => draft.due = value,
                "version" => draft.version = value.parse().ok(),
                "more" => draft.more = true,
                "scope_kind" => draft.scope.push(ScopeRow { kind: value, ..ScopeRow::default() }),
                _ => {
                    let Some(row) = draft.scope.last_mut() else { continue };
                    match name.as_str() {
                        "scope_name" => row.name = value,
                        "scope_in" => row.is_out = value == "out",
                        "scope_reason" => row.reason = value,
                        _ => {}
                    }
                }
            }
        }
        draft
    }

    /// What an assessment is now.
    pub(super) fn of(assessment: &Assessment) -> Self {
        let level = assessment.level.map(|level| level.to_string()).unwrap_or_default();
        let rows = assessment.scope.iter().map(|item| ScopeRow {
            kind: item.kind.word().to_owned(),
            name: item.name.clone(),
            is_out: !item.included,
            reason: item.reason.clone(),
        });
        Self {
            target: format!("{}/{level}", assessment.edition),
            title: assessment.title.clone(),
            due: assessment.due.map(|day| day.to_string()).unwrap_or_default(),
            scope: rows.collect(),
            version: Some(assessment.version),
            more: false,
        }
    }

    /// The same with empty rows for typing.
    pub(super) fn with_room(mut self) -> Self {
        let filled = self.scope.iter().filter(|row| !row.name.is_empty()).count();
        let wanted =
            if self.more { self.scope.len().max(filled + 1) + SPARE } else { (filled + SPARE).max(self.scope.len()) };
        self.scope.resize_with(wanted, || ScopeRow { kind: "site".to_owned(), ..ScopeRow::default() });
        self
    }

    /// The chosen edition and level.
    pub(super) fn chosen(&self) -> (&str, Option<u8>) {
        let (edition, level) = self.target.split_once('/').unwrap_or((&self.target, ""));
        (edition, level.parse().ok())
    }

    /// The due date; an error if it is not a date.
    pub(super) fn due(&self) -> Result<Option<Date>, Error> {
        due(&self.due)
    }

    /// The rows with a name, or with another value that requires one.
    pub(super) fn scope(&self) -> Result<Vec<ScopeItem>, Error> {
        let filled = self.scope.iter().filter(|row| !(row.name.trim().is_empty() && row.reason.trim().is_empty()));
        let item = |row: &ScopeRow| {
            let kind = ScopeKind::from_word(&row.kind).ok_or_else(|| {
                Error::invalid(
                    "assessment.scope_kind",
                    "適用範囲の種類を選んでください。",
                    "Choose what kind of scope it is.",
                )
                .hint(
                    "各行で、組織・拠点・ネットワークなどの種類を一覧から選んでください。",
                    "Choose a kind, such as an entity, a site or a network, from the list in each row.",
                )
                .field("scope")
            })?;
            Ok(ScopeItem {
                kind,
                name: row.name.trim().to_owned(),
                included: !row.is_out,
                reason: row.reason.trim().to_owned(),
            })
        };
        filled.map(item).collect()
    }

    /// The data of a new assessment.
    pub(super) fn new_assessment(&self) -> Result<New, Error> {
        let (edition, level) = self.chosen();
        if edition.is_empty() {
            let error = Error::invalid(
                "assessment.target",
                "枠組みと水準を選んでください。",
                "Choose a framework and a level.",
            )
            .hint(
                "「枠組みと水準」の一覧から一つ選び、もう一度保存してください。",
                "Choose one from the list of frameworks and levels, then save again.",
            );
            return Err(error.field("target"));
        }
        Ok(New {
            title: self.title.clone(),
            edition: edition.to_owned(),
            level,
            scope: self.scope()?,
            due: self.due()?,
        })
    }
}

/// The due date as typed; `None` if nothing was.
pub(super) fn due(typed: &str) -> Result<Option<Date>, Error> {
    match typed.trim() {
        "" => Ok(None),
        text => text.parse().map(Some).map_err(|_| {
            Error::invalid(
                "assessment.due",
                "期限は日付で入れてください（例 2027-03-31）。",
                "Give the due date as a date, such as 2027-03-31.",
            )
            .hint(
                "日付を入れ直すか、期限を決めないときは空欄にしてください。",
                "Enter the date again, or leave it empty if there is no due date.",
            )
            .field("due")
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(text: &[(&str, &str)]) -> Vec<(String, String)> {
        text.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn rows_of_the_scope_are_told_apart() {
        let draft = Draft::read(pairs(&[
            ("target", "scs-2026-03/3"),
            ("scope_kind", "site"),
            ("scope_name", " 本社工場 "),
            ("scope_in", "in"),
            ("scope_reason", ""),
            ("scope_kind", "cloud"),
            ("scope_name", "試験環境"),
            ("scope_in", "out"),
            ("scope_reason", "業務データを置かない"),
            ("scope_kind", "site"),
            ("scope_name", ""),
        ]));
        let new = draft.new_assessment().unwrap();
        assert_eq!((new.edition.as_str(), new.level), ("scs-2026-03", Some(3)));
        assert_eq!(new.scope.len(), 2);
        assert_eq!(new.scope[0].name, "本社工場");
        assert!(!new.scope[1].included);
    }

    #[test]
    fn what_is_no_date_is_said() {
        let draft = Draft::read(pairs(&[("target", "jama-2.3/2"), ("due", "来月")]));
        assert_eq!(draft.new_assessment().unwrap_err().code, "assessment.due");
        assert_eq!(Draft::default().new_assessment().unwrap_err().code, "assessment.target");
    }

    #[test]
    fn there_is_always_room_for_more() {
        assert_eq!(Draft::default().with_room().scope.len(), 2);
        let more = Draft { more: true, scope: vec![ScopeRow::default(); 2], ..Draft::default() };
        assert_eq!(more.with_room().scope.len(), 4);
    }
}
