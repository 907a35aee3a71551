//! The form of a criterion that was refused, for browsers without script: what was typed, and what stands there now.

use tasuki_app::answering::Overview;
use tasuki_assess::Status;
use tasuki_catalog::Lang;
use tasuki_store::CommentId;

use super::filled::{Filled, lines};
use super::panel::{PanelView, Refused};
use crate::trouble::Trouble;

impl PanelView {
    /// The version on which its form is sent.
    pub(super) fn sent_version(&self) -> i64 {
        self.refused.as_ref().map_or(self.answer.version, |refused| refused.version)
    }

    /// The panel with what was typed in its form.
    pub(super) fn with_typed(mut self, filled: &Filled, trouble: &Trouble, overview: &Overview, lang: Lang) -> Self {
        let name = |ja, en| if lang == Lang::Ja { ja } else { en };
        let person = |id: &str| {
            let known = overview.members.iter().find(|own| own.person.to_string() == id);
            known.map_or_else(String::new, |own| own.name.clone())
        };
        let status = |word: &str| Status::from_word(word).map_or("", |own| own.name(lang)).to_owned();
        let mut others = Vec::new();
        let mut put = |own: &mut String, typed: Option<&String>, label, shown: &dyn Fn(&str) -> String| {
            let Some(typed) = typed.cloned().map(lines).filter(|typed| typed.trim() != own.as_str()) else { return };
            others.push((label, shown(own)));
            *own = typed;
        };
        let plain = |text: &str| text.to_owned();
        let mut chosen = self.status.to_owned();
        put(&mut chosen, filled.status.as_ref(), name("回答", "Answer"), &status);
        self.status = Status::from_word(&chosen).map_or(self.status, Status::word);
        put(&mut self.answer.note, filled.note.as_ref(), name("現状", "How it is today"), &plain);
        put(&mut self.answer.substitute, filled.substitute.as_ref(), name("代替策", "Substitute measure"), &plain);
        put(&mut self.answer.reason, filled.reason.as_ref(), name("対象外の理由", "Why it does not apply"), &plain);
        put(&mut self.owner, filled.owner.as_ref(), name("担当", "Owner"), &person);
        put(&mut self.due, filled.due.as_ref(), name("期限", "Due"), &plain);
        put(&mut self.confirmed, filled.confirmed_on.as_ref(), name("確認日", "Confirmed on"), &plain);
        let is_conflict = trouble.is_conflict();
        self.refused = Some(Refused {
            sentence: trouble.sentence(),
            others: if is_conflict { others } else { Vec::new() },
            version: if is_conflict { self.answer.version } else { filled.version },
        });
        self
    }

    /// The panel with a comment that was refused: a new one, or one that was to be changed.
    pub(super) fn with_said(mut self, comment: Option<CommentId>, body: &str, trouble: &Trouble) -> Self {
        let edited = comment.and_then(|id| self.comments.iter_mut().find(|own| own.id == id.to_string()));
        match edited {
            Some(own) => {
                body.clone_into(&mut own.written);
                own.is_open = true;
            }
            None => body.clone_into(&mut self.said),
        }
        self.unsaid = trouble.sentence();
        self
    }
}
