//! Search (検索): texts of the organization, and the criteria of the editions that it answers.

mod excerpt;

use tasuki_catalog::Lang;
use tasuki_store::assessments::Assessment;
use tasuki_store::search::{self as store, Found};
use tasuki_store::{Noun, Subject};

use crate::describe::describe;
use crate::naming::Assessments;
use crate::{Context, Error, Kind as ErrorKind, assessments};

pub use excerpt::{Stretch, marked};

/// The number of index entries that are examined.
const LOOKED_AT: usize = 200;
/// The maximum length of a query, in characters.
const LONGEST: usize = 200;

/// What a hit is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// 評価基準.
    Criterion,
    /// A thing that says what several of it are called where they are found.
    Thing(Noun),
}

impl Kind {
    /// All of them, in the order of display.
    pub fn all() -> Vec<Self> {
        let things = Noun::ALL.iter().filter(|noun| describe(**noun).found.is_some());
        std::iter::once(Self::Criterion).chain(things.map(|noun| Self::Thing(*noun))).collect()
    }

    /// Its name in requests and responses.
    pub fn word(self) -> &'static str {
        match self {
            Self::Criterion => "criterion",
            Self::Thing(noun) => noun.word(),
        }
    }

    /// What several of them are called on screens.
    pub fn name(self, lang: Lang) -> &'static str {
        let words = match self {
            Self::Criterion => ("評価基準", "Criteria"),
            Self::Thing(noun) => describe(noun).found.unwrap_or(describe(noun).noun),
        };
        match lang {
            Lang::Ja => words.0,
            Lang::En => words.1,
        }
    }
}

/// Something that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// What it is.
    pub kind: Kind,
    /// Its title.
    pub title: String,
    /// Its place: the assessment, the author.
    pub place: String,
    /// The text around the hit; empty if the title says everything.
    pub text: String,
    /// The thing itself; for a criterion, its answer.
    pub subject: Subject,
}

/// The results, criteria first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Results {
    /// The query without surrounding spaces.
    pub query: String,
    /// The hits in groups, at most `limit` of each kind.
    pub hits: Vec<Hit>,
    /// The number of hits of each kind among the examined entries.
    pub counts: Vec<(Kind, usize)>,
}

/// Finds what contains every word of the query, at most `limit` of each kind. Each hit links to its place.
pub fn search(cx: &mut Context<'_, '_>, query: &str, limit: usize) -> Result<Results, Error> {
    let organization = cx.organization()?;
    let query: String = query.trim().chars().take(LONGEST).collect();
    if query.is_empty() {
        return Ok(Results::default());
    }
    // Who reads no answers finds what else they may read.
    let all: Vec<Assessment> = match assessments::readable(cx) {
        Err(error) if error.kind == ErrorKind::NotFound => Vec::new(),
        all => all?,
    };
    let mut hits = criteria(cx, &all, &query);
    let found = store::find(cx.tx, organization, &query, LOOKED_AT)?;
    let mut known = Assessments::new();
    for entry in found {
        hits.extend(hit(cx, &mut known, entry)?);
    }
    let mut results = Results { query, ..Results::default() };
    for kind in Kind::all() {
        let of_kind: Vec<Hit> = hits.iter().filter(|hit| hit.kind == kind).cloned().collect();
        results.counts.push((kind, of_kind.len()));
        results.hits.extend(of_kind.into_iter().take(limit));
    }
    Ok(results)
}

/// Criteria of the answered editions, each in the most recently changed assessment.
fn criteria(cx: &Context<'_, '_>, all: &[Assessment], query: &str) -> Vec<Hit> {
    let lang = cx.lang();
    let mut hits = Vec::new();
    let mut editions: Vec<&str> = Vec::new();
    for own in all.iter().filter(|own| own.archived.is_none()) {
        if editions.contains(&own.edition.as_str()) {
            continue;
        }
        editions.push(&own.edition);
        let Some(catalog) = cx.library.catalog(&own.edition) else { continue };
        let found = tasuki_catalog::search([catalog], query).into_iter();
        let asked = found.filter(|hit| catalog.asks(own.level, hit.criterion));
        hits.extend(asked.map(|found| Hit {
            kind: Kind::Criterion,
            title: found.criterion.numbered_title().get(lang).to_owned(),
            place: own.title.clone(),
            text: found.criterion.statement.get(lang).to_owned(),
            subject: Subject::Answer(own.id, found.criterion.id.clone()),
        }));
    }
    hits
}

/// The present content of an index entry; `None` if it was deleted or the person may not see it.
fn hit(cx: &mut Context<'_, '_>, known: &mut Assessments, entry: Found) -> Result<Option<Hit>, Error> {
    // Entries written by a later version are skipped.
    let Ok(subject) = entry.subject.parse::<Subject>() else { return Ok(None) };
    if !cx.reads(&subject)? {
        return Ok(None);
    }
    let lang = cx.lang();
    Ok(cx.named(&subject, known)?.map(|own| Hit {
        kind: Kind::Thing(subject.noun()),
        title: own.title.get(lang).to_owned(),
        place: own.place,
        text: entry.text,
        subject,
    }))
}
