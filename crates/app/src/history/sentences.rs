//! What was done, to be read after the name of who did it.

use serde_json::Value;
use tasuki_catalog::Text;

/// The sentence of an entry: 「が回答を変えました」, “changed the answer”.
pub(super) fn of(action: &str, detail: &Value) -> Text {
    let named = |key: &str| detail.get(key).and_then(Value::as_str).unwrap_or_default();
    match action {
        "answer.attach" => quoted("が証跡「", named("name"), "」を付けました", "attached “", "”"),
        "answer.detach" => quoted("が証跡「", named("name"), "」を外しました", "took off “", "”"),
        "evidence.attach" => quoted("が評価基準 ", named("criterion"), " に付けました", "attached it to ", ""),
        "evidence.detach" => quoted("が評価基準 ", named("criterion"), " から外しました", "took it off ", ""),
        "evidence.version" => {
            quoted("が新しい版「", named("file_name"), "」を追加しました", "added a new version “", "”")
        }
        _ => fixed(action),
    }
}

fn quoted(before: &str, name: &str, after: &str, en_before: &str, en_after: &str) -> Text {
    Text::new(format!("{before}{name}{after}"), format!("{en_before}{name}{en_after}"))
}

fn fixed(action: &str) -> Text {
    let (ja, en) = match action {
        "answer.accept" => ("が提案を採用しました", "accepted the suggestion"),
        "answer.undo" => ("が回答を元に戻しました", "undid the change"),
        "answer.import" => ("が表から回答を読み込みました", "imported the answer"),
        "answer.carry" => ("が回答を引き継ぎました", "carried the answer over"),
        "evidence.add" => ("が証跡を追加しました", "added the evidence"),
        "evidence.change" => ("が証跡の情報を変えました", "changed the evidence"),
        "evidence.archive" => ("が証跡を保管しました", "archived the evidence"),
        "evidence.restore" => ("が証跡を元に戻しました", "restored the evidence"),
        "comment.add" => ("が書き込みました", "commented"),
        "comment.edit" => ("が書き込みを直しました", "edited a comment"),
        "comment.remove" => ("が書き込みを削除しました", "removed a comment"),
        "task.create" => ("が対応を作りました", "created a task"),
        "task.start" => ("が対応を始めました", "began a task"),
        "task.stop" => ("が対応を着手前に戻しました", "put a task back"),
        "task.report" => ("が完了を報告しました", "reported a task as done"),
        "task.accept" => ("が完了を確認しました", "confirmed that a task is done"),
        "task.return" => ("が対応を差し戻しました", "gave a task back"),
        "task.drop" => ("が対応を取りやめました", "dropped a task"),
        "task.reopen" => ("が対応を再開しました", "took a task up again"),
        "assessment.create" => ("が評価を始めました", "began the assessment"),
        "assessment.import" => ("が表から評価を作りました", "imported the assessment"),
        "assessment.carry" => ("が評価を引き継ぎました", "carried the assessment over"),
        "assessment.archive" => ("が評価を保管しました", "archived the assessment"),
        "assessment.restore" => ("が評価を元に戻しました", "restored the assessment"),
        "inspection.record" => ("が点検を記録しました", "recorded an inspection"),
        _ => match action.split('.').next().unwrap_or_default() {
            "answer" => ("が回答を変えました", "changed the answer"),
            "evidence" => ("が証跡を変えました", "changed the evidence"),
            "comment" => ("が書き込みを変えました", "changed a comment"),
            "task" => ("が対応を進めました", "updated a task"),
            "assessment" => ("が評価を変えました", "changed the assessment"),
            "inspection" => ("が点検の記録を変えました", "changed an inspection"),
            _ => ("が変更しました", "made a change"),
        },
    };
    Text::new(ja, en)
}

/// The sentence of an entry about many things.
pub(super) fn of_many(action: &str, count: usize) -> Text {
    match action {
        "tasks.create" => Text::new(format!("が{count}件の対応を作りました"), format!("created {count} tasks")),
        "answers.import" => {
            Text::new(format!("が表から{count}件の回答を読み込みました"), format!("imported {count} answers"))
        }
        "answers.carry" => {
            Text::new(format!("が{count}件の回答を引き継ぎました"), format!("carried {count} answers over"))
        }
        _ => many_answers(count),
    }
}

/// The sentence for what one person did to several answers in one go.
pub(super) fn many_answers(count: usize) -> Text {
    Text::new(format!("が{count}件の回答を変えました"), format!("changed {count} answers"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn both_languages_tell_the_same() {
        let attached = of("answer.attach", &json!({ "evidence": "x", "name": "規程.pdf" }));
        assert_eq!(
            (attached.ja.as_str(), attached.en.as_str()),
            ("が証跡「規程.pdf」を付けました", "attached “規程.pdf”")
        );
        assert_eq!(of("task.change", &json!({})).en, "updated a task");
        assert_eq!(of_many("tasks.create", 3).ja, "が3件の対応を作りました");
        assert_eq!(of_many("answers.save", 3), many_answers(3));
        assert_eq!(of("answer.save", &json!({})).ja, "が回答を変えました");
    }
}
