//! The digest of the rows of a thing, as entries contain it.

use std::collections::HashMap;

use sha2::{Digest, Sha256};

use super::kinds::{KINDS, Kind, Of, Part};
use crate::answers::Answer;
use crate::copy::Seen;
use crate::{StoreError, Tx, Value};

/// The digest that an entry contains for the rows of a thing: if they identify a person, only in combination with
/// the entry's salt.
pub(super) fn committed(kind: &Kind, salt: &[u8], seal: [u8; 32]) -> [u8; 32] {
    if kind.personal { salted(salt, &seal) } else { seal }
}

/// A digest that reveals nothing without the salt.
pub(super) fn salted(salt: &[u8], bytes: &[u8]) -> [u8; 32] {
    Sha256::new_with_prefix(salt).chain_update(bytes).finalize().into()
}

/// The digest of the current rows of one thing, even if there are none.
pub(super) fn of(tx: &mut Tx<'_>, kind: &Kind, organization: &str, subject: &str) -> Result<[u8; 32], StoreError> {
    let mut values = Vec::new();
    if kind.of == Of::Organization {
        values.push(Value::Text(organization));
    }
    values.extend(subject.split('/').skip(1).map(Value::Text));
    let mut seen = Seen::nothing();
    for (place, part) in kind.parts.iter().enumerate() {
        tx.query(part.one, &values, |row| take(&mut seen, place, part, row))?;
    }
    Ok(seen.seal())
}

/// The digests of the rows of all things of a kind.
pub(super) fn all(tx: &mut Tx<'_>, kind: &Kind, organization: &str) -> Result<HashMap<String, [u8; 32]>, StoreError> {
    let own = [Value::Text(organization)];
    let values = if kind.of == Of::Organization { &own[..] } else { &[] };
    let mut found: HashMap<String, Seen> = HashMap::new();
    for (place, part) in kind.parts.iter().enumerate() {
        tx.query(part.all, values, |row| {
            let seen = found.entry(row.get(0)?).or_insert_with(Seen::nothing);
            take(seen, place, part, row)
        })?;
    }
    Ok(found.into_iter().map(|(subject, seen)| (subject, seen.seal())).collect())
}

/// The digest of a thing that has no row.
pub(super) fn nothing() -> [u8; 32] {
    Seen::nothing().seal()
}

/// Whether a subject has as many parts as the statements of its kind need.
pub(super) fn fits(kind: &Kind, subject: &str) -> bool {
    let first = usize::from(kind.of == Of::Organization);
    kind.parts.iter().all(|part| part.one.matches('?').count() == first + subject.split('/').count() - 1)
}

fn take(seen: &mut Seen, place: usize, part: &Part, row: &crate::Row<'_>) -> Result<(), StoreError> {
    let mut cells = vec![Value::Int(i64::try_from(place).unwrap_or_default())];
    for column in 1..=part.columns {
        cells.push(row.cell(column)?.into());
    }
    let reduced = match (part.reduce, cells.last()) {
        (Some(reduce), Some(Value::Text(text))) => Some(reduce(text)),
        _ => None,
    };
    if let (Some(reduced), Some(last)) = (&reduced, cells.last_mut()) {
        *last = Value::Text(reduced);
    }
    seen.row(cells.into_iter());
    Ok(())
}

/// The same digest for an answer in memory, so that a save need not read back what it wrote.
pub fn of_answer(answer: &Answer) -> [u8; 32] {
    let mut seen = Seen::nothing();
    if answer.version > 0 {
        let days = [answer.due, answer.confirmed].map(|day| day.map(|day| day.to_string()));
        let cells = [
            Value::Int(0),
            answer.version.into(),
            answer.status.word().into(),
            (&answer.note).into(),
            (&answer.substitute).into(),
            (&answer.reason).into(),
            (&answer.owner).into(),
            days[0].as_deref().into(),
            days[1].as_deref().into(),
            answer.accepted.into(),
            answer.maturity.into(),
            answer.source.as_deref().into(),
            answer.changed.into(),
            (&answer.changed_by).into(),
        ];
        seen.row(cells.into_iter());
    }
    seen.seal()
}

/// The kinds in an organization's chain, or those of people.
pub(super) fn kinds(of: Of) -> impl Iterator<Item = &'static Kind> {
    KINDS.iter().filter(move |kind| kind.of == of)
}
