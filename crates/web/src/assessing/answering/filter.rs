//! Which criteria are shown.

use serde::Deserialize;
use tasuki_assess::Status;
use tasuki_catalog::{Cadence, Criterion, Kind, Lang, fold};
use tasuki_store::answers::Answer;

use super::view::MemberView;
use super::words;

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

/// What of a criterion a filter looks at.
pub(super) struct Seen<'a> {
    pub(super) criterion: &'a Criterion,
    pub(super) answer: &'a Answer,
    /// Whether its owner is a member today.
    pub(super) has_owner: bool,
    pub(super) is_open: bool,
    pub(super) is_overdue: bool,
    pub(super) is_suggested: bool,
}

/// The filter as the toolbar shows it.
pub(super) struct FilterView {
    pub(super) q: String,
    pub(super) open: bool,
    pub(super) overdue: bool,
    pub(super) suggested: bool,
    /// Whether a criterion was chosen by the address.
    pub(super) chosen: bool,
    pub(super) choices: Vec<Choice>,
}

/// One list of the filter: name, label, and its options as value and word.
pub(super) struct Choice {
    pub(super) name: &'static str,
    pub(super) label: &'static str,
    pub(super) options: Vec<(String, String)>,
    pub(super) chosen: String,
}

impl FilterView {
    /// Whether anything behind the button narrows the list.
    pub(super) fn any(&self) -> bool {
        self.overdue || self.suggested || self.choices.iter().any(|choice| !choice.chosen.is_empty())
    }
}

impl Query {
    /// Whether the filter lets a criterion pass.
    pub(super) fn shows(&self, seen: &Seen<'_>) -> bool {
        let Seen { criterion, answer, .. } = seen;
        // Whoever is no member any more does nothing about it: it needs somebody.
        let owner = answer.owner.as_ref().filter(|_| seen.has_owner).map_or("none", |owner| owner.as_str());
        let cadences = criterion.cadence.iter().chain(&criterion.triggers);
        (self.open.is_empty() || seen.is_open)
            && (self.overdue.is_empty() || seen.is_overdue)
            && (self.suggested.is_empty() || seen.is_suggested)
            && (self.state.is_empty() || self.state == words::key(answer.status))
            && (self.owner.is_empty() || self.owner == owner)
            && (self.kind.is_empty() || criterion.kind.is_some_and(|kind| self.kind == kind.name(Lang::En)))
            && (self.cadence.is_empty() || cadences.into_iter().any(|cadence| self.cadence == cadence.name(Lang::En)))
            && self.finds(criterion, answer)
    }

    /// Whether every word that is searched for stands somewhere in the criterion or its answer.
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
        let states = Status::ALL
            .map(|status| (words::key(status).to_owned(), format!("{} {}", status.sign(), status.name(lang))));
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
