//! The record of a review: complete in both forms and languages, and nothing that people wrote is executed.

use calamine::Reader;
use jiff::civil::date;
use tasuki_assess::Status;
use tasuki_catalog::{Catalog, Lang, Library};
use tasuki_report::{
    Confirmation, RecordedReviewer, ReviewFigures, ReviewIssue, ReviewMark, ReviewRecord, ReviewReply,
    ReviewedCriterion, review_pdf, review_workbook,
};
use tasuki_scheme::road::{Actor, Aspect, IssueKind, IssueState, Lack, Means, ReplyKind, Scheme, Severity, Shown};
use tasuki_trust::submission::{Answer, Edition, Evidence, Named, Organization, Road, TYPE};
use tasuki_trust::{Digest, Submission, digest_of_edition};

use crate::common::HOSTILE;
use crate::read::{column, open, pages, parts, rows, table};

fn catalog() -> &'static Catalog {
    Library::builtin().catalog("scs-2026-03").unwrap()
}

/// One in ten criteria does not apply.
fn submission() -> Submission {
    let asked = catalog().criteria().iter().filter(|own| catalog().asks(Some(3), own));
    let answer = |(at, criterion): (usize, &str)| Answer {
        criterion: criterion.to_owned(),
        status: if at % 10 == 9 { Status::NotApplicable } else { Status::Met },
        note: if at == 1 { HOSTILE.to_owned() } else { "規程第3条に定め、全員に通知済み。".to_owned() },
        substitute: String::new(),
        reason: if at % 10 == 9 { "社外からの接続がない。".to_owned() } else { String::new() },
        accepted: false,
        maturity: None,
        confirmed: None,
        owner: None,
        answered_by: None,
        evidence: vec!["e1".to_owned()],
    };
    Submission {
        form: TYPE.to_owned(),
        organization: Organization { id: "o".to_owned(), name: "例示工業 <株>".to_owned(), identity: None },
        assessment: Named { id: "a".to_owned(), name: "★3 自己評価 2026".to_owned() },
        road: Road { id: String::new(), scheme: "scs".to_owned(), route: "star-3".to_owned(), star: 3, number: 2 },
        edition: Edition { id: catalog().id().to_owned(), digest: digest_of_edition(catalog()).unwrap() },
        level: Some(3),
        scope: vec![],
        day: date(2026, 12, 1),
        people: vec![],
        answers: asked.map(|own| own.id.as_str()).enumerate().map(answer).collect(),
        evidence: vec![Evidence {
            id: "e1".to_owned(),
            name: "セキュリティ規程 第2版".to_owned(),
            kind: "file".to_owned(),
            classification: "internal".to_owned(),
            version: 1,
            sha256: Digest::of(b"%PDF"),
            file_name: "規程.pdf".to_owned(),
            ends: None,
        }],
    }
}

fn mark(aspect: Aspect, holds: bool, note: &str) -> ReviewMark {
    ReviewMark {
        aspect,
        means: if aspect == Aspect::Works { Means::Observation } else { Means::Document },
        note: if aspect == Aspect::Fits { note.to_owned() } else { String::new() },
        by: "山田 花子".to_owned(),
        day: date(2026, 12, 3),
        submission: if holds { 2 } else { 1 },
        holds,
        by_preparer: false,
    }
}

fn finding() -> ReviewIssue {
    let reply = |kind, text: &str, by: &str, submission| ReviewReply {
        kind,
        text: text.to_owned(),
        by: by.to_owned(),
        day: date(2026, 12, 4),
        submission,
    };
    ReviewIssue {
        kind: IssueKind::Finding,
        severity: Some(Severity::Major),
        state: IssueState::Settled,
        text: "退職者のアカウントが 2 件残っています。\n台帳と合わせてください。".to_owned(),
        due: Some(date(2026, 12, 20)),
        by: "山田 花子".to_owned(),
        day: date(2026, 11, 20),
        submission: 1,
        replies: vec![
            reply(ReplyKind::Answer, "削除しました。😀", "佐藤 一郎", 1),
            reply(ReplyKind::Refuse, "もう 1 件あります。", "山田 花子", 1),
            reply(ReplyKind::Answer, HOSTILE, "佐藤 一郎", 2),
            reply(ReplyKind::Accept, "", "山田 花子", 2),
        ],
    }
}

fn question() -> ReviewIssue {
    ReviewIssue {
        kind: IssueKind::Question,
        severity: None,
        state: IssueState::Open,
        text: "どの拠点の記録ですか。".to_owned(),
        due: None,
        replies: vec![],
        ..finding()
    }
}

/// Everything is marked but the first two criteria: one lacks a mark, one has a mark that does not hold any more.
fn criteria(submission: &Submission) -> Vec<ReviewedCriterion> {
    let criterion = |(at, answer): (usize, &Answer)| {
        let needed = Aspect::needed(answer.status != Status::NotApplicable);
        let mut marks: Vec<ReviewMark> =
            needed.iter().map(|aspect| mark(*aspect, at != 1, if at < 3 { HOSTILE } else { "" })).collect();
        marks.drain(..usize::from(at == 0));
        let issues = match at {
            1 => vec![finding()],
            3 => vec![question()],
            _ => vec![],
        };
        ReviewedCriterion { id: answer.criterion.clone(), changed: at == 1, marks, issues }
    };
    submission.answers.iter().enumerate().map(criterion).collect()
}

fn reviewers() -> Vec<RecordedReviewer> {
    vec![
        RecordedReviewer {
            name: "山田 花子".to_owned(),
            actor: Actor::Expert,
            shown: vec![
                Shown { qualification: "riss".to_owned(), number: "012345".to_owned(), until: Some(date(2028, 3, 31)) },
                Shown { qualification: "training".to_owned(), number: "T-7".to_owned(), until: None },
            ],
            lacks: vec![],
            accepted: String::new(),
            advised: String::new(),
        },
        RecordedReviewer {
            name: "鈴木 次郎".to_owned(),
            actor: Actor::Expert,
            shown: vec![],
            lacks: vec![
                Lack::NoneOf { any: vec!["riss".to_owned(), "cissp".to_owned()] },
                Lack::Ended { qualification: "training".to_owned(), until: date(2026, 9, 30) },
            ],
            accepted: "研修を予約済みで、補助として見るため。".to_owned(),
            advised: "社内規程の改訂".to_owned(),
        },
    ]
}

fn record(submission: &Submission, lang: Lang) -> ReviewRecord<'_> {
    let digest = Digest::of(&submission.bytes().unwrap());
    ReviewRecord {
        lang,
        created: date(2026, 12, 5),
        submission,
        digest,
        catalog: Some(catalog()),
        scheme: Scheme::builtin().first().unwrap(),
        reviewers: reviewers(),
        criteria: criteria(submission),
        confirmation: Some(Confirmation {
            by: "山田 花子".to_owned(),
            actor: Actor::Expert,
            day: date(2026, 12, 5),
            digest,
        }),
    }
}

/// A record of which nothing is known but the submission.
fn bare(submission: &Submission, lang: Lang) -> ReviewRecord<'_> {
    ReviewRecord { catalog: None, reviewers: vec![], criteria: vec![], confirmation: None, ..record(submission, lang) }
}

#[test]
fn the_figures_count_only_marks_that_hold() {
    let submission = submission();
    let figures = |marked, open_issues| ReviewFigures { criteria: 81, marked, open_issues };
    assert_eq!(record(&submission, Lang::Ja).figures(), figures(79, 1));
    assert_eq!(bare(&submission, Lang::Ja).figures(), figures(0, 0));
}

#[test]
fn the_workbook_has_a_row_for_each_criterion_and_for_each_thing_said() {
    let submission = submission();
    let mut book = open(review_workbook(&record(&submission, Lang::Ja)).unwrap());
    assert_eq!(book.sheet_names(), ["概要", "評価基準と印", "質問・指摘"]);
    let summary = rows(&mut book, "概要").concat().join("\n");
    for told in [
        "評価基準 81 項目のうち 79 項目に必要な印がそろい、質問・指摘 1 件が未完了です。",
        "Tasukiは★を付与しません",
        "第2版（2026年12月1日）",
        "山田 花子（セキュリティ専門家）が次の提出版を確認したと記しました。",
        "情報処理安全確保支援士（番号 012345、2028年3月31日まで）",
        "どれも示されていません: 情報処理安全確保支援士、CISSP",
        "期限が切れています: 制度の研修の修了（2026年9月30日）",
        "研修を予約済み",
        "社内規程の改訂",
        &record(&submission, Lang::Ja).digest.to_string(),
    ] {
        assert!(summary.contains(told), "{told}: {summary}");
    }
    let (header, criteria) = table(&mut book, "評価基準と印", 1);
    let ids: Vec<_> = criteria.iter().map(|row| row[0].as_str()).collect();
    assert_eq!(ids, submission.answers.iter().map(|own| own.criterion.as_str()).collect::<Vec<_>>());
    let (explained, works) = (column(&header, "説明がある"), column(&header, "動いていると確かめた"));
    assert_eq!(criteria[0][explained], "未");
    assert_eq!(criteria[2][explained], "文書 · 山田 花子 · 2026-12-03");
    assert!(criteria[1][explained].contains("第1版への印"), "{}", criteria[1][explained]);
    assert_eq!(criteria[9][works], "不要");
    let states: Vec<_> = criteria.iter().map(|row| row[column(&header, "印の状況")].as_str()).collect();
    assert_eq!((states[0], states[1], states[2]), ("残っている", "残っている", "そろっている"));
    assert_eq!(criteria[0][column(&header, "印")], "2 / 3");
    assert_eq!(
        (&*criteria[1][column(&header, "前の版から")], &*criteria[0][column(&header, "前の版から")]),
        ("変わった", "")
    );
    let (header, said) = table(&mut book, "質問・指摘", 1);
    let kinds: Vec<_> = said.iter().map(|row| row[column(&header, "区分")].as_str()).collect();
    assert_eq!(kinds, ["指摘", "回答", "認めない", "回答", "認める", "質問"]);
    let numbers: Vec<_> = said.iter().map(|row| row[0].as_str()).collect();
    assert_eq!(numbers, ["1", "1", "1", "1", "1", "2"]);
    assert_eq!(said[3][column(&header, "書かれたこと")], HOSTILE);
    assert!(said[..5].iter().all(|row| row[column(&header, "重大さ")] == "重大"));
}

#[test]
fn the_workbook_is_filtered_frozen_and_without_formulas() {
    let submission = submission();
    let all = parts(&review_workbook(&record(&submission, Lang::En)).unwrap());
    let part = |name: &str| &all.iter().find(|(own, _)| own == name).unwrap().1;
    for sheet in ["xl/worksheets/sheet2.xml", "xl/worksheets/sheet3.xml"] {
        assert!(part(sheet).contains("<autoFilter") && part(sheet).contains("state=\"frozen\""), "{sheet}");
    }
    assert!(all.iter().all(|(name, text)| !name.starts_with("xl/worksheets") || !text.contains("<f>")));
    assert!(part("xl/styles.xml").contains("quotePrefix=\"1\""));
}

#[test]
fn a_review_that_has_not_begun_makes_a_record_too() {
    let submission = submission();
    for lang in [Lang::Ja, Lang::En] {
        let record = bare(&submission, lang);
        let mut book = open(review_workbook(&record).unwrap());
        assert_eq!(book.sheet_names().len(), 3);
        let all: String = book.sheet_names().iter().flat_map(|name| rows(&mut book, name).concat()).collect();
        let told = ["まだ確認されていません", "has not been confirmed"];
        assert!(told.iter().any(|told| all.contains(told)), "{all}");
        assert!(pages(&review_pdf(&record).unwrap()).len() > 2);
    }
}

#[test]
fn a_confirmation_of_another_submission_does_not_count_for_this_one() {
    let submission = submission();
    let mut record = record(&submission, Lang::Ja);
    record.confirmation.as_mut().unwrap().digest = Digest::of(b"earlier");
    let told = "これは別の提出版への確認で、この記録の提出版には及びません。";
    assert!(pages(&review_pdf(&record).unwrap())[0].contains(told));
    let mut book = open(review_workbook(&record).unwrap());
    assert!(rows(&mut book, "概要").concat().iter().any(|cell| cell == told));
}

#[test]
fn the_pdf_tells_everything_and_is_tagged() {
    let submission = submission();
    let bytes = review_pdf(&record(&submission, Lang::Ja)).unwrap();
    let pages = pages(&bytes);
    assert!(pages[0].contains("79/81") && pages[0].contains("Tasukiは★を付与しません"), "{}", pages[0]);
    let all = pages.concat();
    for told in [
        "退職者のアカウントが2件残っています。",
        "もう1件あります。",
        "文字の番号で示しています:[U+1F600]",
        "第1版への印",
    ] {
        assert!(all.contains(told), "{told}: {all}");
    }
    assert!(submission.answers.iter().all(|answer| all.contains(&answer.criterion)));
    let text = String::from_utf8_lossy(&bytes);
    assert!(text.contains("<pdfuaid:part>1</pdfuaid:part>") && text.contains("文書確認の記録"));
    assert_eq!(pages.len(), 7, "no page is empty, and none is lost");
}

#[test]
fn no_form_says_that_somebody_got_a_star() {
    let submission = submission();
    for lang in [Lang::Ja, Lang::En] {
        let record = record(&submission, lang);
        let mut book = open(review_workbook(&record).unwrap());
        let cells: String = book.sheet_names().iter().flat_map(|name| rows(&mut book, name).concat()).collect();
        let texts = [cells, pages(&review_pdf(&record).unwrap()).concat()];
        for text in texts {
            let grants = ["Tasukiは★を付与しません", "Tasukidoesnotgranta★", "Tasuki does not grant a ★"];
            assert!(grants.iter().any(|own| text.contains(own)));
            for word in ["certified", "passed", "認定", "認証され", "合格"] {
                assert!(!text.to_lowercase().contains(word), "{word}");
            }
        }
    }
}

#[test]
fn the_same_record_gives_the_same_bytes() {
    let submission = submission();
    for lang in [Lang::Ja, Lang::En] {
        let record = record(&submission, lang);
        assert!(review_pdf(&record).unwrap() == review_pdf(&record).unwrap());
        assert!(review_workbook(&record).unwrap() == review_workbook(&record).unwrap());
    }
}
