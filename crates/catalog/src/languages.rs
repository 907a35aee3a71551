//! The languages of a catalogue: all its texts are in all of them, and in no other.
//!
//! A catalogue in one language is shown in that language everywhere. Once it is checked, both halves of its texts are the
//! same, so that nothing else has to ask in which languages a catalogue is.

use crate::{
    Criterion, Group, Guideline, Lang, Level, Principle, Requirement, ScanRule, Text, Threshold,
    catalog::{Head, Part},
    criterion::Rating,
    problem::Complaint,
};

/// Checks the texts of an edition, and completes those that are in one language.
pub(crate) fn settle(head: &mut Head, parts: &mut [Part]) -> Vec<Complaint> {
    let (id, mut complaints) = (head.id.clone(), Vec::new());
    head.languages.sort_unstable_by_key(|lang| *lang == Lang::En);
    let declared = head.languages.clone();
    if declared.is_empty() || declared.windows(2).any(|pair| pair[0] == pair[1]) {
        let found = format!("languages {declared:?}");
        complaints.push(Complaint { subject: id, found, expected: "\"ja\", \"en\" or both".to_owned() });
        return complaints;
    }
    for (subject, texts) in head_texts(head).into_iter().chain(parts.iter_mut().flat_map(part_texts)) {
        let (mut is_short, mut is_foreign, mut is_unprintable) = (false, false, false);
        for text in texts {
            is_short |= declared.iter().any(|lang| text.lacks(*lang));
            is_foreign |= Lang::ALL.iter().any(|lang| !declared.contains(lang) && !text.lacks(*lang));
            is_unprintable |= text.is_unprintable();
            text.fill();
        }
        let expected = words(&declared).to_owned();
        if is_unprintable {
            let (found, expected) =
                (format!("a control character in {subject}"), "characters that can be shown".to_owned());
            complaints.push(Complaint { subject, found, expected });
        } else if is_short {
            let found = format!("an empty text in {subject}");
            complaints.push(Complaint { subject, found, expected });
        } else if is_foreign {
            let (found, expected) = (
                format!("a text in another language in {subject}"),
                format!("{expected} alone, or both languages in catalog.toml"),
            );
            complaints.push(Complaint { subject, found, expected });
        }
    }
    complaints
}

/// What a text in these languages consists of.
pub(crate) fn words(languages: &[Lang]) -> &'static str {
    match languages {
        [Lang::Ja] => "Japanese",
        [Lang::En] => "English",
        _ => "Japanese and English",
    }
}

/// The texts of one entry, by the identifier that leads to its line. The patterns name every field, so that a new text
/// cannot be forgotten here.
type Entry<'a> = (String, Vec<&'a mut Text>);

fn head_texts(head: &mut Head) -> Vec<Entry<'_>> {
    let Head {
        id,
        framework: _,
        edition: _,
        languages: _,
        title,
        short_title,
        publisher,
        document,
        scale: _,
        default: _,
        points: _,
        counts: _,
        levels,
        groups,
        principles,
        guidelines,
    } = head;
    let mut all = vec![(id.clone(), [title, publisher, document].into_iter().chain(short_title).collect())];
    all.extend(levels.iter_mut().map(|Level { id, title }| (id.to_string(), vec![title])));
    all.extend(groups.iter_mut().map(|Group { id, parent: _, title }| (id.clone(), vec![title])));
    all.extend(principles.iter_mut().map(|Principle { id, title, statement }| (id.clone(), vec![title, statement])));
    all.extend(guidelines.iter_mut().map(|Guideline { id, title }| (id.clone(), vec![title])));
    all
}

fn part_texts(part: &mut Part) -> Vec<Entry<'_>> {
    let Part { requirements, criteria, scan_rules } = part;
    let asked = requirements.iter_mut().map(of_requirement).chain(criteria.iter_mut().map(of_criterion));
    asked.chain(scan_rules.iter_mut().map(of_scan_rule)).collect()
}

fn of_scan_rule(rule: &mut ScanRule) -> Entry<'_> {
    let ScanRule { id, criterion: _, title, finds: _, on: _, asks, basis } = rule;
    (id.clone(), [title, basis].into_iter().chain(asks).collect())
}

fn of_requirement(requirement: &mut Requirement) -> Entry<'_> {
    let Requirement { id, group: _, title, statement, risk_factor, impact, points, neglect } = requirement;
    let optional = [statement, risk_factor, impact, neglect].into_iter().flatten();
    (id.clone(), [title].into_iter().chain(optional).chain(points).collect())
}

fn of_criterion(criterion: &mut Criterion) -> Entry<'_> {
    let Criterion {
        id,
        requirement: _,
        level: _,
        kind: _,
        title,
        statement,
        cadence: _,
        triggers: _,
        audience: _,
        thresholds,
        alternatives,
        condition,
        refers_to: _,
        evidence,
        first_step,
        effort: _,
        source: _,
        correction,
        ratings,
    } = criterion;
    let optional = [condition, evidence, first_step, correction].into_iter().flatten();
    let measured = thresholds.iter_mut().map(|Threshold { value: _, unit: _, bound: _, subject }| subject);
    let notes = ratings.values_mut().filter_map(|Rating { value: _, pages: _, note }| note.as_mut());
    let own = [title, statement].into_iter().chain(optional).chain(alternatives);
    (id.clone(), own.chain(measured).chain(notes).collect())
}
