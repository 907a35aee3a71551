//! The words of a review (文書確認) and of an audit (実地審査): what is said of each criterion and item, and what is raised.

use serde::{Deserialize, Serialize};
use tasuki_catalog::Lang;

/// Declares a type of words: each with the word that is stored and sent, and its names on screens.
macro_rules! words {
    ($(#[$doc:meta])* $type:ident { $($(#[$own:meta])* $name:ident = $word:literal, $ja:literal, $en:literal;)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum $type { $($(#[$own])* $name),+ }

        impl $type {
            /// Every one of them, in the order in which they are offered.
            pub const ALL: &[Self] = &[$(Self::$name),+];

            /// The word that is stored and sent for it.
            pub fn word(self) -> &'static str {
                match self { $(Self::$name => $word),+ }
            }

            /// The one with this word.
            pub fn from_word(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|own| own.word() == word)
            }

            /// Its name on screens.
            pub fn name(self, lang: Lang) -> &'static str {
                let (ja, en) = match self { $(Self::$name => ($ja, $en)),+ };
                if lang == Lang::Ja { ja } else { en }
            }
        }
    };
}

words! {
    /// What a reviewer marks of a criterion (印): three things, not one.
    Aspect {
        /// 説明がある: what is done is explained.
        Explained = "explained", "説明がある", "explained";
        /// 基準に合う: what is done is what the criterion asks.
        Fits = "fits", "基準に合う", "fits the criterion";
        /// 動いている: it was seen to work.
        Works = "works", "動いていると確かめた", "seen to work";
    }
}

words! {
    /// What a mark rests on (確かめ方).
    Means {
        /// 文書: documents were read.
        Document = "document", "文書", "document";
        /// 聞き取り: people were asked.
        Interview = "interview", "聞き取り", "interview";
        /// 観察: somebody watched.
        Observation = "observation", "観察", "observation";
        /// 試験: it was tried.
        Test = "test", "試験", "test";
    }
}

words! {
    /// What a reviewer raises about a criterion.
    IssueKind {
        /// 質問: something is not clear.
        Question = "question", "質問", "question";
        /// 指摘: something is not as the criterion asks.
        Finding = "finding", "指摘", "finding";
        /// 助言: what could be better; nobody waits for an answer.
        Advice = "advice", "助言", "advice";
    }
}

words! {
    /// How grave a finding is (重大さ).
    Severity {
        /// 重大: the criterion is not met.
        Major = "major", "重大", "major";
        /// 軽微: the criterion is met, but not everywhere or not always.
        Minor = "minor", "軽微", "minor";
    }
}

words! {
    /// What was found on an item of a sample (結果).
    ItemResult {
        /// 問題なし: it is as the criteria ask.
        InOrder = "in_order", "問題なし", "in order";
        /// 問題あり: it is not.
        NotInOrder = "not_in_order", "問題あり", "not in order";
        /// 見られない: it could not be looked at.
        NotSeen = "not_seen", "見られない", "could not be seen";
    }
}

words! {
    /// How far an issue is.
    IssueState {
        /// 未回答: the organization is to answer, or to correct.
        Open = "open", "回答待ち", "waiting for an answer";
        /// 回答済み: the reviewer is to look at the answer.
        Answered = "answered", "確認待ち", "waiting for the reviewer";
        /// 完了: nothing is open.
        Settled = "settled", "完了", "settled";
    }
}

words! {
    /// What is said in reply to an issue.
    ReplyKind {
        /// 回答・是正: the organization answers, or tells what it corrected.
        Answer = "answer", "回答", "answer";
        /// 認める: the reviewer accepts the answer.
        Accept = "accept", "認める", "accept";
        /// 差し戻す: the reviewer refuses the answer, with a reason.
        Refuse = "refuse", "認めない", "refuse";
        /// 取り消す: the reviewer takes the issue back.
        Retract = "retract", "取り消す", "take back";
    }
}

impl Aspect {
    /// What must be marked of a criterion: where it does not apply, there is nothing to be seen at work.
    pub fn needed(applies: bool) -> &'static [Self] {
        if applies { Self::ALL } else { &[Self::Explained, Self::Fits] }
    }
}

impl IssueState {
    /// Where an issue stands when it is raised.
    pub fn raised(kind: IssueKind) -> Self {
        if kind == IssueKind::Advice { Self::Settled } else { Self::Open }
    }

    /// Where a reply leads; `None` if there is no such reply now.
    pub fn after(self, reply: ReplyKind) -> Option<Self> {
        match (self, reply) {
            (Self::Open | Self::Answered, ReplyKind::Answer) => Some(Self::Answered),
            (Self::Answered, ReplyKind::Accept) | (Self::Open | Self::Answered, ReplyKind::Retract) => {
                Some(Self::Settled)
            }
            (Self::Answered, ReplyKind::Refuse) => Some(Self::Open),
            _ => None,
        }
    }
}

impl ItemResult {
    /// Whether it says why in words.
    pub fn needs_text(self) -> bool {
        self != Self::InOrder
    }
}

impl ReplyKind {
    /// Whether it is the reviewer who says it.
    pub fn is_judgement(self) -> bool {
        self != Self::Answer
    }

    /// Whether it says why in words.
    pub fn needs_text(self) -> bool {
        matches!(self, Self::Answer | Self::Refuse)
    }
}

words! {
    /// What the technical verifier says of what the organization decided about a finding of a scan.
    Verdict {
        /// 同意: it is right.
        Agreed = "agreed", "同意", "agreed";
        /// 不同意: it is not.
        Refused = "refused", "不同意", "refused";
    }
}

words! {
    /// What happens to a finding of a scan after it was found.
    FindingEvent {
        /// 処置を決めた: the organization says what is done about it.
        Disposed = "disposed", "処置を決めました", "decided what to do";
        /// 同意した: the verifier agrees.
        Agreed = "agreed", "処置に同意しました", "agreed";
        /// 同意しなかった: the verifier does not agree.
        Refused = "refused", "処置に同意しませんでした", "did not agree";
        /// 解消を確かめた: the verifier saw that it is gone.
        Gone = "gone", "解消を確かめました", "saw that it is gone";
        /// 検査で見つからなくなった: a later scan looked for it and did not find it.
        Closed = "closed", "次の検査で見つからなくなりました", "a later scan did not find it any more";
        /// 再び見つかった: a later scan found it again.
        Reopened = "reopened", "検査で再び見つかりました", "a later scan found it again";
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_issue_goes_to_and_fro_until_the_reviewer_settles_it() {
        use IssueState as S;
        use ReplyKind as R;
        let table = |state: S| ReplyKind::ALL.iter().map(|reply| state.after(*reply)).collect::<Vec<_>>();
        // Answer, accept, refuse, retract.
        assert_eq!(table(S::Open), [Some(S::Answered), None, None, Some(S::Settled)]);
        assert_eq!(table(S::Answered), [Some(S::Answered), Some(S::Settled), Some(S::Open), Some(S::Settled)]);
        assert_eq!(table(S::Settled), [None; 4]);
        assert_eq!(S::raised(IssueKind::Finding), S::Open);
        assert_eq!(S::raised(IssueKind::Advice), S::Settled);
        assert!(!R::Answer.is_judgement() && R::Accept.is_judgement() && R::Retract.is_judgement());
        assert!(R::Refuse.needs_text() && !R::Accept.needs_text());
    }

    #[test]
    fn what_does_not_apply_is_not_seen_at_work() {
        assert_eq!(Aspect::needed(true), Aspect::ALL);
        assert_eq!(Aspect::needed(false), [Aspect::Explained, Aspect::Fits]);
    }

    #[test]
    fn each_word_leads_back_to_its_value() {
        assert!(Aspect::ALL.iter().all(|own| Aspect::from_word(own.word()) == Some(*own)));
        assert!(Means::ALL.iter().all(|own| Means::from_word(own.word()) == Some(*own)));
        assert!(IssueKind::ALL.iter().all(|own| IssueKind::from_word(own.word()) == Some(*own)));
        assert!(Severity::ALL.iter().all(|own| Severity::from_word(own.word()) == Some(*own)));
        assert!(IssueState::ALL.iter().all(|own| IssueState::from_word(own.word()) == Some(*own)));
        assert!(ReplyKind::ALL.iter().all(|own| ReplyKind::from_word(own.word()) == Some(*own)));
        assert!(ItemResult::ALL.iter().all(|own| ItemResult::from_word(own.word()) == Some(*own)));
        assert!(!ItemResult::InOrder.needs_text() && ItemResult::NotSeen.needs_text());
        assert!(Verdict::ALL.iter().all(|own| Verdict::from_word(own.word()) == Some(*own)));
        assert!(FindingEvent::ALL.iter().all(|own| FindingEvent::from_word(own.word()) == Some(*own)));
        assert_eq!(Means::from_word("rumour"), None);
    }
}
