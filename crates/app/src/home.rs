//! The first page of an organization: what to do next.

use tasuki_store::assessments::Assessment;

use crate::assessments::{self, Figures};
use crate::{Context, Error};

/// The assessments in use, each with how far it is.
pub fn assessments(cx: &mut Context<'_, '_>) -> Result<Vec<(Assessment, Figures)>, Error> {
    let all = assessments::list(cx)?.into_iter().filter(|assessment| assessment.archived.is_none());
    all.map(|assessment| {
        let figures = assessments::figures(cx, &assessment)?;
        Ok((assessment, figures))
    })
    .collect()
}
