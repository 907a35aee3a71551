//! Whether somebody has shown what a scheme asks of whoever looks at the work of others.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use tasuki_catalog::Lang;

use super::scheme::Scheme;
use super::step::Actor;

/// One thing that somebody has shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Shown {
    /// The identifier of the qualification in the scheme.
    pub qualification: String,
    /// Its number.
    pub number: String,
    /// The last day on which it holds; `None` if it has no end.
    #[serde(default)]
    pub until: Option<Date>,
}

/// What is missing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "lack")]
pub enum Lack {
    /// None of these has been shown.
    NoneOf {
        /// The identifiers of which one is enough.
        any: Vec<String>,
    },
    /// It has not been shown.
    NotShown {
        /// The identifier.
        qualification: String,
    },
    /// It has ended, and nothing else takes its place.
    Ended {
        /// The identifier.
        qualification: String,
        /// Its last day.
        until: Date,
    },
    /// The scheme knows no such reviewer.
    UnknownActor,
}

impl Lack {
    /// What is missing, in words. `title`: what a qualification is called; `day`: how a day is written.
    pub fn sentence(&self, lang: Lang, title: impl Fn(&str) -> String, day: impl Fn(Date) -> String) -> String {
        match (lang, self) {
            (_, Self::NoneOf { any }) => {
                let any = lang.joined(any.iter().map(|id| title(id)));
                match lang {
                    Lang::Ja => format!("どれも示されていません: {any}"),
                    Lang::En => format!("None of these was shown: {any}"),
                }
            }
            (Lang::Ja, Self::NotShown { qualification }) => format!("示されていません: {}", title(qualification)),
            (Lang::En, Self::NotShown { qualification }) => format!("Not shown: {}", title(qualification)),
            (Lang::Ja, Self::Ended { qualification, until }) => {
                format!("期限が切れています: {}（{}）", title(qualification), day(*until))
            }
            (Lang::En, Self::Ended { qualification, until }) => {
                format!("Ended: {} ({})", title(qualification), day(*until))
            }
            (Lang::Ja, Self::UnknownActor) => "制度にない立場です".to_owned(),
            (Lang::En, Self::UnknownActor) => "The scheme knows no such reviewer".to_owned(),
        }
    }
}

impl Scheme {
    /// What somebody lacks on a day to act as `actor`; empty if nothing. Whether they are accepted nevertheless is for the organization to
    /// decide.
    pub fn lacks(&self, actor: Actor, shown: &[Shown], day: Date) -> Vec<Lack> {
        let Some(reviewer) = self.reviewer(actor) else { return vec![Lack::UnknownActor] };
        let best = |ids: &[String]| {
            let own = shown.iter().filter(|own| ids.contains(&own.qualification) && !own.number.trim().is_empty());
            own.max_by_key(|own| own.until.unwrap_or(Date::MAX))
        };
        let ended = |own: &Shown| own.until.filter(|until| *until < day);
        let lack = |own: &Shown, until| Lack::Ended { qualification: own.qualification.clone(), until };
        let mut lacks = Vec::new();
        if !reviewer.one_of.is_empty() {
            lacks.extend(match best(&reviewer.one_of) {
                None => Some(Lack::NoneOf { any: reviewer.one_of.clone() }),
                Some(own) => ended(own).map(|until| lack(own, until)),
            });
        }
        for id in &reviewer.also {
            lacks.extend(match best(std::slice::from_ref(id)) {
                None => Some(Lack::NotShown { qualification: id.clone() }),
                Some(own) => ended(own).map(|until| lack(own, until)),
            });
        }
        lacks
    }
}
