//! The sample of an audit, drawn again without a server.

use tasuki_trust::sample::{digest, draw, list};

use crate::{json, run, stdout, target, text};

fn leavers() -> Vec<String> {
    (1..=214).map(|number| format!("退職者 {number:03}")).collect()
}

#[test]
fn the_command_draws_what_the_library_draws() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = target(&folder, "list.txt");
    std::fs::write(&file, list(&leavers())).expect("written");
    let frozen = digest(&leavers()).to_string();
    let base = ["sample", "draw", text(&file), "--seed", "7f3a9c"];
    let told = json(&[&base[..], &["--size", "25", "--digest", &frozen]].concat());
    let numbers: Vec<_> = told["sample"].as_array().expect("a list").iter().map(|own| own["number"].as_u64()).collect();
    let drawn = draw(&leavers(), "7f3a9c", 25);
    assert_eq!(numbers, drawn.iter().map(|at| Some(*at as u64 + 1)).collect::<Vec<_>>());
    assert_eq!((told["sha256"].as_str(), told["items"].as_u64()), (Some(frozen.as_str()), Some(214)));
    assert_eq!(told["sample"][0]["item"], leavers()[drawn[0]]);
    // As text, in the same order; all of them where more are asked for than there are.
    let shown = stdout(&[&base[..], &["--size", "2"]].concat());
    assert!(shown.contains("母集団 214 件から 2 件 · 種 7f3a9c") && shown.contains("退職者 028"), "{shown}");
    let all = json(&[&base[..], &["--size", "999"]].concat());
    assert_eq!(all["size"], 214);
}

#[test]
fn a_list_as_windows_saves_it_is_read_and_equal_lines_are_told() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = target(&folder, "list.csv");
    // 佐藤, 鈴木, a blank line, 佐藤, in CP932.
    std::fs::write(&file, b"\x8d\xb2\x93\xa1\r\n\x97\xe9\x96\xd8\r\n\r\n\x8d\xb2\x93\xa1\r\n").expect("written");
    let told = json(&["sample", "draw", text(&file), "--seed", "4-2-6", "--size", "3"]);
    assert_eq!(told["sha256"], digest(&["佐藤", "鈴木", "佐藤"].map(str::to_owned)).to_string());
    assert_eq!(told["duplicates"], serde_json::json!([3]));
}

#[test]
fn nothing_is_drawn_from_what_is_no_population() {
    let folder = tempfile::tempdir().expect("a folder");
    let (full, empty) = (target(&folder, "full.txt"), target(&folder, "empty.txt"));
    std::fs::write(&full, "a\nb\n").expect("written");
    std::fs::write(&empty, "\n \n").expect("written");
    let other = "0".repeat(64);
    for (list, seed, digest, exit, word) in [
        (&empty, "1", None, 3, "not-a-population"),
        (&full, " 1", None, 2, "not-a-seed"),
        (&full, "1", Some(other.as_str()), 3, "another-population"),
        (&full, "1", Some("abc"), 2, "not-a-digest"),
    ] {
        let more = digest.map_or_else(Vec::new, |own| vec!["--digest", own]);
        let output = run(&[&["sample", "draw", text(list), "--seed", seed, "--size", "1"][..], &more].concat());
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.code() == Some(exit) && told.contains(word), "{told}");
        assert!(output.stdout.is_empty());
    }
}
