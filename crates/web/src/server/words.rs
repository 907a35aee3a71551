//! The words of enums as they go over the wire, taken from where each enum is: nothing here lists them again.

use std::borrow::Cow;

use serde::Serialize;
use serde_json::Value;
use tasuki_scheme::SizeClass;
use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};
use utoipa::openapi::{Object, RefOr};
use utoipa::{PartialSchema, ToSchema};

/// A type for the description alone, for each enum: `Name of all its values, under which it is described`.
macro_rules! words {
    ($(#[doc = $about:literal] $name:ident of $all:expr;)+) => {$(
        #[doc = $about]
        #[derive(Debug)]
        pub(crate) enum $name {}

        impl PartialSchema for $name {
            fn schema() -> RefOr<Schema> {
                described($about, $all).into()
            }
        }

        impl ToSchema for $name {
            fn name() -> Cow<'static, str> {
                stringify!($name).trim_end_matches("Word").into()
            }
        }
    )+};
}

words! {
    #[doc = "The state of a criterion."]
    StatusWord of tasuki_assess::Status::ALL;
    #[doc = "The reply to a question about a partner."]
    NeedReplyWord of tasuki_scheme::road::Reply::ALL;
    #[doc = "What one criterion asks, beside what another asks."]
    RelationWord of tasuki_catalog::Relation::ALL;
    #[doc = "How the answers of an edition are marked."]
    ScaleWord of tasuki_catalog::Scale::ALL;
    #[doc = "What happened to a criterion between two editions."]
    ChangeKindWord of tasuki_catalog::ChangeKind::ALL;
    #[doc = "How much work it is to close a criterion."]
    EffortWord of tasuki_catalog::Effort::ALL;
    #[doc = "What can be in a scope."]
    ScopeKindWord of tasuki_store::assessments::ScopeKind::ALL;
    #[doc = "The state of a task."]
    TaskStateWord of tasuki_store::tasks::State::ALL;
    #[doc = "A move of the work on a task."]
    MoveWord of tasuki_app::tasks::Move::WORDS;
    #[doc = "What a piece of evidence is."]
    EvidenceKindWord of tasuki_store::evidence::Kind::ALL;
    #[doc = "Who may see a piece of evidence."]
    ClassificationWord of tasuki_store::evidence::Classification::ALL;
    #[doc = "What a member is in an organization."]
    RoleWord of tasuki_scheme::Role::ALL;
    #[doc = "In which capacity somebody from outside looks at an assessment."]
    CapacityWord of tasuki_scheme::Capacity::ALL;
    #[doc = "Whether a link opens anything today."]
    LinkStateWord of tasuki_app::links::State::ALL;
    #[doc = "What a grant permits."]
    GrantedWord of tasuki_scheme::Permission::GRANTABLE.map(|permission| permission.word().unwrap_or_default());
    #[doc = "What is worth a look about a member."]
    RemarkWord of tasuki_app::access_reviews::Remark::ALL;
    #[doc = "What a notification is of."]
    NotificationKindWord of tasuki_app::notifications::Kind::ALL;
    #[doc = "What is mailed of a kind of notification."]
    MailWord of tasuki_app::notifications::Mail::ALL;
    #[doc = "How an inspection stands."]
    StandingWord of tasuki_app::inspections::Standing::ALL.map(tasuki_app::inspections::Standing::word);
    #[doc = "What is due."]
    DueKindWord of tasuki_app::agenda::Why::WORDS;
    #[doc = "What was found."]
    HitKindWord of tasuki_app::search::Kind::all().into_iter().map(tasuki_app::search::Kind::word);
    #[doc = "How an organization is identified."]
    IdentityKindWord of tasuki_scheme::IdentityKind::ALL;
    #[doc = "How many people an organization has; empty: not said."]
    SizeWord of std::iter::once("").chain(SizeClass::ALL.map(SizeClass::word));
    #[doc = "What a token may do at most."]
    ScopeWord of tasuki_app::tokens::SCOPES;
    #[doc = "A kind of events."]
    EventWord of tasuki_app::webhooks::events().into_iter().map(|(kind, ..)| kind);
    #[doc = "Something that can happen on a road to a ★."]
    RoadEventWord of tasuki_scheme::road::Event::ALL.map(tasuki_scheme::road::Event::word);
    #[doc = "Who acts on a road to a ★."]
    ActorWord of tasuki_scheme::road::Actor::ALL;
    #[doc = "What an event on a road to a ★ needs."]
    NeedWord of tasuki_scheme::road::Need::ALL.map(tasuki_scheme::road::Need::word);
    #[doc = "Which kind of file of a scanner, or list about vulnerabilities."]
    ScanFormatWord of tasuki_assess::scan::ScanFormat::ALL;
    #[doc = "What a target of scans is."]
    TargetKindWord of tasuki_catalog::TargetKind::ALL;
    #[doc = "From where a target can be reached."]
    ExposureWord of tasuki_catalog::Exposure::ALL;
    #[doc = "How far a finding of a scan is."]
    FindingStageWord of tasuki_app::technical_checks::Stage::ALL.map(tasuki_app::technical_checks::Stage::word);
    #[doc = "What is done about a finding of a scan."]
    DispositionWord of tasuki_assess::scan::Disposition::ALL;
    #[doc = "What happened to a finding of a scan."]
    FindingEventWord of tasuki_scheme::road::FindingEvent::ALL;
    #[doc = "What somebody does about findings: what is done about them (the organization); whether that is right, or that they are gone (the verifier)."]
    FindingActWord of crate::technical_checks::ACTS;
    #[doc = "When to look at a finding."]
    RankWord of crate::technical_checks::RANKS;
    #[doc = "What scans say about a criterion."]
    ScanResultWord of crate::technical_checks::RESULTS;
    #[doc = "What a finding says about a criterion."]
    ScanSaysWord of crate::technical_checks::SAYS;
    #[doc = "How bad a finding is, as the scanner says."]
    ScanSeverityWord of crate::technical_checks::SEVERITIES;
    #[doc = "What a reviewer marks of a criterion."]
    AspectWord of tasuki_scheme::road::Aspect::ALL;
    #[doc = "What a mark rests on."]
    MeansWord of tasuki_scheme::road::Means::ALL;
    #[doc = "What a reviewer raises about a criterion."]
    IssueKindWord of tasuki_scheme::road::IssueKind::ALL;
    #[doc = "How grave a finding is."]
    SeverityWord of tasuki_scheme::road::Severity::ALL;
    #[doc = "What was found on an item of a sample."]
    ItemResultWord of tasuki_scheme::road::ItemResult::ALL;
    #[doc = "A step of a road to a ★."]
    RoadStepWord of tasuki_scheme::road::StepKind::ALL.map(tasuki_scheme::road::StepKind::word);
    #[doc = "How far an issue is."]
    IssueStateWord of tasuki_scheme::road::IssueState::ALL;
    #[doc = "What a reply to an issue does."]
    ReplyKindWord of tasuki_scheme::road::ReplyKind::ALL;
    #[doc = "A language."]
    LanguageWord of tasuki_app::preferences::LANGUAGES;
    #[doc = "A theme; `auto` is that of the system."]
    ThemeWord of tasuki_app::preferences::THEMES;
}

/// The words of a filter, of which the empty one does not filter.
pub(crate) fn filter(words: &[&'static str]) -> Object {
    described("Empty: any.", std::iter::once("").chain(words.iter().copied()))
}

/// A text that is one of these, each as it goes over the wire.
fn described<T: Serialize>(about: &str, all: impl IntoIterator<Item = T>) -> Object {
    let words = all.into_iter().map(|one| serde_json::to_value(one).unwrap_or_default()).collect::<Vec<Value>>();
    ObjectBuilder::new().schema_type(Type::String).description(Some(about)).enum_values(Some(words)).build()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(schema: RefOr<Schema>) -> Value {
        serde_json::to_value(schema).unwrap()
    }

    #[test]
    fn words_are_those_that_are_sent() {
        assert_eq!(read(TaskStateWord::schema())["enum"][2], "reported");
        assert_eq!(read(RelationWord::schema())["enum"][5], "none");
        assert_eq!(
            (TaskStateWord::name(), read(ThemeWord::schema())["type"].clone()),
            ("TaskState".into(), "string".into())
        );
    }

    #[test]
    fn every_move_has_its_word_and_no_other() {
        for word in tasuki_app::tasks::Move::WORDS {
            let body = serde_json::json!({ "move": word, "report": "x", "review": "x" });
            let least = serde_json::json!({ "move": word });
            let read = |body: Value| serde_json::from_value::<tasuki_app::tasks::Move>(body);
            let error = [read(body), read(least)].into_iter().find_map(Result::err).map(|error| error.to_string());
            assert!(!error.is_some_and(|error| error.contains("unknown variant")), "{word}");
        }
        let unknown = serde_json::from_value::<tasuki_app::tasks::Move>(serde_json::json!({ "move": "x" }));
        let said = unknown.unwrap_err().to_string();
        assert_eq!(said.matches('`').count() / 2 - 1, tasuki_app::tasks::Move::WORDS.len(), "{said}");
    }
}
