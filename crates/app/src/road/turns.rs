//! Whose turn it is (手番): what whoever looks is to do on a road now, or for whom it waits.
//!
//! It is worked out from where the road stands, and never stored.

use tasuki_catalog::Lang;
use tasuki_scheme::Permission;
use tasuki_scheme::road::{Actor, IssueState, State, StepKind};

use crate::issues::{self, may_answer};
use crate::roads::Standing;
use crate::technical_checks::{self, Stage};
use crate::{Context, Error, reviewers};

/// What somebody is to do on a road, or for whom it waits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Turn {
    /// To look through the check, and to freeze a submission.
    Submit,
    /// To appoint somebody who looks at it at this step.
    Appoint(Vec<Actor>),
    /// To answer what was raised at a step.
    Answer {
        /// The step.
        step: StepKind,
        /// How many questions and findings wait for an answer.
        open: usize,
    },
    /// Everything is answered: to finish the corrections of a step, or to make a new submission.
    Correct(StepKind),
    /// To list what the technical verifier tests.
    ListTargets,
    /// To decide about findings of scans.
    Dispose {
        /// How many.
        open: usize,
    },
    /// To look at it, as the reviewer of a step.
    LookAt(StepKind),
    /// To give the word of the management.
    Declare,
    /// To make the package, and to send it to the operator.
    Apply,
    /// To enter what the operator registered.
    Register,
    /// Others go on: these.
    Wait(Vec<Actor>),
}

impl Turn {
    /// Whether it is for whoever looks to do something.
    pub fn is_mine(&self) -> bool {
        !matches!(self, Self::Wait(_))
    }

    /// What is to be done, in a sentence.
    pub fn sentence(&self, lang: Lang) -> String {
        let names = |all: &[Actor]| lang.joined(all.iter().map(|own| own.name(lang)));
        match (lang, self) {
            (Lang::Ja, Self::Submit) => "提出前の確認を見て、提出版を作ってください。".to_owned(),
            (Lang::Ja, Self::Appoint(all)) => format!("{}を選んでください。まだ誰も選ばれていません。", names(all)),
            (Lang::Ja, Self::Answer { open, .. }) => format!("質問と指摘 {open} 件に答えてください。"),
            (Lang::Ja, Self::Correct(_)) => {
                "すべてに答えました。回答か証跡を直したときは新しい提出版を作り、説明だけで済んだときは是正を終えてください。".to_owned()
            }
            (Lang::Ja, Self::ListTargets) => "検証の対象を並べてください。".to_owned(),
            (Lang::Ja, Self::Dispose { open }) => format!("検出事項 {open} 件の処置を決めてください。"),
            (Lang::Ja, Self::LookAt(StepKind::Audit)) => "実地審査を進めてください。".to_owned(),
            (Lang::Ja, Self::LookAt(StepKind::TechnicalCheck)) => "技術検証を進めてください。".to_owned(),
            (Lang::Ja, Self::LookAt(_)) => "提出版を確認してください。".to_owned(),
            (Lang::Ja, Self::Declare) => "いまの提出版について宣誓してください。".to_owned(),
            (Lang::Ja, Self::Apply) => "申請の一式を作り、運営者に申請してください。".to_owned(),
            (Lang::Ja, Self::Register) => "台帳を照会し、登録を記録してください。".to_owned(),
            (Lang::Ja, Self::Wait(all)) => format!("{}を待っています。", names(all)),
            (Lang::En, Self::Submit) => "Look through the check, then make a submission.".to_owned(),
            (Lang::En, Self::Appoint(all)) => format!("Appoint {}: there is nobody yet.", names(all)),
            (Lang::En, Self::Answer { open, .. }) => format!("Answer questions and findings: {open}."),
            (Lang::En, Self::Correct(_)) => {
                "Everything is answered. Make a new submission if answers or evidence changed; finish the corrections if words were enough.".to_owned()
            }
            (Lang::En, Self::ListTargets) => "List what is to be tested.".to_owned(),
            (Lang::En, Self::Dispose { open }) => format!("Decide about findings of scans: {open}."),
            (Lang::En, Self::LookAt(StepKind::Audit)) => "Go on with the on-site audit.".to_owned(),
            (Lang::En, Self::LookAt(StepKind::TechnicalCheck)) => "Go on with the technical check.".to_owned(),
            (Lang::En, Self::LookAt(_)) => "Review the submission.".to_owned(),
            (Lang::En, Self::Declare) => "Declare for the current submission.".to_owned(),
            (Lang::En, Self::Apply) => "Make the package, and apply to the operator.".to_owned(),
            (Lang::En, Self::Register) => "Look up the ledger, and record the registration.".to_owned(),
            (Lang::En, Self::Wait(all)) => format!("It waits for {}.", names(all)),
        }
    }
}

/// Whose turn it is on a road, as whoever looks sees it; `None` where nothing is left to do before the registration ends.
pub fn of(cx: &mut Context<'_, '_>, standing: &Standing) -> Result<Option<Turn>, Error> {
    let state = standing.road.state;
    let manages = cx.may(Permission::ManageRoads);
    let supplier = |own: Turn| if manages { own } else { Turn::Wait(vec![Actor::Supplier]) };
    let turn = match state {
        State::Doing(StepKind::SelfAssessment) => supplier(Turn::Submit),
        State::Correcting(step) => match asked(cx, standing, step)? {
            Some(own) => own,
            None => supplier(Turn::Correct(step)),
        },
        State::Doing(StepKind::Declaration) if cx.may(Permission::Declare) => Turn::Declare,
        State::Doing(StepKind::Declaration) => Turn::Wait(vec![Actor::Management]),
        State::Doing(StepKind::Application) => supplier(Turn::Apply),
        State::Doing(StepKind::Registration) => supplier(Turn::Register),
        State::Doing(step) => looked_at(cx, standing, step)?,
        State::Registered | State::Withdrawn | State::Revoked => return Ok(None),
    };
    Ok(Some(turn))
}

/// At a step at which others look at it.
fn looked_at(cx: &mut Context<'_, '_>, standing: &Standing, step: StepKind) -> Result<Turn, Error> {
    let by = standing.route().step(step).map(|own| own.by.clone()).unwrap_or_default();
    let person = cx.person()?.id;
    let all = reviewers::list(cx, standing)?;
    let mut fit = all.iter().filter(|own| own.ends.is_some() && by.contains(&own.reviewer.actor)).peekable();
    if fit.peek().is_none() && cx.may(Permission::ManageRoads) {
        return Ok(Turn::Appoint(by));
    }
    if fit.any(|own| own.reviewer.person == person) && !reviewers::has_prepared(cx, standing)? {
        return Ok(Turn::LookAt(step));
    }
    Ok(asked(cx, standing, step)?.unwrap_or(Turn::Wait(by)))
}

/// What is asked of the organization at a step, if whoever looks answers for it.
fn asked(cx: &mut Context<'_, '_>, standing: &Standing, step: StepKind) -> Result<Option<Turn>, Error> {
    if !may_answer(cx) {
        return Ok(None);
    }
    let threads = issues::of_road(cx, standing.road.id)?;
    let open = threads.iter().filter(|own| own.issue.state == IssueState::Open).count();
    if open > 0 {
        return Ok(Some(Turn::Answer { step, open }));
    }
    if step != StepKind::TechnicalCheck || !cx.may(Permission::ManageRoads) {
        return Ok(None);
    }
    let check = technical_checks::check(cx, standing.road.id)?;
    if !check.targets.iter().any(|own| own.in_scope) {
        return Ok(Some(Turn::ListTargets));
    }
    let open = check.findings.iter().filter(|own| own.stage() == Stage::ToJudge).count();
    Ok((open > 0).then_some(Turn::Dispose { open }))
}
