//! The form of a criterion that was refused, for browsers without script: what was typed, and what stands there now.

use tasuki_assess::Status;
use tasuki_catalog::Lang;

use super::filled::Filled;
use super::panel::{PanelView, Refused};
use crate::trouble::Trouble;

impl PanelView {
    /// The version on which its form is sent.
    pub(super) fn sent_version(&self) -> i64 {
        self.refused.as_ref().map_or(self.answer.version, |refused| refused.version)
    }

    /// The panel with what was typed in its form.
    pub(super) fn with_typed(
        mut self,
        filled: &Filled,
        trouble: &Trouble,
        names: &[(String, String)],
        lang: Lang,
    ) -> Self {
        let name = |ja, en| if lang == Lang::Ja { ja } else { en };
        let person = |id: &str| names.iter().find(|(own, _)| own == id).map_or(String::new(), |(_, name)| name.clone());
        let status = |word: &str| Status::from_word(word).map_or("", |own| own.name(lang)).to_owned();
        let mut others = Vec::new();
        let mut put = |own: &mut String, typed: Option<&String>, label, shown: &dyn Fn(&str) -> String| {
            let Some(typed) = typed.filter(|typed| typed.trim() != own.as_str()) else { return };
            others.push((label, shown(own)));
            own.clone_from(typed);
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
}
