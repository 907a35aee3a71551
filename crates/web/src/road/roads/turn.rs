//! Where somebody does what it is their turn to do.

use tasuki_app::turns::Turn;
use tasuki_catalog::Lang;
use tasuki_scheme::road::StepKind;

/// A turn on the page of a road.
pub(super) struct TurnView {
    pub(super) sentence: String,
    /// The page, below that of the road.
    pub(super) path: &'static str,
    /// What the button says; empty where others go on.
    pub(super) button: &'static str,
    /// The room in which corrections are finished without a new submission; empty where nothing is corrected.
    pub(super) room: &'static str,
}

impl TurnView {
    pub(super) fn new(turn: &Turn, lang: Lang) -> Self {
        let (path, ja, en) = place(turn);
        let button = if lang == Lang::Ja { ja } else { en };
        let room = if let Turn::Correct(step) = turn { room(*step) } else { "" };
        Self { sentence: turn.sentence(lang), path, button, room }
    }
}

/// The page below that of the road, and what its button says in Japanese and in English.
pub(crate) fn place(turn: &Turn) -> (&'static str, &'static str, &'static str) {
    match turn {
        Turn::Submit | Turn::Correct(_) => ("/ready", "提出前の確認へ", "To the check"),
        Turn::Appoint(_) => ("/reviewers", "確認する人を選ぶ", "Appoint somebody"),
        Turn::Answer { step, .. } => (answers(*step), "答える", "Answer"),
        Turn::ListTargets => ("/technical-check#targets", "対象を並べる", "List targets"),
        Turn::Dispose { .. } => ("/technical-check?stage=to_judge", "処置を決める", "Decide"),
        Turn::LookAt(step @ StepKind::Audit) => (room(*step), "実地審査へ", "To the audit"),
        Turn::LookAt(step @ StepKind::TechnicalCheck) => (room(*step), "技術検証へ", "To the technical check"),
        Turn::LookAt(step) => (room(*step), "文書確認の部屋へ", "To the review room"),
        Turn::Declare => ("/declaration", "宣誓へ", "To the declaration"),
        Turn::Apply => ("/packages", "申請の一式へ", "To the package"),
        Turn::Register => ("/registration", "登録の記録へ", "To the registration"),
        Turn::Wait(_) => ("", "", ""),
    }
}

/// Where the work of a step is done.
fn room(step: StepKind) -> &'static str {
    match step {
        StepKind::Audit => "/audit",
        StepKind::TechnicalCheck => "/technical-check",
        _ => "/review",
    }
}

/// Where what was raised at a step is answered.
fn answers(step: StepKind) -> &'static str {
    if step == StepKind::Audit { "/audit#findings-title" } else { "/review?open=true" }
}
