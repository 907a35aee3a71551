//! The heads (ends) of the chains: printing them, and reading them from where they were stored.

use std::fs;
use std::path::Path;

use serde::Deserialize;
use serde_json::Value;
use tasuki_catalog::Text;
use tasuki_store::audit::{Missing, Named};

use crate::failure::Failure;
use crate::output::Output;

/// One line per chain: its owner, the position of its last entry, the digest of that entry.
pub(super) fn print(heads: &[Named], output: &mut Output) {
    if output.is_json() {
        output.json(&heads);
        return;
    }
    for Named { organization, seq, digest } in heads {
        output.line(format!("{organization} {seq} {digest}"));
    }
}

/// Every head in a file: JSON in any of the shapes that we write, as one document or one per line, or lines of a
/// mail.
pub(super) fn read(path: &Path) -> Result<Vec<Named>, Failure> {
    let text = fs::read_to_string(path).map_err(|error| Failure::read(path, &error))?;
    let mut heads = Vec::new();
    match serde_json::from_str::<Value>(&text) {
        Ok(value) => gather(&value, &mut heads),
        Err(_) => text.lines().for_each(|line| of_line(line, &mut heads)),
    }
    if heads.is_empty() {
        let text = Text::new(
            format!("{} に監査ログの末尾が見つかりません", path.display()),
            format!("there are no ends of an audit log in {}", path.display()),
        );
        return Err(Failure::input("no-heads", text).hint(
            "サーバーが書く audit-heads.jsonl、または保存したメールを指定してください",
            "give the file audit-heads.jsonl that the server writes, or a saved mail",
        ));
    }
    Ok(heads)
}

fn of_line(line: &str, heads: &mut Vec<Named>) {
    if let Ok(value) = serde_json::from_str::<Value>(line) {
        return gather(&value, heads);
    }
    let words: Vec<&str> = line.split_whitespace().collect();
    if let [organization, seq, digest] = words[..]
        && let Ok(seq) = seq.parse()
        && is_digest(digest)
    {
        heads.push(Named { organization: organization.to_owned(), seq, digest: digest.to_owned() });
    }
}

/// Any object with a chain, a position and a digest is a head, wherever it is in the document.
fn gather(value: &Value, heads: &mut Vec<Named>) {
    #[derive(Deserialize)]
    struct Head {
        organization: String,
        seq: i64,
        digest: String,
    }
    if let Ok(Head { organization, seq, digest }) = Head::deserialize(value) {
        let organization = if organization.is_empty() { super::SERVER.to_owned() } else { organization };
        if is_digest(&digest) {
            heads.push(Named { organization, seq, digest });
        }
        return;
    }
    match value {
        Value::Array(all) => all.iter().for_each(|own| gather(own, heads)),
        Value::Object(all) => all.values().for_each(|own| gather(own, heads)),
        _ => {}
    }
}

fn is_digest(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// Fails if a head is no longer in the log, and names the first.
pub(super) fn all_there(missing: &[Missing]) -> Result<(), Failure> {
    let Some(Missing { head: Named { organization, seq, .. }, problem }) = missing.first() else { return Ok(()) };
    let japanese = match *problem {
        "the log was cut off before it" => "ログがその手前で切り取られています",
        "the log was written anew" => "ログが書き直されています",
        other => other,
    };
    let text = Text::new(
        format!(
            "取っておいた末尾が監査ログと合いません（{} 件）。{organization} の {seq} 件目: {japanese}",
            missing.len()
        ),
        format!(
            "{} heads that were kept are not in the log, first entry {seq} of {organization}: {problem}",
            missing.len()
        ),
    );
    Err(Failure::input("heads-missing", text).hint(
        "バックアップのログと比べ、誰がデータベースに触れたかを調べてください",
        "compare with the log in a backup, and find out who touched the database",
    ))
}
