//! The text of a comment: as typed, stored and displayed.

use tasuki_store::PersonId;
use tasuki_store::members::Member;

/// The number of characters of an identifier.
const ID: usize = 26;

/// A part of a comment for display.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// Words.
    Text(String),
    /// A mentioned person: the name with its `@`.
    Mention(PersonId, String),
    /// A link to another site; it begins with `http://` or `https://`.
    Link(String),
}

/// The stored form of a text: names of members after an `@` are replaced by identifiers. If one name is the beginning
/// of another, the longer one counts; if several members have the same name, all of them are mentioned.
pub(super) fn kept(written: &str, everybody: &[Member]) -> (String, Vec<PersonId>) {
    let (mut kept, mut people, mut rest) = (String::new(), Vec::new(), written);
    while let Some(character) = rest.chars().next() {
        let after = &rest[character.len_utf8()..];
        let name = is_at(character).then(|| named(after, everybody)).flatten();
        let Some(name) = name else {
            kept.push(character);
            rest = after;
            continue;
        };
        let meant: Vec<_> = everybody.iter().filter(|member| member.name == name).map(|member| member.person).collect();
        let tokens: Vec<_> = meant.iter().map(|person| format!("@{person}")).collect();
        kept.push_str(&tokens.join(" "));
        people.extend(meant);
        rest = &after[name.len()..];
    }
    people.sort_unstable();
    people.dedup();
    (kept, people)
}

fn is_at(character: char) -> bool {
    matches!(character, '@' | '＠')
}

fn named<'a>(after: &str, everybody: &'a [Member]) -> Option<&'a str> {
    let names = everybody.iter().map(|member| member.name.as_str());
    names.filter(|name| !name.is_empty() && after.starts_with(name)).max_by_key(|name| name.len())
}

/// A comment for editing by its author: identifiers are replaced by names.
pub fn editable(kept: &str, everybody: &[Member]) -> String {
    let stretches = mentions(kept, everybody).into_iter().map(|part| match part {
        Part::Text(text) | Part::Mention(_, text) | Part::Link(text) => text,
    });
    stretches.collect()
}

/// A comment for display: text, names, and links.
pub fn parts(kept: &str, everybody: &[Member]) -> Vec<Part> {
    let mut shown = Vec::new();
    for part in mentions(kept, everybody) {
        match part {
            Part::Text(text) => links(&text, &mut shown),
            other => shown.push(other),
        }
    }
    shown
}

fn mentions(kept: &str, everybody: &[Member]) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut plain = String::new();
    let mut rest = kept;
    while let Some(place) = rest.find('@') {
        let (before, from) = rest.split_at(place);
        plain.push_str(before);
        let member = from.get(1..=ID).and_then(|id| id.parse::<PersonId>().ok());
        let member = member.and_then(|id| everybody.iter().find(|member| member.person == id));
        if let Some(member) = member {
            push_text(&mut parts, &mut plain);
            parts.push(Part::Mention(member.person, format!("@{}", member.name)));
            rest = &from[1 + ID..];
        } else {
            plain.push('@');
            rest = &from[1..];
        }
    }
    plain.push_str(rest);
    push_text(&mut parts, &mut plain);
    parts
}

fn push_text(parts: &mut Vec<Part>, plain: &mut String) {
    if !plain.is_empty() {
        parts.push(Part::Text(std::mem::take(plain)));
    }
}

/// Finds links in a text. A link ends at the first character that a URL cannot contain unescaped, and does not
/// include punctuation of the sentence.
fn links(text: &str, parts: &mut Vec<Part>) {
    let (mut plain, mut rest) = (String::new(), text);
    while let Some(place) = begin(rest) {
        let (before, from) = rest.split_at(place);
        let length = from.find(|character: char| !character.is_ascii_graphic() || "<>\"`\\".contains(character));
        let run = &from[..length.unwrap_or(from.len())];
        let address = run.trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', ')', ']', '}']);
        // A closing bracket belongs to the link if it was opened in it.
        let closed = run.get(..=address.len()).filter(|longer| longer.ends_with(')') && longer.contains('('));
        let address = closed.unwrap_or(address);
        plain.push_str(before);
        if address
            .split_once("://")
            .is_some_and(|(_, host)| host.starts_with(|first: char| first.is_ascii_alphanumeric() || first == '['))
        {
            push_text(parts, &mut plain);
            parts.push(Part::Link(address.to_owned()));
        } else {
            plain.push_str(address);
        }
        rest = &from[address.len()..];
    }
    plain.push_str(rest);
    push_text(parts, &mut plain);
}

fn begin(text: &str) -> Option<usize> {
    ["https://", "http://"].iter().filter_map(|scheme| text.find(scheme)).min()
}

#[cfg(test)]
mod tests {
    use tasuki_scheme::Roles;
    use tasuki_store::OrganizationId;

    use super::*;

    fn member(number: u8, name: &str) -> Member {
        Member {
            organization: OrganizationId::new(0, [0; 10]),
            person: PersonId::new(0, [number; 10]),
            name: name.to_owned(),
            mail: String::new(),
            roles: Roles::default(),
            areas: Vec::new(),
            ends: None,
            joined: 0,
            seen: None,
        }
    }

    #[test]
    fn names_become_people_and_people_their_names_of_today() {
        let mut all = [member(1, "山田"), member(2, "山田 花子")];
        let (text, people) = kept("@山田 花子 さんと ＠山田 さん、a@example.jp", &all);
        assert_eq!(people, [all[0].person, all[1].person]);
        assert!(!text.contains("花子"));
        assert_eq!(editable(&text, &all), "@山田 花子 さんと @山田 さん、a@example.jp");
        all[1].name = "佐藤 花子".to_owned();
        let shown = parts(&text, &all);
        assert_eq!(shown[0], Part::Mention(all[1].person, "@佐藤 花子".to_owned()));
        assert_eq!(shown[3], Part::Text(" さん、a@example.jp".to_owned()));
        assert_eq!(kept(&editable(&text, &all), &all).0, text);
    }

    #[test]
    fn namesakes_are_all_addressed() {
        let all = [member(1, "鈴木"), member(2, "鈴木")];
        assert_eq!(kept("@鈴木 さん", &all).1.len(), 2);
    }

    #[test]
    fn addresses_are_links_and_nothing_else_is() {
        let shown = |text: &str| parts(text, &[]);
        let link = |text: &str| Part::Link(text.to_owned());
        let text = |text: &str| Part::Text(text.to_owned());
        assert_eq!(
            shown("見る: https://example.jp/a?b=c、次"),
            [text("見る: "), link("https://example.jp/a?b=c"), text("、次")]
        );
        assert_eq!(shown("(http://a.example/b_(c)).")[1], link("http://a.example/b_(c)"));
        assert_eq!(shown("(https://a.example)."), [text("("), link("https://a.example"), text(").")]);
        for plain in ["javascript:alert(1)", "https://", "https://\"onclick=", "data:text/html,x", "http:// x"] {
            assert!(shown(plain).iter().all(|part| matches!(part, Part::Text(_))), "{plain}");
        }
        assert_eq!(shown("https://a.example\"><script>")[0], link("https://a.example"));
    }
}
