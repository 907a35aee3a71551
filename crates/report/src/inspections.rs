//! The report of inspections to the management: a text, the table of inspections, and space for the approval.

use askama::Template;
use jiff::civil::Date;
use serde::Serialize;
use serde_json::json;
use tasuki_catalog::Lang;

use crate::ReportError;
use crate::pdf::document;

const TEMPLATE: &str = include_str!("../templates/pdf/inspections.typ");

/// The contents of the report.
#[derive(Debug, Clone)]
pub struct InspectionReport<'a> {
    /// Language of the document.
    pub lang: Lang,
    /// The organization that reports.
    pub organization: &'a str,
    /// The assessment that the inspections belong to.
    pub assessment: &'a str,
    /// The criterion that asks for the report: its number and name.
    pub criterion: &'a str,
    /// The day on which the document is made.
    pub created: Date,
    /// The text; paragraphs are separated by empty lines.
    pub text: &'a str,
    /// The inspections.
    pub rows: Vec<InspectionRow>,
}

/// One inspection of the report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct InspectionRow {
    /// The criterion's number.
    pub id: String,
    /// Its name.
    pub title: String,
    /// The CSS class of its sign: `met`, `partial`, `unmet`, `na`, `blank`.
    pub class: &'static str,
    /// The state of the inspection, in a word.
    pub standing: String,
    /// When compliance was last shown.
    pub last: String,
    /// Who recorded that.
    pub by: String,
    /// What was recorded.
    pub record: String,
    /// When it must be shown again.
    pub next: String,
}

struct Words {
    title: &'static str,
    text: &'static str,
    table: &'static str,
    approval: &'static str,
    criterion: &'static str,
    assessment: &'static str,
    created: &'static str,
    columns: [&'static str; 5],
    signatures: [&'static str; 3],
    no_grant: &'static str,
    promise: &'static str,
}

const JA: Words = Words {
    title: "セキュリティ点検の年次報告",
    text: "報告",
    table: "点検の一覧",
    approval: "承認",
    criterion: "もとになる評価基準",
    assessment: "評価",
    created: "作成日",
    columns: ["番号", "点検と記録", "状況", "前回", "次回"],
    signatures: ["承認（セキュリティを統括する役員）", "確認", "作成"],
    no_grant: "Tasukiは★を付与しません。",
    promise: "記録された点検と、本人の回答にもとづく一覧です。",
};

const EN: Words = Words {
    title: "Yearly report on security inspections",
    text: "Report",
    table: "Inspections",
    approval: "Approval",
    criterion: "Asked for by",
    assessment: "Assessment",
    created: "Made on",
    columns: ["No.", "Inspection and record", "Standing", "Last", "Next"],
    signatures: ["Approved (officer in charge of security)", "Checked", "Written"],
    no_grant: "Tasuki grants no ★.",
    promise: "This table rests on recorded inspections and the organization's own answers.",
};

impl InspectionReport<'_> {
    fn words(&self) -> &'static Words {
        match self.lang {
            Lang::Ja => &JA,
            Lang::En => &EN,
        }
    }

    fn facts(&self) -> [(&'static str, String); 3] {
        let words = self.words();
        [
            (words.criterion, self.criterion.to_owned()),
            (words.assessment, self.assessment.to_owned()),
            (words.created, self.created.to_string()),
        ]
    }

    fn paragraphs(&self) -> Vec<String> {
        let text = self.text.replace("\r\n", "\n");
        text.split("\n\n").map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect()
    }
}

/// The report as a tagged PDF (PDF/UA-1); the same input gives the same bytes.
pub fn inspection_pdf(report: &InspectionReport<'_>) -> Result<Vec<u8>, ReportError> {
    let words = report.words();
    let data = json!({
        "lang": match report.lang { Lang::Ja => "ja", Lang::En => "en" },
        "organization": report.organization,
        "title": report.criterion,
        "level": "",
        "sentence": words.promise,
        "facts": report.facts(),
        "text": report.paragraphs(),
        "rows": report.rows,
        "words": {
            "report_title": words.title, "text": words.text, "table": words.table, "approval": words.approval,
            "columns": words.columns, "signatures": words.signatures,
            "no_grant": words.no_grant, "promise": words.promise,
        },
    });
    document(
        TEMPLATE,
        data,
        report.lang,
        (
            &format!("tasuki:inspections:{}:{}:{}", report.organization, report.criterion, report.created),
            report.created,
        ),
    )
}

#[derive(Template)]
#[template(path = "inspections.html")]
struct Html<'a> {
    report: &'a InspectionReport<'a>,
    words: &'static Words,
    lang: &'static str,
    facts: [(&'static str, String); 3],
    paragraphs: Vec<String>,
}

/// The report as one self-contained HTML page.
pub fn inspection_html(report: &InspectionReport<'_>) -> Result<String, ReportError> {
    let template = Html {
        report,
        words: report.words(),
        lang: match report.lang {
            Lang::Ja => "ja",
            Lang::En => "en",
        },
        facts: report.facts(),
        paragraphs: report.paragraphs(),
    };
    Ok(template.render()?)
}
