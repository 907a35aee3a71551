//! Taking back what a change did beside what it names.

use tasuki_store::answers::Answer;
use tasuki_store::assessments::Assessment;
use tasuki_store::steps::{self, Step};
use tasuki_store::{AssessmentId, EvidenceId};

use crate::{Context, Error};

/// Records the side effects of a change, so that all of it can be undone ([`undoes`](super::Change::undoes)). Only needed for
/// effects that the person cannot enter again: a copied text, an acceptance that ended with the change.
pub(crate) fn note_step(
    cx: &mut Context<'_, '_>,
    assessment: AssessmentId,
    before: &Answer,
    after: &Answer,
    evidence: Vec<EvidenceId>,
) -> Result<(), Error> {
    let (organization, person, at) = (cx.organization()?, cx.person()?.id, cx.now.milliseconds());
    let step = Step { assessment, person, before: before.clone(), after: after.clone(), evidence, at };
    Ok(steps::add(cx.tx, organization, &step)?)
}

/// Restores the fields that the change which created a version has changed, if they have not been changed since;
/// returns the evidence that was attached with it. People can undo only their own changes.
pub(super) fn take_back(
    cx: &mut Context<'_, '_>,
    assessment: &Assessment,
    made: i64,
    now: &Answer,
    after: &mut Answer,
) -> Result<Vec<EvidenceId>, Error> {
    let me = cx.person()?.id;
    let found = steps::find(cx.tx, assessment.organization, assessment.id, &now.criterion, made)?;
    let Some(Step { before: old, after: new, evidence, .. }) = found.filter(|step| step.person == me) else {
        return Ok(Vec::new());
    };
    macro_rules! give_back {
        ($($field:ident),+) => {$(
            if now.$field == new.$field && old.$field != new.$field {
                after.$field.clone_from(&old.$field);
            }
        )+};
    }
    give_back!(status, note, substitute, reason, owner, due, confirmed, maturity, source);
    // An acceptance is restored only if everything that the reviewer accepted is restored.
    let same = (after.status, &after.reason) == (old.status, &old.reason);
    after.accepted = if same && now.accepted == new.accepted { old.accepted } else { after.accepted };
    Ok(evidence)
}
