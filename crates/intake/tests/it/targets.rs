//! Lists of targets, as offices keep them.

use tasuki_assess::scan::{KnownTarget, TargetScope};
use tasuki_catalog::{Exposure, TargetKind};
use tasuki_intake::{Limits, TargetsError, read_targets};

fn read(text: &str) -> Result<Vec<KnownTarget>, TargetsError> {
    read_targets(text.as_bytes(), &Limits::default()).map(|list| list.targets.known().to_vec())
}

/// Every problem: row, column, and what is told in English.
fn problems(text: &str) -> Vec<(u32, String, String)> {
    match read(text) {
        Err(TargetsError::Bad(found)) => found.into_iter().map(|own| (own.row, own.column, own.told.en)).collect(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_sample_is_read_in_japanese_and_in_the_encoding_of_offices() {
    let bytes = std::fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/../../samples/scan-targets.csv")).unwrap();
    let text = String::from_utf8(bytes).unwrap();
    let (cp932, _, is_broken) = encoding_rs::SHIFT_JIS.encode(&text);
    assert!(!is_broken);
    for bytes in [text.as_bytes(), &cp932] {
        let list = read_targets(bytes, &Limits::default()).unwrap();
        let known = list.targets.known();
        assert_eq!((known.len(), list.passed_over.len()), (6, 0));
        assert_eq!(
            known[1],
            KnownTarget {
                name: "vpn.example.co.jp".to_owned(),
                addresses: vec!["192.0.2.10".to_owned()],
                scope: TargetScope::In,
                exposure: Some(Exposure::Boundary),
                kind: Some(TargetKind::Vpn),
                owner: Some("情報システム課".to_owned()),
            }
        );
        assert_eq!(known[4].addresses, ["registry.example.co.jp/shop:1.4", "shop:1.4"]);
        assert_eq!(known[5].out(), Some("検証用で社内につながっていない"));
    }
}

#[test]
fn words_are_understood_in_both_languages_and_nothing_is_not_known() {
    let one = |exposure: &str, kind: &str| {
        let own = read(&format!("name,in scope,exposure,kind\nx,yes,{exposure},{kind}\n")).unwrap().remove(0);
        (own.exposure, own.kind)
    };
    assert_eq!(one("Boundary", "FW"), (Some(Exposure::Boundary), Some(TargetKind::Firewall)));
    assert_eq!(one("インターネット", "ﾙｰﾀ"), (Some(Exposure::Internet), Some(TargetKind::Router)));
    assert_eq!(one("社内", "ＰＣ"), (Some(Exposure::Internal), Some(TargetKind::Pc)));
    for nothing in ["", "不明", "?"] {
        assert_eq!(one(nothing, nothing), (None, None), "{nothing}");
    }
    for exposure in Exposure::ALL {
        assert_eq!(one(exposure.word(), "").0, Some(exposure));
    }
    for kind in TargetKind::ALL {
        assert_eq!(one("", kind.word()).1, Some(kind));
    }
    for (word, is_in) in [("はい", true), ("○", true), ("範囲内", true), ("いいえ", false), ("×", false), ("No", false)]
    {
        let own = read(&format!("name,scope,reason\nx,{word},because\n")).unwrap().remove(0);
        assert_eq!(own.out().is_none(), is_in, "{word}");
    }
}

#[test]
fn every_bad_cell_is_told_with_its_row_and_column() {
    let told = problems(
        "name,in scope,reason,exposure,kind\nfw,perhaps,,outside,box\n,yes,,,\nold,no,,,\nFW,yes,,internal,pc\n",
    );
    let told: Vec<_> = told.iter().map(|(row, column, told)| (*row, column.as_str(), told.as_str())).collect();
    assert_eq!(
        told,
        [
            (2, "in scope", "found \"perhaps\"; expected yes or no"),
            (2, "exposure", "found \"outside\"; expected boundary, internet, internal"),
            (2, "kind", "found \"box\"; expected firewall, router, vpn, mail, web, server, pc, smart-device, other"),
            (3, "name", "found \"\"; expected a text"),
            (4, "reason", "found \"\"; expected the reason why it is out of scope"),
        ]
    );
    let scopeless = problems("name,in scope\nfw,\n");
    assert_eq!(scopeless[0].2, "found \"\"; expected yes or no", "whether it is in scope is never guessed");
}

#[test]
fn ranges_are_names_and_the_reason_of_each_is_kept() {
    let list = read_targets(
        "name,address,in scope,reason\nlan,192.0.2.0/24 2001:db8::/32,yes,所在地すべて\n".as_bytes(),
        &Limits::default(),
    );
    let list = list.unwrap();
    assert_eq!(list.targets.known()[0].addresses, ["192.0.2.0/24", "2001:db8::/32"]);
    assert_eq!(list.reasons, ["所在地すべて"]);
    let told = problems("name,address,in scope\nlan,192.0.2.0/33 registry/shop:1,yes\n");
    assert_eq!(
        told,
        [(2, "address".to_owned(), "found \"192.0.2.0/33\"; write a range of addresses like 192.0.2.0/24".to_owned())]
    );
}

#[test]
fn a_name_that_leads_to_two_targets_is_refused() {
    let told = problems("name,address,in scope\na,192.0.2.1 192.0.2.2,yes\nb,\"192.0.2.3, 192.0.2.2\",yes\nA,,yes\n");
    let told: Vec<_> = told.iter().map(|(row, _, told)| (*row, told.as_str())).collect();
    assert_eq!(told, [(3, "\"192.0.2.2\" is in row 2 already"), (4, "\"a\" is in row 2 already")]);
    assert!(read("name,address,in scope\na,A a,yes\n").is_ok(), "its own name again is no other target");
}

#[test]
fn columns_are_known_by_their_headings() {
    let list = read_targets("担当者,備考,適用範囲,対象名\n総務,x,はい,fw\n".as_bytes(), &Limits::default()).unwrap();
    assert_eq!(list.passed_over, ["備考"]);
    assert_eq!(list.targets.known()[0].owner.as_deref(), Some("総務"));
    let missing: Vec<_> = problems("備考\nx\n").into_iter().map(|(row, column, _)| (row, column)).collect();
    assert_eq!(missing, [(1, "名前".to_owned()), (1, "適用範囲".to_owned())]);
    let twice = problems("name,対象名,in scope\nx,y,yes\n");
    assert_eq!((twice.len(), twice[0].2.as_str()), (1, "this column says the same as \"name\""));
    assert_eq!(problems("")[0].2, "there is no heading");
    let open = read("name,in scope\n\"x,yes\n");
    assert!(matches!(open, Err(TargetsError::Unreadable(_))), "{open:?}");
    let small = Limits { text_bytes: 10, ..Limits::default() };
    assert!(matches!(read_targets(b"name,in scope\nx,yes\n", &small), Err(TargetsError::Unreadable(_))));
}
