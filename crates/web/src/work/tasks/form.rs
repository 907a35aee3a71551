//! What forms of tasks send.

use jiff::civil::Date;
use tasuki_app::Error;
use tasuki_store::PersonId;
use tasuki_store::tasks::Step;

/// The fields of a form, in order, with repetitions.
pub(super) type Fields = Vec<(String, String)>;

pub(super) fn field<'a>(fields: &'a Fields, name: &str) -> &'a str {
    fields.iter().find(|(own, _)| own == name).map_or("", |(_, value)| value.trim())
}

pub(super) fn all<'a>(fields: &'a Fields, name: &'a str) -> impl Iterator<Item = &'a str> {
    fields.iter().filter(move |(own, _)| own == name).map(|(_, value)| value.as_str())
}

pub(super) fn owner(fields: &Fields) -> Result<Option<PersonId>, Error> {
    match field(fields, "owner") {
        "" => Ok(None),
        id => id.parse().map(Some).map_err(|_| Error::not_found()),
    }
}

pub(super) fn due(fields: &Fields) -> Result<Option<Date>, Error> {
    match field(fields, "due") {
        "" => Ok(None),
        day => day.parse().map(Some).map_err(|_| {
            let error =
                Error::invalid("task.due", "日付は 2026-12-01 の形で入れてください。", "Give the date as 2026-12-01.")
                    .hint(
                        "日付を入れ直すか、期限を決めないときは空欄にしてください。",
                        "Enter the date again, or leave it empty if there is no due date.",
                    );
            error.field("due")
        }),
    }
}

/// The steps from the lines of a text; those that existed before keep their tick.
pub(super) fn steps(fields: &Fields, before: &[Step]) -> Vec<Step> {
    let lines = field(fields, "steps").lines().map(str::trim).filter(|line| !line.is_empty());
    lines
        .map(|text| {
            let text: String = text.trim_start_matches("☑").trim_start_matches("☐").trim().to_owned();
            let done = before.iter().any(|step| step.done && step.text == text);
            Step { text, done }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_that_stays_keeps_its_tick() {
        let before = [Step { text: "一覧を作る".to_owned(), done: true }];
        let fields = vec![("steps".to_owned(), "一覧を作る\r\n\r\n 見直す \r\n".to_owned())];
        let steps = steps(&fields, &before);
        assert_eq!(
            steps.iter().map(|step| (step.text.as_str(), step.done)).collect::<Vec<_>>(),
            [("一覧を作る", true), ("見直す", false)]
        );
    }

    #[test]
    fn what_is_no_date_is_said_at_its_field() {
        let fields = vec![("due".to_owned(), "来週".to_owned())];
        assert_eq!(due(&fields).unwrap_err().fields[0].name, "due");
        assert_eq!(due(&Vec::new()).unwrap(), None);
    }
}
