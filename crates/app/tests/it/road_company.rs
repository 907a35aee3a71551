//! A company whose first submission is under review, for the tests of what follows.

use jiff::civil::date;
use tasuki_app::answers::{self, Change};
use tasuki_app::evidence::{self, Classification, Content, Target};
use tasuki_app::packages::{self, Made};
use tasuki_app::records::{self, Work};
use tasuki_app::reviews::{self, Room, Round, Said};
use tasuki_app::roads::Standing;
use tasuki_app::{Context, Error, assessments, declarations, issues, reviewers, roads, submissions};
use tasuki_assess::Status;
use tasuki_scheme::Role;
use tasuki_scheme::road::{Actor, Event, IssueKind, IssueState, Means, ReplyKind, Severity, Shown, State};
use tasuki_store::packages::Package;
use tasuki_store::{AssessmentId, Digest, EvidenceId, IssueId, RoadId};

use crate::common::{Somebody, World};

/// A criterion of ★3 that the worker answers, and another one.
pub(crate) const FIRST: &str = "1-2-1-1";
pub(crate) const SECOND: &str = "1-2-1-2";

/// A company whose first submission is under review.
pub(crate) struct Company {
    pub(crate) world: World,
    pub(crate) lead: Somebody,
    pub(crate) worker: Somebody,
    pub(crate) expert: Somebody,
    pub(crate) assessment: AssessmentId,
    pub(crate) road: RoadId,
    /// Evidence of each class.
    pub(crate) internal: EvidenceId,
    pub(crate) secret: EvidenceId,
}

pub(crate) fn code<T: std::fmt::Debug>(refused: Result<T, Error>) -> &'static str {
    refused.expect_err("refused").code
}

/// What a workbook says in its cells.
pub(crate) fn text_of(workbook: &[u8]) -> String {
    use std::io::Read as _;

    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(workbook)).expect("a zip");
    let mut text = String::new();
    zip.by_name("xl/sharedStrings.xml").expect("texts").read_to_string(&mut text).expect("a text");
    text
}

/// Everything that the scheme asks of an expert.
pub(crate) fn everything() -> Vec<Shown> {
    let shown = |qualification: &str| Shown {
        qualification: qualification.to_owned(),
        number: "第000001号".to_owned(),
        until: Some(date(2028, 3, 31)),
    };
    ["riss", "training", "registration"].map(shown).into()
}

pub(crate) fn appointment(person: &Somebody, shown: Vec<Shown>) -> reviewers::New {
    reviewers::New {
        person: person.id,
        actor: Actor::Expert,
        evidence: Some(Classification::Internal),
        ends: date(2026, 12, 31),
        shown,
        advised: String::new(),
    }
}

impl Company {
    pub(crate) async fn new() -> Self {
        let world = World::new().await;
        let lead = world.somebody("佐藤", Role::SecurityLead).await;
        let worker = world.somebody("試作", Role::Contributor).await;
        let expert = world.somebody("専門家", Role::Guest).await;
        let (title, edition) = ("自己評価".to_owned(), "scs-2026-03".to_owned());
        let new = assessments::New { title, edition, level: Some(3), scope: Vec::new(), due: None };
        let assessment = world.write(&lead, move |cx| assessments::create(cx, new)).await.expect("an assessment").id;
        let mut company = Self {
            road: RoadId::new(0, [0; 10]),
            internal: EvidenceId::new(0, [0; 10]),
            secret: EvidenceId::new(0, [0; 10]),
            world,
            lead,
            worker,
            expert,
            assessment,
        };
        company.answer("規程に定めた").await;
        company.internal = company.attach("規程", Classification::Internal).await;
        company.secret = company.attach("構成図", Classification::Confidential).await;
        let new = roads::New { assessment, scheme: "scs".to_owned(), route: "star-3".to_owned(), renews: None };
        let opened = company.world.write(&company.lead, move |cx| roads::open(cx, &new)).await.expect("a road");
        company.road = opened.road.id;
        company.freeze().await;
        company
    }

    /// With everything, so that only the review is open.
    pub(crate) async fn appointed() -> Self {
        let company = Self::new().await;
        let (road, new) = (company.road, appointment(&company.expert, everything()));
        company.world.write(&company.lead, move |cx| reviewers::appoint(cx, road, new)).await.expect("appointed");
        company
    }

    pub(crate) async fn answer(&self, note: &'static str) {
        let (id, owner) = (self.assessment, self.worker.id);
        let change = Change {
            status: Some(Status::Met),
            note: Some(note.to_owned()),
            owner: Some(Some(owner)),
            ..Change::default()
        };
        let by = &self.lead;
        self.world.write(by, move |cx| answers::save(cx, id, FIRST, None, &change)).await.expect("saved");
    }

    pub(crate) async fn attach(&self, name: &'static str, class: Classification) -> EvidenceId {
        let new = evidence::New {
            name: name.to_owned(),
            classification: Some(class),
            ..evidence::New::of(Content::Note(format!("{name}の内容")))
        };
        let target = Target { assessment: self.assessment, criterion: FIRST.to_owned() };
        self.world
            .write(&self.lead, move |cx| evidence::add(cx, new, Some(&target)))
            .await
            .expect("evidence")
            .evidence
            .id
    }

    pub(crate) async fn freeze(&self) -> Digest {
        self.freeze_by(&self.lead).await
    }

    pub(crate) async fn freeze_by(&self, by: &Somebody) -> Digest {
        self.world.wait(1_000);
        let road = self.road;
        let seen = self.world.read(by, move |cx| submissions::ready(cx, road)).await.expect("a check").digest;
        self.world.write(by, move |cx| submissions::freeze(cx, road, seen)).await.expect("frozen").digest
    }

    pub(crate) async fn room(&self, by: &Somebody) -> Room {
        let road = self.road;
        self.world.read(by, move |cx| reviews::room(cx, road)).await.expect("a room")
    }

    pub(crate) async fn round(&self, by: &Somebody, number: u32) -> Result<Round, Error> {
        let road = self.road;
        self.world.read(by, move |cx| reviews::round(cx, road, number)).await
    }

    pub(crate) async fn record(&self, by: &Somebody) -> records::Material {
        let road = self.road;
        self.world.read(by, move |cx| records::material(cx, road, Work::Review)).await.expect("a record")
    }

    pub(crate) async fn write<T: Send + 'static>(
        &self,
        by: &Somebody,
        work: impl FnOnce(&mut Context<'_, '_>, RoadId) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        self.world.wait(1_000);
        let road = self.road;
        self.world.write(by, move |cx| work(cx, road)).await
    }

    pub(crate) async fn mark_all(&self) {
        let room = self.room(&self.expert).await;
        for criterion in room.criteria.into_iter().filter(|own| !own.is_marked()) {
            let said = Said {
                criterion: criterion.id,
                aspects: criterion.needed.to_vec(),
                means: Means::Document,
                note: String::new(),
            };
            self.write(&self.expert, move |cx, road| reviews::mark(cx, road, &said)).await.expect("marked");
        }
    }

    pub(crate) async fn raise(&self, kind: IssueKind, text: &str) -> Result<IssueId, Error> {
        let new = issues::New {
            criterion: FIRST.to_owned(),
            kind,
            severity: Some(Severity::Major),
            text: text.to_owned(),
            due: Some(date(2026, 12, 10)),
            deferrable: true,
            item: None,
        };
        Ok(self.write(&self.expert, move |cx, road| issues::raise(cx, road, new)).await?.id)
    }

    pub(crate) async fn reply(
        &self,
        by: &Somebody,
        id: IssueId,
        kind: ReplyKind,
        text: &'static str,
    ) -> Result<IssueState, Error> {
        Ok(self.write(by, move |cx, _| issues::reply(cx, id, None, kind, text)).await?.state)
    }

    pub(crate) async fn finish(&self, by: &Somebody, event: Event) -> Result<State, Error> {
        Ok(self.write(by, move |cx, road| reviews::finish(cx, road, None, event)).await?.road.state)
    }

    /// Confirmed by the expert, and declared by the management.
    pub(crate) async fn declared() -> (Self, Digest) {
        let company = Self::appointed().await;
        let boss = company.world.somebody("社長", Role::Executive).await;
        company.mark_all().await;
        company.finish(&company.expert, Event::Confirm).await.expect("confirmed");
        let digest = company.room(&company.lead).await.shown.row.digest;
        let new = declarations::New {
            digest: digest.to_string(),
            name: "手本 正子".to_owned(),
            office: "代表取締役".to_owned(),
            text: "事実のとおりです。".to_owned(),
        };
        company.write(&boss, move |cx, road| declarations::declare(cx, road, None, &new)).await.expect("declared");
        (company, digest)
    }

    /// A package of a submission as if it had been made: that takes seconds, and its own test does it.
    pub(crate) async fn keep_package(&self, submission: Digest) -> Result<Package, Error> {
        let (digest, name) = (Digest::of(submission.to_string().as_bytes()), "一式.zip".to_owned());
        let made = Made { digest, submission, name };
        let keep = move |cx: &mut Context<'_, '_>, road| packages::keep(cx, road, &made, (Digest::of(b"zip"), 3));
        self.write(&self.lead, keep).await
    }

    /// A package of the current submission goes to the operator.
    pub(crate) async fn apply(&self) -> Standing {
        let submission = self.room(&self.lead).await.shown.row.digest;
        let digest = self.keep_package(submission).await.expect("kept").digest;
        self.write(&self.lead, move |cx, road| packages::apply(cx, road, None, digest)).await.expect("applied")
    }
}
