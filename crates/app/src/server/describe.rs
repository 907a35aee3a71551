//! The description of each kind of thing: its name, its actions, and the fields that are shown to people.
//!
//! Each capability describes its own things in its own folder. Code that handles all kinds (the history, the log, the
//! search, permissions) asks here; a kind without a description does not compile, and an action without a sentence
//! fails every test that performs it.

use serde_json::Value;
use tasuki_catalog::Text;
use tasuki_store::{Noun, Subject};

use crate::account::description::PERSON;
use crate::answers::description::ANSWER;
use crate::assessments::description::ASSESSMENT;
use crate::catalogs::description::CATALOG;
use crate::comments::description::COMMENT;
use crate::declarations::description::DECLARATION;
use crate::description::{Action, Description};
use crate::evidence::description::EVIDENCE;
use crate::feeds::description::FEED;
use crate::grants::description::GRANT;
use crate::inspections::description::INSPECTION;
use crate::invitations::description::INVITATION;
use crate::issues::description::ISSUE;
use crate::links::description::LINK;
use crate::members::description::MEMBER;
use crate::organizations::description::{ORGANIZATION, SITE};
use crate::register::description::PARTNER;
use crate::reviewers::description::REVIEWER;
use crate::reviews::description::MARK;
use crate::roads::description::ROAD;
use crate::site_audits::description::{SAMPLE, SITE_AUDIT};
use crate::submissions::description::SUBMISSION;
use crate::tasks::description::TASK;
use crate::technical_checks::description::TECHNICAL_CHECK;
use crate::tokens::description::TOKEN;
use crate::webhooks::description::WEBHOOK;

/// The description of a kind of thing.
pub(crate) fn describe(noun: Noun) -> &'static Description {
    match noun {
        Noun::Organization => &ORGANIZATION,
        Noun::Site => &SITE,
        Noun::Member => &MEMBER,
        Noun::Invitation => &INVITATION,
        Noun::Grant => &GRANT,
        Noun::Link => &LINK,
        Noun::Token => &TOKEN,
        Noun::Webhook => &WEBHOOK,
        Noun::Feed => &FEED,
        Noun::Catalog => &CATALOG,
        Noun::Assessment => &ASSESSMENT,
        Noun::Answer => &ANSWER,
        Noun::Evidence => &EVIDENCE,
        Noun::Task => &TASK,
        Noun::Inspection => &INSPECTION,
        Noun::Comment => &COMMENT,
        Noun::Road => &ROAD,
        Noun::Submission => &SUBMISSION,
        Noun::Reviewer => &REVIEWER,
        Noun::Mark => &MARK,
        Noun::Issue => &ISSUE,
        Noun::SiteAudit => &SITE_AUDIT,
        Noun::Sample => &SAMPLE,
        Noun::Declaration => &DECLARATION,
        Noun::TechnicalCheck => &TECHNICAL_CHECK,
        Noun::Partner => &PARTNER,
        Noun::Person => &PERSON,
    }
}

/// The sentence of an entry, to follow the name of the person who acted. `count` is the number of things that were
/// changed together.
pub(crate) fn sentence(action: &str, subject: &Subject, detail: &Value, count: usize) -> Text {
    let own = describe(subject.noun());
    // Actions written by another version of Tasuki get a general sentence.
    let Some(Action { sentence: (ja, en), .. }) = own.action(action) else {
        return Text::new(format!("が{}を変えました", own.noun.0), format!("changed the {}", own.noun.1));
    };
    Text::new(filled(ja, detail, count), filled(en, detail, count))
}

/// A sentence with the details of an entry in place of their names.
fn filled(sentence: &str, detail: &Value, count: usize) -> String {
    let mut told = String::with_capacity(sentence.len());
    let mut rest = sentence;
    while let Some((before, (name, after))) =
        rest.split_once('{').and_then(|(before, behind)| Some((before, behind.split_once('}')?)))
    {
        told.push_str(before);
        match name {
            // Some acts are about several things at once, and say of how many.
            "count" => told.push_str(detail.get(name).and_then(Value::as_str).unwrap_or(&count.to_string())),
            name => told.push_str(detail.get(name).and_then(Value::as_str).unwrap_or_default()),
        }
        rest = after;
    }
    told + rest
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn details_stand_in_the_places_of_their_names() {
        let (answer, tasks) =
            (Subject::Answer(tasuki_store::AssessmentId::new(0, [0; 10]), "1".into()), Subject::Tasks);
        let road = tasuki_store::RoadId::new(0, [0; 10]);
        let listed = json!({ "count": "6" });
        let imported = sentence("technical_check.import_targets", &Subject::TechnicalCheck(road), &listed, 1);
        assert_eq!(imported.en, "imported a list of 6 targets");
        let attached = sentence("answer.attach", &answer, &json!({ "name": "規程{1}.pdf" }), 1);
        assert_eq!(attached, Text::new("が証跡「規程{1}.pdf」を付けました", "attached “規程{1}.pdf”"));
        assert_eq!(sentence("tasks.create", &tasks, &json!({}), 3).ja, "が3件の対応を作りました");
        assert_eq!(sentence("task.rocket", &tasks, &json!({}), 1).en, "changed the task");
    }

    #[test]
    fn every_sentence_is_there_in_both_languages_and_once() {
        for noun in Noun::ALL {
            let own = describe(*noun);
            let sentences = own.actions.iter().map(|action| (action.name, action.sentence));
            let labels = own.fields.iter().map(|field| (field.name, field.label));
            for (name, (ja, en)) in sentences.chain(labels).chain([("noun", own.noun)]) {
                assert!(
                    !ja.is_empty()
                        && !en.is_empty()
                        && en.chars().all(|letter| letter.is_ascii() || "“”’★".contains(letter)),
                    "{noun:?} {name}"
                );
                assert_eq!(ja.matches('{').count(), en.matches('{').count(), "{noun:?} {name}");
            }
            for (place, action) in own.actions.iter().enumerate() {
                assert!(own.actions[..place].iter().all(|other| other.name != action.name), "{} twice", action.name);
            }
        }
    }
}
