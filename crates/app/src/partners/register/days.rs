//! The days that partners bring to the agenda: on which contracts with them end.

use jiff::ToSpan;
use tasuki_catalog::Text;
use tasuki_store::agenda::Part;
use tasuki_store::register::{Ending, ending};
use tasuki_store::{StoreError, Subject};

use crate::agenda::asked::Asked;
use crate::agenda::item::{Item, Title, Whose, Why};

/// How many days before its end people are reminded of a contract.
const NOTICE: &[i64] = &[30, 7];
/// How many days after its end it is still shown. What nobody renewed for so long is over.
const SHOWN: i64 = 30;

pub(super) fn days(asked: &mut Asked<'_, '_>) -> Result<Vec<Item>, StoreError> {
    if matches!(asked.part, Part::Assessment(_)) {
        return Ok(Vec::new());
    }
    let all = ending(asked.tx, asked.organization, asked.until)?;
    let since = asked.today.saturating_sub(SHOWN.days());
    let shown: Vec<Ending> = all.into_iter().filter(|own| own.ends >= since).collect();
    // Calendars know an item by its partner and its day: contracts that end together are one.
    let together = shown.chunk_by(|one, other| (one.ends, one.partner) == (other.ends, other.partner));
    Ok(together.filter_map(item).collect())
}

fn item(ending: &[Ending]) -> Option<Item> {
    let own = ending.first()?;
    let titles: Vec<&str> = ending.iter().map(|own| &*own.title).collect();
    Some(Item {
        subject: Subject::Partner(own.partner),
        day: own.ends,
        why: Why::Contract,
        whose: Whose::of(own.owner),
        until: Some(own.ends.saturating_add(SHOWN.days())),
        assessment: None,
        criterion: None,
        title: Title::Both(Text::new(
            format!("{}との契約「{}」の終わり", own.name, titles.join("」「")),
            format!("End of the contract “{}” with {}", titles.join("”, “"), own.name),
        )),
        notice: NOTICE.into(),
    })
}
