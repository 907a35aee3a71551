//! Records of the work on a road (文書確認、実地審査、技術検証の記録) as documents: what the pages show, as whoever takes it along sees it.

mod audit;
mod check;
mod review;

use std::sync::Arc;

use jiff::civil::Date;
use serde_json::json;
use tasuki_catalog::{Catalog, Lang};
use tasuki_report::{
    Column, Entry, Look, Record, RecordedReviewer, ReviewIssue, ReviewReply, Section, record_pdf, record_workbook,
    review_pdf, review_workbook,
};
use tasuki_scheme::road::StepKind;
use tasuki_store::roads::Move;
use tasuki_store::{Digest, RoadId, Subject};

use crate::issues::Thread;
use crate::reviewers::Listed;
use crate::roads::{self, Standing};
use crate::timeline::day;
use crate::{Context, Error, downloads, reports, submissions};

/// Whose work is recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Work {
    /// 文書確認: the review of the last submission.
    Review,
    /// 実地審査: the on-site audit.
    Audit,
    /// 技術検証: the technical check.
    TechnicalCheck,
}

impl Work {
    /// Each with the step at which it is done.
    pub(crate) const STEPS: [(Self, StepKind); 3] = [
        (Self::Review, StepKind::Review),
        (Self::Audit, StepKind::Audit),
        (Self::TechnicalCheck, StepKind::TechnicalCheck),
    ];

    /// The word that is recorded for it.
    fn word(self) -> &'static str {
        match self {
            Self::Review => "review",
            Self::Audit => "audit",
            Self::TechnicalCheck => "technical_check",
        }
    }

    /// What its record is called.
    fn title(self, lang: Lang) -> &'static str {
        let (ja, en) = match self {
            Self::Review => ("文書確認の記録", "Record of the review"),
            Self::Audit => ("実地審査の記録", "Record of the on-site audit"),
            Self::TechnicalCheck => ("技術検証の記録", "Record of the technical check"),
        };
        if lang == Lang::Ja { ja } else { en }
    }
}

/// The form of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// A workbook, to sort and to work on.
    Workbook,
    /// A document to print and to file.
    Pdf,
}

impl Format {
    /// How the names of such files end.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Workbook => "xlsx",
            Self::Pdf => "pdf",
        }
    }

    /// Its media type.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Workbook => reports::Format::Gaps.media_type(),
            Self::Pdf => reports::Format::Pdf.media_type(),
        }
    }
}

/// What a record is made of.
#[derive(Debug, Clone)]
pub struct Material {
    work: Work,
    road: RoadId,
    title: String,
    lang: Lang,
    today: Date,
    content: Content,
}

#[derive(Debug, Clone)]
enum Content {
    Review(Box<review::Material>),
    Other(Box<Record>),
}

impl Material {
    /// The file name: title, what it is, the number of the submission where it is of one, day and ending.
    pub fn name(&self, format: Format) -> String {
        let number = match &self.content {
            Content::Review(own) => format!("_{}", own.number()),
            Content::Other(_) => String::new(),
        };
        let what = self.work.title(self.lang);
        reports::file_name(&format!("{}_{what}{number}", self.title), self.today, format.ending())
    }

    /// What is noted when it is taken along.
    pub fn of(&self) -> Of {
        let digest = match &self.content {
            Content::Review(own) => Some(own.digest()),
            Content::Other(_) => None,
        };
        Of { road: self.road, work: self.work, digest }
    }
}

/// Of what a record is.
#[derive(Debug, Clone, Copy)]
pub struct Of {
    road: RoadId,
    work: Work,
    /// The submission, if it is of one.
    digest: Option<Digest>,
}

/// Collects what a record is made of.
pub fn material(cx: &mut Context<'_, '_>, road: RoadId, work: Work) -> Result<Material, Error> {
    let (title, content) = match work {
        Work::Review => {
            let own = review::material(cx, road)?;
            (own.title(), Content::Review(Box::new(own)))
        }
        Work::Audit => {
            let (title, record) = audit::record(cx, road)?;
            (title, Content::Other(Box::new(record)))
        }
        Work::TechnicalCheck => {
            let (title, record) = check::record(cx, road)?;
            (title, Content::Other(Box::new(record)))
        }
    };
    Ok(Material { work, road, title, lang: cx.lang(), today: cx.now.today, content })
}

/// Renders a record. This is slow (a PDF takes about a second of CPU time), so do not run it in a transaction.
pub fn make(material: &Material, format: Format) -> Result<Vec<u8>, Error> {
    let made = match (&material.content, format) {
        (Content::Review(own), Format::Workbook) => review_workbook(&own.record()),
        (Content::Review(own), Format::Pdf) => review_pdf(&own.record()),
        (Content::Other(own), Format::Workbook) => record_workbook(own),
        (Content::Other(own), Format::Pdf) => record_pdf(own),
    };
    made.map_err(reports::failed)
}

/// Records that somebody took a record along.
pub fn note(cx: &mut Context<'_, '_>, of: Of, format: Format) -> Result<(), Error> {
    let Some(digest) = of.digest else {
        let detail = json!({ "record": of.work.word(), "format": format.ending() });
        return downloads::note(cx, "road.record", &Subject::Road(of.road), &detail);
    };
    let detail = json!({ "format": format.ending() });
    downloads::note(cx, "submission.record", &Subject::Submission(digest), &detail)
}

fn say(lang: Lang, ja: &'static str, en: &'static str) -> &'static str {
    if lang == Lang::Ja { ja } else { en }
}

/// What the records of an audit and of a check begin and end with.
struct Head {
    /// Whose road it is, as the submission says.
    organization: String,
    facts: Vec<(&'static str, String)>,
    /// The edition; `None` if that of the submission is not known here any more.
    catalog: Option<Arc<Catalog>>,
    /// What was done at the step, and by whom.
    course: Section,
}

fn head(cx: &mut Context<'_, '_>, standing: &Standing, step: StepKind) -> Result<Head, Error> {
    let lang = cx.lang();
    let say = |ja, en| say(lang, ja, en);
    let star = standing.star().title.get(lang).to_owned();
    let mut facts = vec![
        (say("評価", "Assessment"), standing.title.clone()),
        (say("目指す★", "★ aimed at"), star),
        (say("いまの段階", "Where the road stands"), standing.road.state.name(standing.route(), lang)),
    ];
    let (mut organization, mut catalog) = (String::new(), None);
    if let Some((row, said)) = submissions::last(cx, standing)? {
        facts.push((say("提出版", "Submission"), format!("{} ({})", row.number, row.day)));
        facts.push((say("提出版の SHA-256", "SHA-256 of the submission"), row.digest.to_string()));
        catalog = cx.library.shared(&said.edition.id).filter(|own| said.edition.is(own));
        organization.clone_from(&said.organization.name);
    }
    facts.push((say("作った日", "Made on"), cx.now.today.to_string()));
    let moves = roads::moves(cx, standing)?;
    let row = |own: &Move| {
        vec![
            Entry::Day(Some(day(own.at))),
            Entry::text(own.event.name(lang)),
            Entry::text(&own.name),
            Entry::text(own.acted_as.name(lang)),
            Entry::text(own.submission.to_string()),
            Entry::text(&own.reason),
        ]
    };
    let course = Section {
        name: say("経過", "Course"),
        columns: vec![
            Column::new(say("日", "Day"), 14.0, Look::Day),
            Column::new(say("したこと", "What was done"), 24.0, Look::Name),
            Column::new(say("人", "By"), 20.0, Look::Text),
            Column::new(say("立場", "As"), 22.0, Look::Text),
            Column::new(say("提出版", "Submission"), 10.0, Look::Word),
            Column::new(say("理由", "Reason"), 60.0, Look::Text),
        ],
        rows: roads::at_step(&moves, step).map(row).collect(),
        empty: say("この段階では、まだ何も終わっていません。", "Nothing was finished at this step yet."),
    };
    Ok(Head { organization, facts, catalog, course })
}

fn reviewer(own: &Listed) -> RecordedReviewer {
    let reviewer = &own.reviewer;
    RecordedReviewer {
        name: reviewer.name.clone(),
        actor: reviewer.actor,
        shown: reviewer.shown.clone(),
        lacks: own.lacks.clone(),
        accepted: reviewer.accepted.clone(),
        advised: reviewer.advised.clone(),
    }
}

fn issue(Thread { issue, replies }: &Thread) -> ReviewIssue {
    let reply = |own: &tasuki_store::issues::Reply| ReviewReply {
        kind: own.kind,
        text: own.text.clone(),
        by: own.name.clone(),
        day: day(own.at),
        submission: own.submission,
    };
    ReviewIssue {
        kind: issue.kind,
        severity: issue.severity,
        state: issue.state,
        text: issue.text.clone(),
        due: issue.due,
        by: issue.name.clone(),
        day: day(issue.at),
        submission: issue.submission,
        replies: replies.iter().map(reply).collect(),
    }
}
