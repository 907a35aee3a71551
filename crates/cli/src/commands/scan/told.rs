//! A judgement of scans, for a person to read.

use std::collections::HashSet;

use jiff::civil::Date;
use tasuki_assess::scan::{JudgedFinding, Judgement, Rank, ScanResult};
use tasuki_catalog::{Catalog, Lang};

use crate::{
    output::{Output, Tint, say},
    table::{Table, cut},
};

pub(super) fn tell(catalog: &Catalog, as_of: Date, judgements: &[Judgement<'_>], output: &mut Output) {
    let lang = output.lang;
    output.heading(&say!(lang, "{}  {as_of} 現在", "{}  as of {as_of}", catalog.title().get(lang)));
    if judgements.is_empty() {
        output.line(say!(
            lang,
            "この版の規則が見るものは、どの検査も調べていません。",
            "No scan looked for anything that a rule of this edition is about."
        ));
    }
    for judgement in judgements {
        one(catalog, judgement, output);
    }
    output.line("");
    let promise = say!(
        lang,
        "検出事項は回答を変えません。担当者への問いです。見つからなかったことは、満たしている証明ではありません。",
        "A finding changes no answer: it is a question to its owner. Finding nothing does not show that a criterion is met."
    );
    output.line(output.tint(&promise, Tint::Quiet));
}

fn one(catalog: &Catalog, judgement: &Judgement<'_>, output: &mut Output) {
    let lang = output.lang;
    let heading = match (judgement.criterion, judgement.title) {
        (Some(id), Some(title)) => format!("{id}  {}  {}", title.get(lang), catalog.level_title(judgement.level, lang)),
        _ => say!(lang, "どの評価基準にも触れないもの", "What touches no criterion"),
    };
    output.heading(&heading);
    let result = result(judgement.result, output);
    output.line(format!("{result}  {}", judgement.why.get(lang)));
    let mut table = Table::default();
    for finding in &judgement.findings {
        table.row(row(finding, output));
    }
    for list in &judgement.lists {
        let what = say!(lang, "一覧 {} 件", "a list of {}", list.components);
        table.row(["  ".to_owned(), String::new(), cut(list.scan, 40), cut(&list.targets.join(" "), 44), what]);
    }
    table.lines().for_each(|line| output.line(line));
    for question in questions(judgement, lang) {
        output.line(format!("  ? {question}"));
    }
}

fn row(finding: &JudgedFinding<'_>, output: &Output) -> [String; 5] {
    let lang = output.lang;
    let score = finding.priority.cvss.as_ref().map(|cvss| format!("{:.1}", cvss.score)).unwrap_or_default();
    let own = finding.finding;
    let place = [Some(own.target.as_str()), own.port.as_deref(), own.package.as_deref()];
    let owner = finding.owner.map(|owner| say!(lang, "（担当: {owner}）", " (owner: {owner})")).unwrap_or_default();
    let says = format!("{}{owner}  {}", says(finding, lang), cut(&own.title, 50));
    let place = cut(&place.into_iter().flatten().collect::<Vec<_>>().join(" "), 44);
    [format!("  {}", rank(finding.priority.rank, output)), score, cut(&own.id, 40), place, says]
}

/// What is to be asked, each question once, in the order of the findings.
fn questions(judgement: &Judgement<'_>, lang: Lang) -> Vec<String> {
    let lists = judgement.lists.iter().flat_map(|list| &list.unknown);
    let all = judgement.findings.iter().flat_map(|finding| &finding.unknown).chain(lists);
    let mut asked = HashSet::new();
    all.map(|unknown| unknown.question.get(lang))
        .filter(|question| asked.insert(*question))
        .map(str::to_owned)
        .collect()
}

fn result(result: ScanResult, output: &Output) -> String {
    let tint = match result {
        ScanResult::SpeaksAgainst => Tint::Bad,
        ScanResult::PersonMustDecide => Tint::Part,
        ScanResult::NothingFound => Tint::Quiet,
    };
    output.tint(result.name(output.lang), tint)
}

fn rank(rank: Rank, output: &Output) -> String {
    let tint = match rank {
        Rank::Now => Tint::Bad,
        Rank::Soon => Tint::Part,
        Rank::Planned | Rank::Watch => Tint::Quiet,
    };
    output.tint(&rank.name(output.lang).to_lowercase(), tint)
}

fn says(finding: &JudgedFinding<'_>, lang: Lang) -> String {
    let word = finding.says.name(lang);
    finding.due.map_or_else(|| word.to_owned(), |day| say!(lang, "{word}（期限 {day}）", "{word} (due {day})"))
}
