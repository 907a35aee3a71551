//! Many answers changed at once.

use std::collections::HashMap;

use serde_json::json;
use tasuki_store::answers::Answer;
use tasuki_store::{AssessmentId, Subject};

use super::keep::{Saved, keep_all};
use super::{Change, blank_or, permit, worked_out};
use crate::assessments::{self, Figures};
use crate::{Context, Error};

/// The maximum number of answers that are changed together.
const MOST: usize = 500;

/// One of many changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// Which answer.
    pub criterion: String,
    /// The version that the person saw; `None` overwrites any version.
    pub version: Option<i64>,
    /// What is to be different.
    pub change: Change,
}

/// What became of many changes.
#[derive(Debug, Clone)]
pub struct ManySaved {
    /// The answers that were changed.
    pub saved: Vec<Saved>,
    /// The same answers before the change, for undoing it.
    pub before: Vec<Answer>,
    /// The answers that somebody else changed in the meantime; they are not changed.
    pub conflicts: Vec<Answer>,
    /// The figures.
    pub figures: Figures,
}

/// Changes many answers at once. Answers that somebody else changed in the meantime are left out and reported; with
/// any other error, nothing is changed.
pub fn save_many(cx: &mut Context<'_, '_>, id: AssessmentId, items: Vec<Item>) -> Result<ManySaved, Error> {
    let assessment = assessments::find(cx, id)?;
    if items.len() > MOST {
        return Err(Error::invalid("answer.too_many", "一度に変えられるのは500項目までです。", "At most 500 at once.")
            .hint("500項目以下に分けて、何回かで変えてください。", "Split the change into parts of at most 500."));
    }
    let (mut pairs, mut conflicts) = (Vec::new(), Vec::new());
    let mut newest: HashMap<String, Answer> = HashMap::new();
    for item in items {
        let before = match newest.get(&item.criterion) {
            Some(answer) => answer.clone(),
            None => blank_or(cx, &assessment, &item.criterion)?,
        };
        permit(cx, &assessment, &item.criterion, &item.change)?;
        if item.version.is_some_and(|version| version != before.version) {
            conflicts.push(before);
            continue;
        }
        // What an undo detaches is reported together.
        let all = Subject::Assessment(id);
        let (after, detail) =
            cx.together("pieces.detach", &all, json!({}), |cx| worked_out(cx, &assessment, &before, &item.change))?;
        let after = if detail.is_empty() { before.clone() } else { after };
        newest.insert(item.criterion, after.clone());
        pairs.push((before, after));
    }
    let different = pairs.iter().filter(|(before, after)| before != after).cloned().collect();
    keep_all(cx, &assessment, different, "answer.save", &json!({}))?;
    let catalog = assessments::catalog_of(cx, &assessment)?;
    let evaluation = assessments::evaluation(cx, &assessment)?;
    let figures = Figures::of(&catalog, &evaluation);
    let (before, after): (Vec<_>, Vec<_>) = pairs.into_iter().unzip();
    let saved = after.into_iter().map(|answer| {
        let verdict = catalog.position(&answer.criterion).and_then(|position| evaluation.criterion(position));
        Saved { open: verdict.is_some_and(|own| own.open.is_some()), figures: figures.clone(), answer }
    });
    Ok(ManySaved { saved: saved.collect(), before, conflicts, figures })
}
