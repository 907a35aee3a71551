//! Which criteria are shown.

use serde::Deserialize;
use tasuki_assess::Status;
use tasuki_catalog::{Cadence, Criterion, Kind, Lang, fold};
use tasuki_store::answers::Answer;

use super::member::MemberView;

/// The query of the page.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Query {
    /// `list`, `sheet` or `guide`.
    pub(super) view: String,
    /// The chosen criterion.
    pub(super) c: String,
    q: String,
    open: String,
    state: String,
    owner: String,
    kind: String,
    cadence: String,
    overdue: String,
    suggested: String,
}

/// The properties of a criterion that a filter uses.
pub(super) struct Seen<'a> {
    pub(super) criterion: &'a Criterion,
    pub(super) answer: &'a Answer,
    /// Whether its owner is still a member.
    pub(super) has_owner: bool,
    pub(super) is_open: bool,
    pub(super) is_overdue: bool,
    pub(super) is_suggested: bool,
}

/// The filter as shown in the toolbar.
pub(super) struct FilterView {
    pub(super) q: String,
    pub(super) open: bool,
    pub(super) overdue: bool,
    pub(super) suggested: bool,
    /// Whether the address selects a criterion.
    pub(super) chosen: bool,
    pub(super) choices: Vec<Choice>,
}

/// One list of the filter: name, label, and its options as value and text.
pub(super) struct Choice {
    pub(super) name: &'static str,
    pub(super) label: &'static str,
    pub(super) options: Vec<(String, String)>,
    pub(super) chosen: String,
}

impl FilterView {
    /// Whether any of the filters behind the button is set.
    pub(super) fn any(&self) -> bool {
        self.overdue || self.suggested || self.choices.iter().any(|choice| !choice.chosen.is_empty())
    }
}

impl Query {
    /// The whole list, with one criterion chosen.
    pub(super) fn of(criterion: &str) -> Self {
        Self { c: criterion.to_owned(), ..Self::default() }
    }

    /// Whether a criterion passes the filter.
    pub(super) fn shows(&self, seen: &Seen<'_>) -> bool {
        let Seen { criterion, answer, .. } = seen;
        // A former member does nothing about it, so it counts as having no owner.
        let owner = answer.owner.as_ref().filter(|_| seen.has_owner).map_or("none", |owner| owner.as_str());
        let cadences = criterion.cadence.iter().chain(&criterion.triggers);
        (self.open.is_empty() || seen.is_open)
            && (self.overdue.is_empty() || seen.is_overdue)
            && (self.suggested.is_empty() || seen.is_suggested)
            && (self.state.is_empty() || self.state == answer.status.word())
            && (self.owner.is_empty() || self.owner == owner)
            && (self.kind.is_empty() || criterion.kind.is_some_and(|kind| self.kind == kind.name(Lang::En)))
            && (self.cadence.is_empty() || cadences.into_iter().any(|cadence| self.cadence == cadence.name(Lang::En)))
            && self.finds(criterion, answer)
    }

    /// Whether the criterion or its answer contains every word of the search.
    fn finds(&self, criterion: &Criterion, answer: &Answer) -> bool {
        let wanted = fold(&self.q);
        if wanted.trim().is_empty() {
            return true;
        }
        let texts =
            [&criterion.id, &criterion.title.ja, &criterion.title.en, &criterion.statement.ja, &criterion.statement.en];
        let texts: Vec<String> =
            texts.into_iter().chain([&answer.note, &answer.substitute]).map(|text| fold(text)).collect();
        wanted.split_whitespace().all(|word| texts.iter().any(|text| text.contains(word)))
    }

    /// The filter for the toolbar.
    pub(super) fn view(&self, members: &[MemberView], lang: Lang) -> FilterView {
        let word = |ja, en| match lang {
            Lang::Ja => ja,
            Lang::En => en,
        };
        let states =
            Status::ALL.map(|status| (status.word().to_owned(), format!("{} {}", status.sign(), status.title(lang))));
        let nobody = ("none".to_owned(), word("決めていない", "Nobody yet").to_owned());
        let owners = members.iter().map(|member| (member.id.clone(), member.name.clone()));
        let kinds = [Kind::Rule, Kind::MakeKnown, Kind::Operate, Kind::Record, Kind::Inspect];
        let cadences = [
            Cadence::Continuous,
            Cadence::Daily,
            Cadence::Weekly,
            Cadence::Monthly,
            Cadence::Quarterly,
            Cadence::HalfYearly,
            Cadence::Yearly,
            Cadence::OnChange,
            Cadence::OnJoining,
            Cadence::OnLeaving,
            Cadence::OnIncident,
            Cadence::BeforeStart,
        ];
        let choice = |name, label, options, chosen: &str| Choice { name, label, options, chosen: chosen.to_owned() };
        FilterView {
            q: self.q.clone(),
            open: !self.open.is_empty(),
            overdue: !self.overdue.is_empty(),
            suggested: !self.suggested.is_empty(),
            chosen: !self.c.is_empty(),
            choices: vec![
                choice("state", word("状態", "State"), states.to_vec(), &self.state),
                choice("owner", word("担当", "Owner"), [nobody].into_iter().chain(owners).collect(), &self.owner),
                choice(
                    "kind",
                    word("種類", "Kind"),
                    kinds.map(|kind| (kind.name(Lang::En).to_owned(), kind.name(lang).to_owned())).to_vec(),
                    &self.kind,
                ),
                choice(
                    "cadence",
                    word("頻度", "Cadence"),
                    cadences.map(|cadence| (cadence.name(Lang::En).to_owned(), cadence.name(lang).to_owned())).to_vec(),
                    &self.cadence,
                ),
            ],
        }
    }
}
