//! The calendar as calendar programs read it (RFC 5545).

use jiff::{Timestamp, ToSpan};
use tasuki_catalog::Lang;
use tasuki_store::OrganizationId;

use super::Entry;
use crate::Destination;

/// The longest line, in bytes without its end.
const LINE: usize = 75;

/// Writes days as all-day events. `name` is what the program calls the calendar; `link` makes the addresses in it.
pub fn write(
    entries: &[Entry],
    name: &str,
    organization: OrganizationId,
    link: &dyn Fn(&Destination<'_>) -> String,
    stamp: Timestamp,
    lang: Lang,
) -> String {
    let mut text = String::new();
    let stamp = stamp.strftime("%Y%m%dT%H%M%SZ").to_string();
    for line in
        ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Tasuki//Tasuki//JA", "CALSCALE:GREGORIAN", "METHOD:PUBLISH"]
    {
        fold(&mut text, line);
    }
    fold(&mut text, &format!("NAME:{}", escape(name)));
    fold(&mut text, &format!("X-WR-CALNAME:{}", escape(name)));
    fold(&mut text, "REFRESH-INTERVAL;VALUE=DURATION:PT6H");
    fold(&mut text, "X-PUBLISHED-TTL:PT6H");
    for entry in entries {
        let until = entry.day.saturating_add(1.day());
        let link = link(&Destination::Of(organization, &entry.subject));
        let what = entry.what.name(lang);
        let title = match &entry.criterion {
            Some(criterion) => format!("{what}: {criterion} {}", entry.title),
            None => format!("{what}: {}", entry.title),
        };
        fold(&mut text, "BEGIN:VEVENT");
        fold(&mut text, &format!("UID:{}@{organization}.tasuki", entry.name().replace('/', "-")));
        fold(&mut text, &format!("DTSTAMP:{stamp}"));
        fold(&mut text, &format!("DTSTART;VALUE=DATE:{}", entry.day.strftime("%Y%m%d")));
        fold(&mut text, &format!("DTEND;VALUE=DATE:{}", until.strftime("%Y%m%d")));
        fold(&mut text, &format!("SUMMARY:{}", escape(&title)));
        fold(&mut text, &format!("DESCRIPTION:{}", escape(&link)));
        fold(&mut text, &format!("URL:{link}"));
        fold(&mut text, &format!("CATEGORIES:{}", escape(what)));
        fold(&mut text, "TRANSP:TRANSPARENT");
        fold(&mut text, "END:VEVENT");
    }
    fold(&mut text, "END:VCALENDAR");
    text
}

/// Writes what a text value must not hold as it is; control characters go.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\\' | ';' | ',' => escaped.extend(['\\', character]),
            '\n' => escaped.push_str("\\n"),
            character if character.is_control() => {}
            character => escaped.push(character),
        }
    }
    escaped
}

/// Adds a content line, folded after at most 75 bytes and never within a character.
fn fold(text: &mut String, line: &str) {
    let mut length = 0;
    for character in line.chars() {
        if length + character.len_utf8() > LINE {
            text.push_str("\r\n ");
            length = 1;
        }
        text.push(character);
        length += character.len_utf8();
    }
    text.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use tasuki_store::{Subject, TaskId};

    use super::super::What;
    use super::*;

    #[test]
    fn lines_are_folded_between_characters() {
        let mut text = String::new();
        fold(&mut text, &"点検".repeat(40));
        assert!(text.split("\r\n").all(|line| line.len() <= LINE), "{text}");
        assert_eq!(text.replace("\r\n ", "").trim_end(), "点検".repeat(40));
    }

    #[test]
    fn an_event_has_what_programs_ask_for() {
        let entry = Entry {
            day: date(2026, 12, 31),
            what: What::Task,
            title: "一覧を作り, 配る; 終わり\n\u{7}".to_owned(),
            criterion: Some("4-4-4-2".to_owned()),
            owner: None,
            is_mine: false,
            subject: Subject::Task(TaskId::new(0, [0; 10])),
            is_due: true,
            overdue: false,
        };
        let organization = OrganizationId::new(0, [0; 10]);
        let text = write(
            &[entry],
            "例示工業",
            organization,
            &|_| "https://tasuki.example/t".to_owned(),
            Timestamp::UNIX_EPOCH,
            Lang::Ja,
        );
        let text = text.replace("\r\n ", "");
        for line in [
            "UID:task-00000000000000000000000000@00000000000000000000000000.tasuki",
            "DTSTAMP:19700101T000000Z",
            "DTSTART;VALUE=DATE:20261231",
            "DTEND;VALUE=DATE:20270101",
            "SUMMARY:対応: 4-4-4-2 一覧を作り\\, 配る\\; 終わり\\n",
        ] {
            assert!(text.lines().any(|own| own == line), "{line} in {text}");
        }
    }
}
