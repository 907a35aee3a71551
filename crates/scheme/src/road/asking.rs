//! Which ★ to ask of a partner: what follows from the answers to the questions of the scheme.

use serde::{Deserialize, Serialize};
use tasuki_catalog::Lang;

use super::scheme::{Asking, AskingQuestion};

/// An answer to one of the questions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reply {
    /// はい.
    Yes,
    /// いいえ.
    No,
    /// Nobody knows yet. It is never taken for a no.
    #[default]
    Unknown,
}

impl Reply {
    /// Every one of them, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::Yes, Self::No, Self::Unknown];

    /// The word that is stored and sent for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::No => "no",
            Self::Unknown => "unknown",
        }
    }

    /// The reply for a word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|own| own.word() == word)
    }

    /// Its name on screens.
    pub fn name(self, lang: Lang) -> &'static str {
        let (ja, en) = match self {
            Self::Yes => ("はい", "Yes"),
            Self::No => ("いいえ", "No"),
            Self::Unknown => ("まだ分からない", "Not known yet"),
        };
        if lang == Lang::Ja { ja } else { en }
    }
}

/// What follows from the answers. It proposes; a person decides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Proposal {
    /// This ★.
    Star(u8),
    /// Nothing follows while a question is open and none is answered with yes: a person must decide.
    PersonMustDecide,
}

impl Asking {
    /// What follows from the reply to each question: one yes is enough, a no to every question asks for the lower ★, and what
    /// nobody knows is never taken for a no.
    pub fn proposal(&self, reply: impl Fn(&AskingQuestion) -> Reply) -> Proposal {
        let replies: Vec<Reply> = self.questions.iter().map(reply).collect();
        if replies.contains(&Reply::Yes) {
            Proposal::Star(self.yes)
        } else if replies.contains(&Reply::Unknown) {
            Proposal::PersonMustDecide
        } else {
            Proposal::Star(self.no)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::road::Scheme;

    fn proposed(replies: [Reply; 3]) -> Proposal {
        let asking = Scheme::builtin()[0].asking.as_ref().unwrap();
        let at = |own: &AskingQuestion| asking.questions.iter().position(|other| other.id == own.id).unwrap();
        asking.proposal(|own| replies[at(own)])
    }

    #[test]
    fn one_yes_asks_for_four_and_three_times_no_for_three() {
        use Reply::{No, Unknown, Yes};
        assert_eq!(proposed([No, No, No]), Proposal::Star(3));
        for replies in [[Yes, No, No], [No, Yes, Unknown], [Unknown, Unknown, Yes], [Yes, Yes, Yes]] {
            assert_eq!(proposed(replies), Proposal::Star(4), "{replies:?}");
        }
        for replies in [[Unknown, No, No], [No, Unknown, No], [Unknown; 3]] {
            assert_eq!(proposed(replies), Proposal::PersonMustDecide, "{replies:?}");
        }
    }

    #[test]
    fn words_are_read_again() {
        for reply in Reply::ALL {
            assert_eq!(Reply::from_word(reply.word()), Some(reply));
        }
        assert_eq!(Reply::from_word("maybe"), None);
    }
}
