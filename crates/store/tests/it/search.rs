//! Texts are found, in Japanese too, and only within their own organization.

use tasuki_store::{AssessmentId, OrganizationId, Subject, search};

use crate::base::Base;

stories![
    two_letters_are_found,
    words_are_folded,
    one_letter_is_found,
    all_words_must_be_there,
    pairs_that_only_happen_to_be_there_are_nothing,
    others_find_nothing,
    what_is_put_again_replaces,
    marks_are_no_syntax,
    more_than_a_page_is_found,
];

/// An answer that is known by the last part of its name.
fn answer(criterion: &str) -> Subject {
    Subject::Answer(AssessmentId::new(0, [0; 10]), criterion.to_owned())
}

fn put(base: &Base, organization: OrganizationId, subject: &'static str, title: &'static str, text: &'static str) {
    base.write(move |tx| search::put(tx, organization, &answer(subject), title, text)).unwrap();
}

fn found(base: &Base, organization: OrganizationId, query: &str) -> Vec<String> {
    let query = query.to_owned();
    let found = base.read(move |tx| search::find(tx, organization, &query, 10)).unwrap();
    found.into_iter().map(|found| found.subject.rsplit('/').next().unwrap_or_default().to_owned()).collect()
}

fn two_letters_are_found(base: &Base) {
    let own = base.organization("例示工業");
    put(base, own, "a", "4-1", "年に一度、内部監査を行い、結果を取締役会に報告する。");
    put(base, own, "b", "4-2", "ログは六か月残す。");
    assert_eq!(found(base, own, "監査"), ["a"]);
    assert_eq!(found(base, own, "内部監査を行い"), ["a"]);
    assert_eq!(found(base, own, "査監"), Vec::<String>::new());
}

fn words_are_folded(base: &Base) {
    let own = base.organization("例示工業");
    put(base, own, "a", "ＭＦＡの導入", "クラウド ｻｰﾋﾞｽ は Microsoft 365");
    for query in ["mfa", "ＭＦＡ", "サービス", "MICROSOFT　365", "soft"] {
        assert_eq!(found(base, own, query), ["a"], "{query}");
    }
}

fn one_letter_is_found(base: &Base) {
    let own = base.organization("例示工業");
    put(base, own, "a", "", "鍵を保管する");
    put(base, own, "b", "", "合い鍵");
    assert_eq!(found(base, own, "鍵"), ["b", "a"], "the last written first");
}

fn all_words_must_be_there(base: &Base) {
    let own = base.organization("例示工業");
    put(base, own, "a", "", "ログを監視する");
    put(base, own, "b", "", "ログを残す");
    assert_eq!(found(base, own, "監視 ログ"), ["a"]);
    assert_eq!(found(base, own, " "), Vec::<String>::new());
}

fn pairs_that_only_happen_to_be_there_are_nothing(base: &Base) {
    let own = base.organization("例示工業");
    put(base, own, "a", "", "情報資産と資産管理");
    assert_eq!(found(base, own, "情報資産管理"), Vec::<String>::new(), "every pair is there, the word is not");
    assert_eq!(found(base, own, "資産管理"), ["a"]);
}

fn others_find_nothing(base: &Base) {
    let (own, other) = (base.organization("例示工業"), base.organization("見本商事"));
    put(base, own, "a", "", "監査");
    put(base, other, "a", "", "監視");
    assert_eq!(found(base, other, "監査"), Vec::<String>::new());
    base.write(move |tx| search::remove(tx, other, "answer", &answer("a").to_string())).unwrap();
    assert_eq!(found(base, own, "監査"), ["a"], "and take nothing away");
}

fn what_is_put_again_replaces(base: &Base) {
    let own = base.organization("例示工業");
    put(base, own, "a", "", "監査");
    put(base, own, "a", "", "点検");
    assert_eq!(found(base, own, "監査"), Vec::<String>::new());
    assert_eq!(found(base, own, "点検"), ["a"]);
    put(base, own, "a", "", " ");
    assert_eq!(found(base, own, "点検"), Vec::<String>::new());
}

fn marks_are_no_syntax(base: &Base) {
    let own = base.organization("例示工業");
    put(base, own, "a", "", "A&B社の\"契約\" (2026) 100%_OK! c:\\temp 'x' NEAR OR *");
    for query in ["a&b", "\"契約\"", "(2026)", "%_", "'x'", "or *", "c:\\", "NEAR", "!", "*"] {
        assert_eq!(found(base, own, query), ["a"], "{query}");
    }
    for query in ["' OR '1'='1", "grams:監査", "''", "\0"] {
        assert_eq!(found(base, own, query), Vec::<String>::new(), "{query}");
    }
}

fn more_than_a_page_is_found(base: &Base) {
    let own = base.organization("例示工業");
    base.write(move |tx| {
        for number in 0..450 {
            // Most texts only look as if they contained the word.
            let text = if number % 150 == 0 { "情報資産管理" } else { "情報資産と資産管理" };
            search::put(tx, own, &answer(&format!("a{number}")), "", text)?;
        }
        Ok(())
    })
    .unwrap();
    assert_eq!(found(base, own, "情報資産管理"), ["a300", "a150", "a0"]);
}
