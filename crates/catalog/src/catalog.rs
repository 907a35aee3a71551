//! One edition of one framework.

use std::collections::{BTreeMap, HashMap};

use serde::{Deserialize, Serialize};

use crate::{Criterion, Lang, ScanRule, Text};

/// One edition, checked: identifiers are unique, every reference has a target, and the counts are right.
#[derive(Debug, Clone, PartialEq)]
pub struct Catalog {
    pub(crate) head: Head,
    pub(crate) requirements: Vec<Requirement>,
    pub(crate) criteria: Vec<Criterion>,
    /// Criterion id → position in `criteria`.
    pub(crate) positions: HashMap<String, usize>,
    /// Per requirement, the positions of its criteria, in order.
    pub(crate) members: Vec<Vec<usize>>,
    /// Per criterion, the position of its area in the groups.
    pub(crate) areas: Vec<Option<usize>>,
    /// In the order of the files.
    pub(crate) scan_rules: Vec<ScanRule>,
}

/// `catalog.toml`: what the edition is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Head {
    pub(crate) id: String,
    pub(crate) framework: String,
    pub(crate) edition: String,
    /// In rising order of [`Lang::ALL`].
    #[serde(default = "both")]
    pub(crate) languages: Vec<Lang>,
    pub(crate) title: Text,
    #[serde(default)]
    pub(crate) short_title: Option<Text>,
    pub(crate) publisher: Text,
    pub(crate) document: Text,
    pub(crate) scale: Scale,
    #[serde(default)]
    pub(crate) default: bool,
    #[serde(default)]
    pub(crate) points: Option<Points>,
    pub(crate) counts: Counts,
    #[serde(default)]
    pub(crate) levels: Vec<Level>,
    #[serde(default)]
    pub(crate) groups: Vec<Group>,
    #[serde(default)]
    pub(crate) principles: Vec<Principle>,
    #[serde(default)]
    pub(crate) guidelines: Vec<Guideline>,
}

/// The languages of a catalogue that does not name them.
fn both() -> Vec<Lang> {
    Lang::ALL.to_vec()
}

impl Head {
    /// The position of the area that contains a group: the group itself or its outermost parent.
    pub(crate) fn area_of(&self, group: &str) -> Option<usize> {
        let position = |id: &str| self.groups.iter().position(|group| group.id == id);
        let mut found = position(group)?;
        while let Some(parent) = self.groups[found].parent.as_deref().and_then(position) {
            found = parent;
        }
        Some(found)
    }
}

/// Any other file of an edition.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Part {
    #[serde(default)]
    pub(crate) requirements: Vec<Requirement>,
    #[serde(default)]
    pub(crate) criteria: Vec<Criterion>,
    #[serde(default)]
    pub(crate) scan_rules: Vec<ScanRule>,
}

/// The scale on which an edition's answers are marked; all scales map to the same statuses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Scale {
    /// ○ △ ×.
    Scs,
    /// 2 1 0 and 対象外, with points.
    Jama,
    /// はい・いいえ, or a maturity of 1–5.
    YesNo,
    /// 0 1 2: how well a guideline covers an item.
    Rating,
    /// Per element of a measure.
    Element,
    /// Not answered: only the target of crosswalks.
    Reference,
}

impl Scale {
    /// Every scale.
    pub const ALL: [Self; 6] = [Self::Scs, Self::Jama, Self::YesNo, Self::Rating, Self::Element, Self::Reference];
}

/// Points per status, for scales that count points.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "named after the statuses")]
pub struct Points {
    pub met: u32,
    pub partial: u32,
    pub unmet: u32,
}

/// How many items the edition says it has; the check fails when its parts have a different number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Counts {
    /// Number of requirements.
    pub requirements: usize,
    /// Number of criteria.
    pub criteria: usize,
    /// Number of criteria that each level adds, by level id.
    #[serde(default)]
    pub levels: BTreeMap<String, usize>,
}

/// A level (水準). Levels are cumulative: each asks for its own criteria and all below it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Level {
    /// 3 for ★3, 1 for Lv1.
    pub id: u8,
    /// Its usual name.
    pub title: Text,
}

/// An area (領域) or a part of one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Group {
    /// Number as printed, e.g. `4` or `4-1`.
    pub id: String,
    /// The group it is part of.
    #[serde(default)]
    pub parent: Option<String>,
    /// Its heading.
    pub title: Text,
}

/// A principle that stands above the directions (経営ガイドライン).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "the words say what they mean")]
pub struct Principle {
    pub id: String,
    pub title: Text,
    pub statement: Text,
}

/// A guideline that the benchmark rates.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "the words say what they mean")]
pub struct Guideline {
    pub id: String,
    pub title: Text,
}

/// One requirement (要求事項): what its criteria are for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Requirement {
    /// Number as printed.
    pub id: String,
    /// The innermost group it belongs to.
    #[serde(default)]
    pub group: Option<String>,
    /// Its heading.
    pub title: Text,
    /// Its purpose, in a sentence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub statement: Option<Text>,
    /// CPSF: what may go wrong without it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub risk_factor: Option<Text>,
    /// CPSF: what happens then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub impact: Option<Text>,
    /// CPSF: the points of the measure.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub points: Vec<Text>,
    /// 経営ガイドライン: the consequences of neglecting the direction.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub neglect: Option<Text>,
}

/// Anything in an edition that has an identifier and can be one side of a crosswalk pair.
#[derive(Debug, Clone, Copy, PartialEq)]
#[expect(missing_docs, reason = "the words say what they mean")]
pub enum Node<'a> {
    Criterion(&'a Criterion),
    Requirement(&'a Requirement),
    Group(&'a Group),
}

impl<'a> Node<'a> {
    /// Its heading.
    pub fn title(self) -> &'a Text {
        match self {
            Self::Criterion(criterion) => &criterion.title,
            Self::Requirement(requirement) => &requirement.title,
            Self::Group(group) => &group.title,
        }
    }
}

impl Catalog {
    /// The edition's identifier, e.g. `scs-2026-03`.
    pub fn id(&self) -> &str {
        &self.head.id
    }

    /// The guideline to which the edition belongs, e.g. `scs`.
    pub fn framework(&self) -> &str {
        &self.head.framework
    }

    /// The date of publication that names the edition, e.g. `2026-03-27`.
    pub fn edition(&self) -> &str {
        &self.head.edition
    }

    /// The languages it is in: one or two. In one that is in a single language, both halves of each text are the same.
    pub fn languages(&self) -> &[Lang] {
        &self.head.languages
    }

    /// Its name.
    pub fn title(&self) -> &Text {
        &self.head.title
    }

    /// The usual name without the edition: SCS評価制度. The title, if there is no shorter name.
    pub fn short_title(&self) -> &Text {
        self.head.short_title.as_ref().unwrap_or(&self.head.title)
    }

    /// Who published it.
    pub fn publisher(&self) -> &Text {
        &self.head.publisher
    }

    /// The document that every [`crate::Source`] refers to.
    pub fn document(&self) -> &Text {
        &self.head.document
    }

    /// How its answers are marked.
    pub fn scale(&self) -> Scale {
        self.head.scale
    }

    /// Whether companies answer it; other editions are only referred to, or rate something else.
    pub fn is_answered(&self) -> bool {
        !matches!(self.head.scale, Scale::Reference | Scale::Rating)
    }

    /// Whether this edition is the one used when only the framework is named.
    pub fn is_default(&self) -> bool {
        self.head.default
    }

    /// Points per status: those of the edition, or 2, 1, 0 by default.
    pub fn points(&self) -> Points {
        self.head.points.unwrap_or(Points { met: 2, partial: 1, unmet: 0 })
    }

    /// How many items the edition says it has.
    pub fn counts(&self) -> &Counts {
        &self.head.counts
    }

    /// Levels in ascending order; empty if there are none.
    pub fn levels(&self) -> &[Level] {
        &self.head.levels
    }

    /// The level with this id.
    pub fn level(&self, id: u8) -> Option<&Level> {
        self.head.levels.iter().find(|level| level.id == id)
    }

    /// The highest level, which includes everything.
    pub fn highest_level(&self) -> Option<u8> {
        self.head.levels.last().map(|level| level.id)
    }

    /// Areas and their parts, in order.
    pub fn groups(&self) -> &[Group] {
        &self.head.groups
    }

    /// The areas: groups without a parent.
    pub fn areas(&self) -> impl Iterator<Item = &Group> {
        self.head.groups.iter().filter(|group| group.parent.is_none())
    }

    /// The area that contains a group: the group itself or its outermost parent.
    pub fn area_of(&self, group: &str) -> Option<&Group> {
        self.head.area_of(group).map(|position| &self.head.groups[position])
    }

    /// The position in [`Self::groups`] of the area that contains the criterion at `criterion`, if there is one.
    ///
    /// # Panics
    /// When `criterion` is not a position in [`Self::criteria`].
    pub fn area_at(&self, criterion: usize) -> Option<usize> {
        self.areas[criterion]
    }

    /// Principles above the directions, if any.
    pub fn principles(&self) -> &[Principle] {
        &self.head.principles
    }

    /// Guidelines that the benchmark rates, if any.
    pub fn guidelines(&self) -> &[Guideline] {
        &self.head.guidelines
    }

    /// Requirements in order.
    pub fn requirements(&self) -> &[Requirement] {
        &self.requirements
    }

    /// Criteria in order; evaluation uses their position as the index.
    pub fn criteria(&self) -> &[Criterion] {
        &self.criteria
    }

    /// Which scan findings speak of which criterion, in order; empty where nobody has said it for this edition.
    pub fn scan_rules(&self) -> &[ScanRule] {
        &self.scan_rules
    }

    /// Positions in [`Self::criteria`] of the criteria of the requirement at `requirement`, in order.
    ///
    /// # Panics
    /// When `requirement` is not a position in [`Self::requirements`].
    pub fn members(&self, requirement: usize) -> &[usize] {
        &self.members[requirement]
    }

    /// Whether `level` includes `criterion`. Without a level, and in editions without levels, every criterion is
    /// included.
    pub fn asks(&self, level: Option<u8>, criterion: &Criterion) -> bool {
        match (level, criterion.level) {
            (Some(level), Some(own)) => own <= level,
            _ => true,
        }
    }

    /// The criterion with this id.
    pub fn criterion(&self, id: &str) -> Option<&Criterion> {
        self.position(id).map(|position| &self.criteria[position])
    }

    /// The number of a criterion and its name; of one that the edition does not have, the number alone.
    pub fn numbered_title(&self, id: &str) -> Text {
        self.criterion(id).map_or_else(|| Text::new(id, id), Criterion::numbered_title)
    }

    /// The position in [`Self::criteria`] of the criterion with this id.
    pub fn position(&self, id: &str) -> Option<usize> {
        self.positions.get(id).copied()
    }

    /// The requirement with this id.
    pub fn requirement(&self, id: &str) -> Option<&Requirement> {
        self.requirements.iter().find(|requirement| requirement.id == id)
    }

    /// The group with this id.
    pub fn group(&self, id: &str) -> Option<&Group> {
        self.head.groups.iter().find(|group| group.id == id)
    }

    /// What an identifier in a crosswalk refers to: a criterion, otherwise a requirement, otherwise a group.
    pub fn node(&self, id: &str) -> Option<Node<'_>> {
        self.criterion(id)
            .map(Node::Criterion)
            .or_else(|| self.requirement(id).map(Node::Requirement))
            .or_else(|| self.group(id).map(Node::Group))
    }

    /// The usual name of a level of this edition, or of the edition itself when there are no levels.
    pub fn level_title(&self, level: Option<u8>, lang: Lang) -> &str {
        level.and_then(|level| self.level(level)).map_or("", |level| level.title.get(lang))
    }
}
