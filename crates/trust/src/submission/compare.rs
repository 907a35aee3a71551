//! What changed from one submission to another, by criterion.

use serde::Serialize;
use tasuki_catalog::{Lang, Text};

use super::{Answer, Evidence, Submission};

/// What changed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Comparison {
    /// What changed about the whole.
    pub head: Vec<Head>,
    /// The criteria that changed, in the order of the later one; those that are gone come last.
    pub criteria: Vec<Change>,
    /// How many are as they were.
    pub unchanged: usize,
}

/// What a submission says about the whole, before its answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Head {
    /// Whose it is.
    Organization,
    /// Scheme, route and ★.
    Road,
    /// The edition, or its texts.
    Edition,
    /// Up to which level it asks.
    Level,
    /// What it is about.
    Scope,
}

impl Head {
    /// The word that is sent for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Organization => "organization",
            Self::Road => "road",
            Self::Edition => "edition",
            Self::Level => "level",
            Self::Scope => "scope",
        }
    }

    /// What it is called.
    pub fn name(self, lang: Lang) -> &'static str {
        let (ja, en) = match self {
            Self::Organization => ("組織", "organization"),
            Self::Road => ("★と道", "★ and route"),
            Self::Edition => ("評価基準の版", "edition"),
            Self::Level => ("水準", "level"),
            Self::Scope => ("適用範囲", "scope"),
        };
        if lang == Lang::Ja { ja } else { en }
    }
}

/// What changed about a criterion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Change {
    /// The criterion.
    pub criterion: String,
    /// What about it.
    pub parts: Vec<Part>,
}

/// A part of an answer that changed. Who is responsible is no part of it: it changes nothing of what is said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "part")]
pub enum Part {
    /// It is asked now, and was not before.
    Added,
    /// It is not asked any more.
    Dropped,
    /// Its state, as the words of it.
    Status {
        /// Before.
        before: &'static str,
        /// Now.
        after: &'static str,
    },
    /// What is done today.
    Note,
    /// What is done instead.
    Substitute,
    /// Why it does not apply.
    Reason,
    /// Whether that was accepted.
    Accepted,
    /// Its maturity.
    Maturity,
    /// When it was last shown.
    Confirmed,
    /// A piece of evidence came.
    EvidenceAdded {
        /// Its name.
        name: String,
    },
    /// A piece of evidence went.
    EvidenceRemoved {
        /// Its name.
        name: String,
    },
    /// A piece of evidence has other contents.
    EvidenceChanged {
        /// Its name.
        name: String,
        /// Its version before.
        before: u32,
        /// Its version now.
        after: u32,
    },
}

impl Part {
    /// The word that is sent for it.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Dropped => "dropped",
            Self::Status { .. } => "status",
            Self::Note => "note",
            Self::Substitute => "substitute",
            Self::Reason => "reason",
            Self::Accepted => "accepted",
            Self::Maturity => "maturity",
            Self::Confirmed => "confirmed",
            Self::EvidenceAdded { .. } => "evidence_added",
            Self::EvidenceRemoved { .. } => "evidence_removed",
            Self::EvidenceChanged { .. } => "evidence_changed",
        }
    }

    /// What changed, in words.
    pub fn text(&self) -> Text {
        let word = |word: &str, lang| {
            tasuki_assess::Status::from_word(word).map_or(String::new(), |status| status.title(lang).to_owned())
        };
        match self {
            Self::Added => Text::new("新しい評価基準", "new"),
            Self::Dropped => Text::new("なくなった評価基準", "gone"),
            Self::Status { before, after } => Text::new(
                format!("状態: {} → {}", word(before, Lang::Ja), word(after, Lang::Ja)),
                format!("status: {} → {}", word(before, Lang::En), word(after, Lang::En)),
            ),
            Self::Note => Text::new("現状の説明", "what is done"),
            Self::Substitute => Text::new("代替策", "what is done instead"),
            Self::Reason => Text::new("対象外の理由", "why it does not apply"),
            Self::Accepted => Text::new("対象外の承認", "its acceptance"),
            Self::Maturity => Text::new("成熟度", "maturity"),
            Self::Confirmed => Text::new("示した日", "the day on which it was shown"),
            Self::EvidenceAdded { name } => Text::new(format!("証跡の追加: {name}"), format!("evidence added: {name}")),
            Self::EvidenceRemoved { name } => {
                Text::new(format!("証跡の取り外し: {name}"), format!("evidence removed: {name}"))
            }
            Self::EvidenceChanged { name, before, after } => Text::new(
                format!("証跡の変更: {name}（第{before}版 → 第{after}版）"),
                format!("evidence changed: {name} (version {before} → {after})"),
            ),
        }
    }
}

/// What changed from `before` to `after`.
pub fn compare(before: &Submission, after: &Submission) -> Comparison {
    let mut all = Comparison { head: head(before, after), ..Comparison::default() };
    for answer in &after.answers {
        let parts = match before.answer(&answer.criterion) {
            None => vec![Part::Added],
            Some(earlier) => parts((before, earlier), (after, answer)),
        };
        if parts.is_empty() {
            all.unchanged += 1;
        } else {
            all.criteria.push(Change { criterion: answer.criterion.clone(), parts });
        }
    }
    let gone = before.answers.iter().filter(|own| after.answer(&own.criterion).is_none());
    all.criteria.extend(gone.map(|own| Change { criterion: own.criterion.clone(), parts: vec![Part::Dropped] }));
    all
}

fn head(before: &Submission, after: &Submission) -> Vec<Head> {
    let route = |own: &Submission| (own.road.scheme.clone(), own.road.route.clone(), own.road.star);
    [
        (Head::Organization, before.organization != after.organization),
        (Head::Road, route(before) != route(after)),
        (Head::Edition, before.edition != after.edition),
        (Head::Level, before.level != after.level),
        (Head::Scope, before.scope != after.scope),
    ]
    .into_iter()
    .filter_map(|(own, changed)| changed.then_some(own))
    .collect()
}

fn parts((before, earlier): (&Submission, &Answer), (after, later): (&Submission, &Answer)) -> Vec<Part> {
    let mut parts = Vec::new();
    if earlier.status != later.status {
        parts.push(Part::Status { before: earlier.status.word(), after: later.status.word() });
    }
    let fields = [
        (Part::Note, earlier.note != later.note),
        (Part::Substitute, earlier.substitute != later.substitute),
        (Part::Reason, earlier.reason != later.reason),
        (Part::Accepted, earlier.accepted != later.accepted),
        (Part::Maturity, earlier.maturity != later.maturity),
        (Part::Confirmed, earlier.confirmed != later.confirmed),
    ];
    parts.extend(fields.into_iter().filter_map(|(part, changed)| changed.then_some(part)));
    for id in &later.evidence {
        let Some(piece) = after.piece(id) else { continue };
        match before.piece(id).filter(|_| earlier.evidence.contains(id)) {
            None => parts.push(Part::EvidenceAdded { name: piece.name.clone() }),
            Some(old) if is_other(old, piece) => parts.push(Part::EvidenceChanged {
                name: piece.name.clone(),
                before: old.version,
                after: piece.version,
            }),
            Some(_) => {}
        }
    }
    let removed = earlier.evidence.iter().filter(|id| !later.evidence.contains(id));
    let names = removed.filter_map(|id| before.piece(id)).map(|piece| piece.name.clone());
    parts.extend(names.map(|name| Part::EvidenceRemoved { name }));
    parts
}

/// Whether a piece says something else: its bytes, or how long it holds.
fn is_other(old: &Evidence, new: &Evidence) -> bool {
    (old.version, old.sha256, old.ends) != (new.version, new.sha256, new.ends)
}
