//! The report to the management that summarises inspections.
//!
//! The catalogue defines which criteria summarise others: those with an interval that refer to several criteria with
//! an interval.

use jiff::civil::Date;
use tasuki_assess::{Open, Status, due, rollups};
use tasuki_catalog::{Lang, SharedCriterion};
use tasuki_store::AssessmentId;
use tasuki_store::assessments::Assessment;
use tasuki_store::inspections::{self as store, Inspection};

use crate::{Context, Error, assessments, tasks};

/// One inspection of the report.
#[derive(Debug, Clone)]
pub struct Line {
    /// The criterion.
    pub criterion: SharedCriterion,
    /// How it is answered.
    pub status: Status,
    /// How the inspection stands.
    pub standing: Standing,
    /// Its last record.
    pub last: Option<Inspection>,
    /// When it was last shown.
    pub confirmed: Option<Date>,
    /// When it must be shown again.
    pub next: Option<Date>,
}

/// How an inspection stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Shown within its interval.
    Shown,
    /// Answered as met, but without a confirmation date.
    Undated,
    /// Its interval has passed.
    Lapsed,
    /// The criterion is not met.
    Open,
    /// It does not apply.
    NotApplicable,
}

impl Standing {
    /// Every standing.
    pub const ALL: [Self; 5] = [Self::Shown, Self::Undated, Self::Lapsed, Self::Open, Self::NotApplicable];

    /// The word by which it is sent.
    pub fn word(self) -> &'static str {
        match self {
            Self::Shown => "shown",
            Self::Undated => "undated",
            Self::Lapsed => "lapsed",
            Self::Open => "open",
            Self::NotApplicable => "not_applicable",
        }
    }

    /// Its name in the report.
    pub fn name(self, lang: Lang) -> &'static str {
        match (lang, self) {
            (Lang::Ja, Self::Shown) => "実施済み",
            (Lang::Ja, Self::Undated) => "記録なし",
            (Lang::Ja, Self::Lapsed) => "期限超過",
            (Lang::Ja, Self::Open) => "不適合",
            (Lang::Ja, Self::NotApplicable) => "対象外",
            (Lang::En, Self::Shown) => "done",
            (Lang::En, Self::Undated) => "no record",
            (Lang::En, Self::Lapsed) => "overdue",
            (Lang::En, Self::Open) => "not met",
            (Lang::En, Self::NotApplicable) => "not applicable",
        }
    }
}

/// The inspections that one criterion summarises.
#[derive(Debug, Clone)]
pub struct Report {
    /// The assessment.
    pub assessment: Assessment,
    /// The criterion that summarises them.
    pub criterion: SharedCriterion,
    /// The inspections, in its order.
    pub lines: Vec<Line>,
}

/// The criteria of active assessments that summarise inspections, if their level requires them.
pub fn reports(cx: &mut Context<'_, '_>) -> Result<Vec<(Assessment, SharedCriterion)>, Error> {
    let mut found = Vec::new();
    for assessment in tasks::in_use(cx)? {
        let catalog = assessments::catalog_of(cx, &assessment)?;
        for position in rollups(&catalog) {
            let criterion = SharedCriterion::at(&catalog, position);
            if catalog.asks(assessment.level, &criterion) {
                found.push((assessment.clone(), criterion));
            }
        }
    }
    Ok(found)
}

/// The inspections that a criterion summarises, in their present state.
pub fn report(cx: &mut Context<'_, '_>, id: AssessmentId, criterion: &str) -> Result<Report, Error> {
    let sheet = assessments::sheet(cx, id)?;
    let own = sheet.catalog.position(criterion).filter(|position| rollups(&sheet.catalog).contains(position));
    let criterion = SharedCriterion::at(&sheet.catalog, own.ok_or_else(Error::not_found)?);
    let records = store::of_assessment(cx.tx, sheet.assessment.organization, id)?;
    let today = cx.now.today;
    let line = |position: usize| {
        let named = SharedCriterion::at(&sheet.catalog, position);
        let answer = &sheet.answers[position];
        let last = records.iter().find(|record| record.criterion == named.id).cloned();
        let next = answer.confirmed.filter(|_| answer.status == Status::Met).and_then(|day| due(&named, day));
        let open = sheet.evaluation.criterion(position).and_then(|verdict| verdict.open);
        let standing = match (answer.status, open, answer.confirmed) {
            (Status::NotApplicable, None, _) => Standing::NotApplicable,
            (Status::Met, Some(Open::Lapsed { .. }), _) => Standing::Lapsed,
            // Criteria above the level are not evaluated; their date is shown nevertheless.
            (Status::Met, _, Some(_)) if next.is_some_and(|next| next < today) => Standing::Lapsed,
            (Status::Met, _, Some(_)) => Standing::Shown,
            (Status::Met, _, None) => Standing::Undated,
            _ => Standing::Open,
        };
        Line { criterion: named, status: answer.status, standing, last, confirmed: answer.confirmed, next }
    };
    let lines = criterion.refers_to.iter().filter_map(|id| sheet.catalog.position(id)).map(line).collect();
    Ok(Report { assessment: sheet.assessment.clone(), criterion, lines })
}

impl Report {
    /// The number of inspections in a given state.
    pub fn count(&self, standing: Standing) -> usize {
        self.lines.iter().filter(|line| line.standing == standing).count()
    }

    /// A draft of the report's text, to be edited by the person who reports.
    pub fn draft(&self, organization: &str, today: Date, lang: Lang) -> String {
        let total = self.lines.len();
        let (shown, lapsed) = (self.count(Standing::Shown), self.count(Standing::Lapsed));
        let (open, undated) = (self.count(Standing::Open), self.count(Standing::Undated));
        let names = |standing: Standing| {
            let own = self.lines.iter().filter(|line| line.standing == standing);
            own.map(|line| format!("・{}", line.criterion.numbered_title().get(lang))).collect::<Vec<_>>().join("\n")
        };
        let next = self.lines.iter().filter_map(|line| Some((line.next?, line))).filter(|(next, _)| *next >= today);
        let next = next.min_by_key(|(next, _)| *next);
        let mut parts = Vec::new();
        match lang {
            Lang::Ja => {
                parts.push(format!("{organization}では、定められた{total}の点検のうち{shown}件を期間内に実施し、適合を確かめました（{today}現在）。"));
                if open > 0 {
                    parts.push(format!("次の{open}件は、まだ基準を満たしていません。\n{}", names(Standing::Open)));
                }
                if lapsed > 0 {
                    parts.push(format!(
                        "次の{lapsed}件は、前回の確認から期間が過ぎています。\n{}",
                        names(Standing::Lapsed)
                    ));
                }
                if undated > 0 {
                    parts.push(format!(
                        "次の{undated}件は、確認した日の記録がありません。\n{}",
                        names(Standing::Undated)
                    ));
                }
                if let Some((day, line)) = next {
                    parts.push(format!("次の点検は{day}の「{}」です。", line.criterion.title.get(lang)));
                }
                parts.push("今後の計画：（残っている点検の担当と期限、必要な費用を書きます）".to_owned());
                parts.push("ご判断いただきたいこと：（承認を得たい計画、予算、体制を書きます）".to_owned());
            }
            Lang::En => {
                parts.push(format!("Of the {total} inspections asked for, {organization} carried out {shown} within their interval and found the criteria met (as of {today})."));
                if open > 0 {
                    parts.push(format!("These {open} criteria are not met yet.\n{}", names(Standing::Open)));
                }
                if lapsed > 0 {
                    parts.push(format!("The interval of these {lapsed} has passed.\n{}", names(Standing::Lapsed)));
                }
                if undated > 0 {
                    parts.push(format!("No day is recorded for these {undated}.\n{}", names(Standing::Undated)));
                }
                if let Some((day, line)) = next {
                    parts.push(format!("The next inspection is “{}” on {day}.", line.criterion.title.get(lang)));
                }
                parts.push("Plan: (who does what is left, until when, at what cost)".to_owned());
                parts.push("Decisions wanted: (the plan, the budget, the people to approve)".to_owned());
            }
        }
        parts.join("\n\n")
    }
}
