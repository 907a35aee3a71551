//! The register as a list: each partner with its tier and the ★ that we ask, and who stands around one of them.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};
use tasuki_assess::chain::tiers;
use tasuki_scheme::Permission;
use tasuki_store::register::{self as store, Need, Partner};
use tasuki_store::{OrganizationId, PartnerId};

use super::{find, several};
use crate::{Context, Error};

/// Which partners are wanted.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Wanted {
    /// Words that must all occur.
    pub q: String,
    /// Those in the archive instead of those in use.
    pub archived: bool,
    /// The ★ that is asked: `3`, `4`, `none` (none is asked), `open` (nobody has decided); empty: any.
    pub star: String,
    /// How far away: `1`, `2`, … or `unknown`; empty: any.
    pub tier: String,
}

/// A line of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The partner.
    pub partner: Partner,
    /// How many steps away it is; none: no way to us is known.
    pub tier: Option<u16>,
    /// What was decided about the ★ that we ask of it.
    pub need: Option<Need>,
}

/// The lines of the list, by name.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Lines {
    /// Those that are wanted.
    pub lines: Vec<Line>,
    /// How many partners there are in all, in use or in the archive.
    pub all: usize,
    /// Of how many of them nobody has decided which ★ is asked.
    pub undecided: usize,
}

/// The partners that are wanted, each with its tier and what was decided about it.
pub fn lines(cx: &mut Context<'_, '_>, wanted: &Wanted) -> Result<Lines, Error> {
    let organization = cx.require(Permission::ReadPartners)?;
    let all = store::list(cx.tx, organization, wanted.archived)?;
    let (mut needs, tiers) = (store::held_needs(cx.tx, organization)?, known_tiers(cx, organization)?);
    let count = all.len();
    let undecided = all.iter().filter(|own| !needs.contains_key(&own.id)).count();
    let words = tasuki_catalog::fold(&wanted.q);
    let lines = all
        .into_iter()
        .map(|partner| Line {
            tier: tiers.get(&partner.id).copied().flatten(),
            need: needs.remove(&partner.id),
            partner,
        })
        .filter(|line| is_wanted(line, wanted) && contains(&line.partner, &words))
        .collect();
    Ok(Lines { lines, all: count, undecided })
}

fn is_wanted(line: &Line, wanted: &Wanted) -> bool {
    let star = match (&*wanted.star, &line.need) {
        ("", _) => true,
        ("open", need) => need.is_none(),
        ("none", Some(need)) => need.star.is_none(),
        (star, Some(need)) => need.star.is_some_and(|own| own.to_string() == star),
        (_, None) => false,
    };
    let tier = match &*wanted.tier {
        "" => true,
        "unknown" => line.tier.is_none(),
        tier => line.tier.is_some_and(|own| own.to_string() == tier),
    };
    star && tier
}

fn contains(own: &Partner, words: &str) -> bool {
    let text = tasuki_catalog::fold(&[&*own.name, own.identity.text(), &own.supplies, &own.note].join("\n"));
    words.split(' ').all(|word| text.contains(word))
}

/// The tier of every partner. Those in the archive are no step on the way to us.
fn known_tiers(
    cx: &mut Context<'_, '_>,
    organization: OrganizationId,
) -> Result<HashMap<PartnerId, Option<u16>>, Error> {
    let partners = store::list(cx.tx, organization, false)?;
    let at: HashMap<PartnerId, usize> = partners.iter().enumerate().map(|(at, own)| (own.id, at)).collect();
    let direct: Vec<bool> = partners.iter().map(|own| own.direct).collect();
    let supplies = store::supplies(cx.tx, organization)?;
    let supplies: Vec<(usize, usize)> =
        supplies.iter().filter_map(|(from, to)| Some((*at.get(from)?, *at.get(to)?))).collect();
    Ok(partners.iter().map(|own| own.id).zip(tiers(&direct, &supplies)).collect())
}

/// Who stands around a partner in the chain.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Chained {
    /// How many steps away it is; none: no way to us is known.
    pub tier: Option<u16>,
    /// Those that it supplies.
    pub customers: Vec<Partner>,
    /// Those that supply it.
    pub suppliers: Vec<Partner>,
}

/// Who stands around a partner.
pub fn chained(cx: &mut Context<'_, '_>, id: PartnerId) -> Result<Chained, Error> {
    let organization = find(cx, id)?.organization;
    let tier = known_tiers(cx, organization)?.remove(&id).flatten();
    let pairs = store::supplies(cx.tx, organization)?;
    let customers: Vec<PartnerId> = pairs.iter().filter(|(from, _)| *from == id).map(|(_, to)| *to).collect();
    let suppliers: Vec<PartnerId> = pairs.iter().filter(|(_, to)| *to == id).map(|(from, _)| *from).collect();
    Ok(Chained { tier, customers: several(cx, &customers)?, suppliers: several(cx, &suppliers)? })
}
