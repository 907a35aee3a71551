//! How the criteria of two editions relate, and how crosswalks compose.

use std::collections::{BTreeMap, HashMap, HashSet};

use serde::{Deserialize, Serialize};

use crate::{
    Carry, Catalog, Change, Lang, Possible, Problem, Relation, SourceFile, Text,
    languages::words,
    problem::{Complaint, locate, parse},
};

/// Relations between two editions, in the order of the `from` side; an edition diff also keeps its changes.
#[derive(Debug, Clone, PartialEq)]
pub struct Crosswalk {
    /// Edition on the left.
    pub from: String,
    /// Edition on the right.
    pub to: String,
    /// One per related pair, and one per criterion that is known to have no counterpart.
    pub pairs: Vec<Pair>,
    /// What changed, when both sides are editions of one framework.
    pub changes: Vec<Change>,
}

/// One relation. `from` or `to` is missing where a criterion has no counterpart at all.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Pair {
    /// Identifier in the left edition.
    pub from: Option<String>,
    /// Identifier in the right edition.
    pub to: Option<String>,
    /// How the demands of the left criterion relate to those of the right one.
    pub relation: Relation,
    /// The source of this relation.
    pub source: Text,
    /// Why.
    pub reason: Text,
}

/// A relation derived through one or more intermediate editions.
#[derive(Debug, Clone, PartialEq)]
pub struct Composed {
    /// Identifier in the first edition.
    pub from: String,
    /// Identifier in the last edition.
    pub to: String,
    /// The relations that are still possible between the two.
    pub possible: Possible,
    /// The pairs that were followed, in order.
    pub path: Vec<Step>,
}

/// One pair of a path.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Step {
    /// Edition that `from` is in.
    pub from_edition: String,
    /// Identifier the step starts at.
    pub from: String,
    /// Edition that `to` is in.
    pub to_edition: String,
    /// Identifier the step ends at.
    pub to: String,
    /// The relation of this step.
    pub relation: Relation,
    /// Why, as the crosswalk says.
    pub reason: Text,
}

/// Reads one crosswalk file and checks it against the editions it relates.
///
/// # Errors
/// Every problem of the file, with its location.
pub fn parse_crosswalk(file: &SourceFile, from: &Catalog, to: &Catalog) -> Result<Crosswalk, Vec<Problem>> {
    let mut problems = Vec::new();
    let Some(raw) = parse::<Raw>(file, &mut problems) else {
        return Err(problems);
    };
    raw.assemble(from, to).map_err(|complaints| {
        complaints.into_iter().map(|complaint| locate(complaint, std::slice::from_ref(file))).collect()
    })
}

/// A crosswalk file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Raw {
    from: String,
    to: String,
    source: Text,
    #[serde(default)]
    relation: Option<Relation>,
    #[serde(default)]
    reason: Option<Text>,
    #[serde(default)]
    pairs: Vec<RawPair>,
    #[serde(default)]
    changes: Vec<Change>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawPair {
    #[serde(default)]
    from: Option<String>,
    #[serde(default)]
    to: Targets,
    #[serde(default)]
    relation: Option<Relation>,
    #[serde(default)]
    reason: Option<Text>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(untagged)]
enum Targets {
    #[default]
    None,
    One(String),
    Many(Vec<String>),
}

impl Targets {
    fn len(&self) -> usize {
        match self {
            Self::None | Self::One(_) => 1,
            Self::Many(ids) => ids.len(),
        }
    }

    fn into_options(self) -> Vec<Option<String>> {
        match self {
            Self::None => vec![None],
            Self::One(id) => vec![Some(id)],
            Self::Many(ids) => ids.into_iter().map(Some).collect(),
        }
    }
}

/// The maximum size of all pairs of a crosswalk with their texts, in bytes. A short file can describe very many pairs.
const HEAVIEST: usize = 1 << 20;

impl Raw {
    /// The size of all pairs, each of which has texts of its own.
    fn weight(&self) -> usize {
        let length = |text: &Text| text.ja.len() + text.en.len() + 64;
        let usual = self.reason.as_ref().map_or(0, length);
        let pairs = self.pairs.iter().map(|pair| {
            let reason = pair.reason.as_ref().map_or(usual, length);
            pair.to.len().saturating_mul(length(&self.source) + reason)
        });
        let changes = self.changes.iter().map(|change| {
            let (from, to) = (change.from.len().max(1), change.to.len().max(1));
            from.saturating_mul(to).saturating_mul(length(&self.source) + change.reason.as_ref().map_or(0, length))
        });
        pairs.chain(changes).fold(0, usize::saturating_add)
    }

    /// Checks that the texts are in the languages that both editions have, and completes those that are in one of them.
    fn settle(&mut self, from: &Catalog, to: &Catalog) -> Vec<Complaint> {
        let common: Vec<Lang> = from.languages().iter().filter(|lang| to.languages().contains(lang)).copied().collect();
        let Self { from, to: _, source, relation: _, reason, pairs, changes } = self;
        let mut texts: Vec<(String, &mut Text)> = vec![(from.clone(), source)];
        texts.extend(reason.as_mut().map(|text| (from.clone(), text)));
        texts.extend(
            pairs.iter_mut().filter_map(|pair| Some((pair.from.clone().unwrap_or_default(), pair.reason.as_mut()?))),
        );
        texts.extend(changes.iter_mut().filter_map(|change| {
            let subject = change.from.first().or(change.to.first()).cloned().unwrap_or_default();
            Some((subject, change.reason.as_mut()?))
        }));
        let mut complaints = Vec::new();
        for (subject, text) in texts {
            let is_short = common.iter().any(|lang| text.lacks(*lang));
            text.fill();
            if is_short || text.lacks(Lang::Ja) || text.is_unprintable() {
                let (found, expected) =
                    (format!("an empty text, or one that cannot be shown, in {subject}"), words(&common).to_owned());
                complaints.push(Complaint { subject, found, expected });
            }
        }
        complaints
    }

    /// Fills in the defaults and checks every identifier.
    pub(crate) fn assemble(mut self, from: &Catalog, to: &Catalog) -> Result<Crosswalk, Vec<Complaint>> {
        let mut complaints = self.settle(from, to);
        let mut complain = |subject: &str, found: String, expected: &str| {
            complaints.push(Complaint { subject: subject.to_owned(), found, expected: expected.to_owned() });
        };
        if (self.from.as_str(), self.to.as_str()) != (from.id(), to.id()) {
            complain(&self.from, format!("from {} to {}", self.from, self.to), "the editions of the file's name");
        }
        if self.weight() > HEAVIEST {
            complain(&self.from, "too many pairs, or too long texts for so many".to_owned(), "at most 1 MiB of pairs");
            return Err(complaints);
        }
        let mut pairs = Vec::new();
        for raw in self.pairs {
            let subject = raw.from.clone().unwrap_or_default();
            let Some(relation) = raw.relation.or(self.relation) else {
                complain(&subject, format!("pair {subject} without a relation"), "a relation here or at the head");
                continue;
            };
            let Some(reason) = raw.reason.or_else(|| self.reason.clone()) else {
                complain(&subject, format!("pair {subject} without a reason"), "a reason here or at the head");
                continue;
            };
            for target in raw.to.into_options() {
                pairs.push(Pair {
                    from: raw.from.clone(),
                    to: target,
                    relation,
                    source: self.source.clone(),
                    reason: reason.clone(),
                });
            }
        }
        for change in &self.changes {
            pairs.extend(pairs_of(change, &self.source));
        }
        check_pairs(&pairs, from, to, &mut complain);
        if !self.changes.is_empty() {
            check_changes(&self.changes, from, to, &mut complain);
        }
        if complaints.is_empty() {
            Ok(Crosswalk { from: self.from, to: self.to, pairs, changes: self.changes })
        } else {
            Err(complaints)
        }
    }
}

fn pairs_of(change: &Change, source: &Text) -> Vec<Pair> {
    let sides = |ids: &[String]| if ids.is_empty() { vec![None] } else { ids.iter().cloned().map(Some).collect() };
    let reason = change.reason.clone().unwrap_or_else(|| Text::new("変更なし", "unchanged"));
    let mut pairs = Vec::new();
    for from in sides(&change.from) {
        for to in sides(&change.to) {
            let (relation, source, reason) = (change.relation(), source.clone(), reason.clone());
            pairs.push(Pair { from: from.clone(), to, relation, source, reason });
        }
    }
    pairs
}

fn check_pairs(pairs: &[Pair], from: &Catalog, to: &Catalog, complain: &mut impl FnMut(&str, String, &str)) {
    let mut seen = HashSet::new();
    for pair in pairs {
        let subject = pair.from.as_deref().or(pair.to.as_deref()).unwrap_or_default();
        for (id, catalog) in [(&pair.from, from), (&pair.to, to)] {
            if let Some(id) = id.as_deref().filter(|id| catalog.node(id).is_none()) {
                complain(subject, format!("{id}, unknown in {}", catalog.id()), "an identifier of that edition");
            }
        }
        if (pair.from.is_none() || pair.to.is_none()) && pair.relation != Relation::Disjoint {
            complain(subject, format!("{subject} related to nothing"), "a counterpart, or relation \"none\"");
        }
        if !seen.insert((&pair.from, &pair.to)) {
            let to = pair.to.as_deref().unwrap_or("nothing");
            complain(subject, format!("{subject} related to {to} twice"), "one relation per pair");
        }
    }
}

fn check_changes(changes: &[Change], from: &Catalog, to: &Catalog, complain: &mut impl FnMut(&str, String, &str)) {
    let left: Vec<&str> = changes.iter().flat_map(|change| &change.from).map(String::as_str).collect();
    let right: Vec<&str> = changes.iter().flat_map(|change| &change.to).map(String::as_str).collect();
    for (catalog, named) in [(from, left), (to, right)] {
        let mut times = HashMap::<&str, usize>::new();
        for id in named {
            *times.entry(id).or_default() += 1;
        }
        for criterion in catalog.criteria() {
            let count = times.get(criterion.id.as_str()).copied().unwrap_or(0);
            if count != 1 {
                let found = format!("{} of {} in {count} changes", criterion.id, catalog.id());
                complain(&criterion.id, found, "every criterion of both editions in exactly one change");
            }
        }
    }
}

impl Crosswalk {
    /// The same relations read from right to left.
    #[must_use]
    pub fn converse(&self) -> Self {
        let pairs = self.pairs.iter().map(|pair| Pair {
            from: pair.to.clone(),
            to: pair.from.clone(),
            relation: pair.relation.converse(),
            source: pair.source.clone(),
            reason: pair.reason.clone(),
        });
        Self {
            from: self.to.clone(),
            to: self.from.clone(),
            pairs: pairs.collect(),
            changes: self.changes.iter().map(Change::converse).collect(),
        }
    }

    /// Every related pair as a path of one step.
    pub fn steps(&self) -> Vec<Composed> {
        let related = self.pairs.iter().filter(|pair| pair.relation != Relation::Disjoint);
        related
            .filter_map(|pair| {
                let (from, to) = (pair.from.clone()?, pair.to.clone()?);
                let step = Step {
                    from_edition: self.from.clone(),
                    from: from.clone(),
                    to_edition: self.to.clone(),
                    to: to.clone(),
                    relation: pair.relation,
                    reason: pair.reason.clone(),
                };
                Some(Composed { from, to, possible: pair.relation.into(), path: vec![step] })
            })
            .collect()
    }
}

impl Composed {
    /// Follows `next` from the ends of these paths. If several paths connect the same two criteria, the one that
    /// carries most is kept; paths that carry nothing are dropped.
    pub fn extend(paths: &[Self], next: &Crosswalk) -> Vec<Self> {
        let steps = next.steps();
        let mut onward = HashMap::<&str, Vec<&Self>>::new();
        for step in &steps {
            onward.entry(&step.from).or_default().push(step);
        }
        let mut best = BTreeMap::<(usize, String), Self>::new();
        let mut order = HashMap::<&str, usize>::new();
        for path in paths {
            let next_place = order.len();
            let place = *order.entry(&path.from).or_insert(next_place);
            for step in onward.get(path.to.as_str()).into_iter().flatten() {
                let possible = path.possible.then(step.possible);
                if possible.carry() == Carry::Nothing {
                    continue;
                }
                let longer = Self {
                    from: path.from.clone(),
                    to: step.to.clone(),
                    possible,
                    path: path.path.iter().chain(&step.path).cloned().collect(),
                };
                let key = (place, step.to.clone());
                if best.get(&key).is_none_or(|known| known.possible.carry() < possible.carry()) {
                    best.insert(key, longer);
                }
            }
        }
        best.into_values().collect()
    }

    /// The relation that is certain; `Equal` only if every step is `Equal`.
    pub fn relation(&self) -> Option<Relation> {
        if self.path.iter().all(|step| step.relation == Relation::Equal) {
            return Some(Relation::Equal);
        }
        self.possible.certain()
    }
}
