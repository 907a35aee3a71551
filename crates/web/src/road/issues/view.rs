//! Issues as the rooms show them.

use tasuki_app::issues::Thread;
use tasuki_scheme::road::{IssueState, ReplyKind};
use tasuki_store::issues::Reply;

use crate::page::Page;
use crate::trouble::Trouble;

/// An issue with its replies.
pub(crate) struct ThreadView {
    pub(crate) id: String,
    pub(crate) version: i64,
    pub(crate) criterion: String,
    pub(crate) kind: &'static str,
    pub(crate) severity: String,
    pub(crate) state: &'static str,
    pub(crate) is_settled: bool,
    /// Whether its correction may wait.
    pub(crate) deferrable: bool,
    pub(crate) text: String,
    pub(crate) by: String,
    pub(crate) at: String,
    pub(crate) due: String,
    pub(crate) number: u32,
    pub(crate) replies: Vec<ReplyView>,
    /// The item of a sample on which it was found: its page, and its number in the population.
    pub(crate) item: Option<(String, u32)>,
    /// What was typed in a reply that was refused, and what was wrong with it.
    pub(crate) typed: String,
    pub(crate) error: String,
    /// The replies that are possible now: word, name, whether it is the reviewer's.
    pub(crate) possible: Vec<(&'static str, &'static str, bool)>,
}

/// A reply that was refused.
#[derive(Debug, Clone, Default)]
pub(crate) struct Refused {
    /// The issue to which it was.
    pub(crate) issue: String,
    /// What was typed.
    pub(crate) text: String,
}

/// A reply.
pub(crate) struct ReplyView {
    pub(crate) name: &'static str,
    pub(crate) by: String,
    pub(crate) at: String,
    pub(crate) text: String,
}

impl ThreadView {
    /// The same with the reply that was refused, if it was to this issue.
    pub(crate) fn with(self, refused: &Refused, trouble: &Trouble) -> Self {
        if self.id != refused.issue {
            return self;
        }
        Self { typed: refused.text.clone(), error: trouble.of("text"), ..self }
    }

    pub(crate) fn new(own: &Thread, page: &Page) -> Self {
        let (lang, issue) = (page.language(), &own.issue);
        let possible = ReplyKind::ALL.iter().filter(|kind| issue.state.after(**kind).is_some());
        let reply = |own: &Reply| ReplyView {
            name: own.kind.name(lang),
            by: own.name.clone(),
            at: page.time(own.at),
            text: own.text.clone(),
        };
        Self {
            id: issue.id.to_string(),
            version: issue.version,
            criterion: issue.criterion.clone(),
            kind: issue.kind.name(lang),
            severity: issue.severity.map(|own| own.name(lang).to_owned()).unwrap_or_default(),
            state: issue.state.name(lang),
            is_settled: issue.state == IssueState::Settled,
            deferrable: issue.deferrable,
            text: issue.text.clone(),
            by: issue.name.clone(),
            at: page.time(issue.at),
            due: issue.due.map(|day| page.day(day)).unwrap_or_default(),
            number: issue.submission,
            replies: own.replies.iter().map(reply).collect(),
            item: issue.item.map(|(sample, item)| (format!("{}/samples/{sample}#item-{item}", page.base()), item)),
            typed: String::new(),
            error: String::new(),
            possible: possible.map(|kind| (kind.word(), kind.name(lang), kind.is_judgement())).collect(),
        }
    }
}
