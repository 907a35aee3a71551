//! The list of targets: what is tested, what is not, why, and who is asked about each.

use std::collections::{BTreeSet, HashMap};

use serde::Deserialize;
use serde_json::json;
use tasuki_assess::scan::{KnownTarget, Range};
use tasuki_catalog::{Exposure, Lang, TargetKind, Text, fold, legible, visible};
use tasuki_intake::{Limits, TargetsError, read_targets};
use tasuki_scheme::Permission;
use tasuki_store::technical_checks::{self as store, Target};
use tasuki_store::{OrganizationId, PersonId, RoadId, Subject, TargetId, members};

use super::{check_open, find, settling};
use crate::changes::{Changes, Noted, differences};
use crate::imports::refused;
use crate::members::here;
use crate::{Context, Error};

/// The longest name or address, and the longest reason, in characters.
const LONGEST_NAME: usize = 200;
const LONGEST: usize = 2_000;
/// The most targets of a road, and the most other names of one.
const MOST: usize = 2_000;
const MOST_NAMES: usize = 500;

/// What is entered about a target.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(default)]
pub struct Entry {
    /// What it is called.
    pub name: String,
    /// Its other names, with blanks, commas or lines between them.
    pub addresses: String,
    /// Whether it is tested.
    pub in_scope: bool,
    /// Why it is, or is not.
    pub reason: String,
    /// What it is: a word; empty if nobody knows.
    pub kind: String,
    /// From where it can be reached: a word; empty if nobody knows.
    pub exposure: String,
    /// Who is asked: an account; empty if they have none.
    pub owner: String,
    /// Who is asked, in words.
    pub owner_name: String,
}

impl From<&Target> for Entry {
    fn from(own: &Target) -> Self {
        Self {
            name: own.name.clone(),
            addresses: own.addresses.join("\n"),
            in_scope: own.in_scope,
            reason: own.reason.clone(),
            kind: own.kind.map(TargetKind::word).unwrap_or_default().to_owned(),
            exposure: own.exposure.map(Exposure::word).unwrap_or_default().to_owned(),
            owner: own.owner.map(|own| own.to_string()).unwrap_or_default(),
            owner_name: own.owner_name.clone(),
        }
    }
}

/// Adds a target.
pub fn add_target(cx: &mut Context<'_, '_>, road: RoadId, entry: &Entry) -> Result<Target, Error> {
    let organization = cx.require(Permission::ManageRoads)?;
    let standing = find(cx, road)?;
    check_open(&standing)?;
    let id = TargetId::new(cx.now.milliseconds(), cx.random());
    let people = here(cx, organization)?;
    let target = checked(cx, road, (id, 1), entry, &people)?;
    Names::of(&store::targets(cx.tx, organization, road)?).check(&target)?;
    store::add_target(cx.tx, organization, &target)?;
    settling::settle(cx, &standing)?;
    let detail = json!({ "title": standing.title, "name": target.name, "reason": [null, target.reason] });
    cx.record("technical_check.add_target", &Subject::TechnicalCheck(road), None, Some(&target), &detail)?;
    Ok(target)
}

/// Changes what is entered about a target. `version` is the one that the person saw; `None` overwrites.
pub fn change_target(
    cx: &mut Context<'_, '_>,
    road: RoadId,
    id: TargetId,
    version: Option<i64>,
    entry: &Entry,
) -> Result<Target, Error> {
    let organization = cx.require(Permission::ManageRoads)?;
    let standing = find(cx, road)?;
    check_open(&standing)?;
    let before = known(cx, organization, road, id, version)?;
    let people = here(cx, organization)?;
    let after = checked(cx, road, (id, before.version + 1), entry, &people)?;
    let mut detail = differences(&before, &after);
    if detail.is_empty() {
        return Ok(before);
    }
    let mut others = store::targets(cx.tx, organization, road)?;
    others.retain(|own| own.id != id);
    Names::of(&others).check(&after)?;
    if !store::put_target(cx.tx, organization, &after)? {
        return Err(overtaken());
    }
    settling::settle(cx, &standing)?;
    detail.insert("title".to_owned(), standing.title.clone().into());
    detail.insert("name".to_owned(), after.name.clone().into());
    let subject = Subject::TechnicalCheck(road);
    cx.record("technical_check.change_target", &subject, Some(&before), Some(&after), &detail.into())?;
    Ok(after)
}

/// Takes a target off the list.
pub fn remove_target(cx: &mut Context<'_, '_>, road: RoadId, id: TargetId, version: Option<i64>) -> Result<(), Error> {
    let organization = cx.require(Permission::ManageRoads)?;
    let standing = find(cx, road)?;
    check_open(&standing)?;
    let before = known(cx, organization, road, id, version)?;
    if !store::remove_target(cx.tx, organization, id, before.version)? {
        return Err(overtaken());
    }
    settling::settle(cx, &standing)?;
    let detail = json!({ "title": standing.title, "name": before.name });
    cx.record("technical_check.remove_target", &Subject::TechnicalCheck(road), Some(&before), None, &detail)
}

/// Imports a list of targets as CSV: those that it names are added, or changed; others stay. Returns how many it names.
pub fn import_targets(cx: &mut Context<'_, '_>, road: RoadId, bytes: &[u8]) -> Result<usize, Error> {
    let organization = cx.require(Permission::ManageRoads)?;
    let standing = find(cx, road)?;
    check_open(&standing)?;
    let list = read_targets(bytes, &Limits::default()).map_err(|error| unreadable(&error))?;
    // Everything is read once: a list may have thousands of rows with many names each.
    let people = here(cx, organization)?;
    let called = Called::of(&people);
    let known = store::targets(cx.tx, organization, road)?;
    let mut names = Names::of(&known);
    let mut known: HashMap<String, Target> = known.into_iter().map(|own| (fold(&own.name), own)).collect();
    for (own, reason) in list.targets.known().iter().zip(&list.reasons) {
        let entry = listed(own, reason, &called);
        let before = known.get(&fold(&own.name));
        let id = before.map_or_else(|| TargetId::new(cx.now.milliseconds(), cx.random()), |own| own.id);
        let version = before.map_or(1, |own| own.version + 1);
        let target = checked(cx, road, (id, version), &entry, &people).map_err(|error| in_list(error, &own.name))?;
        if let Some(before) = before {
            names.remove(before);
        }
        names.check(&target).map_err(|error| in_list(error, &own.name))?;
        names.add(&target);
        match before {
            None => store::add_target(cx.tx, organization, &target)?,
            Some(before) if differences(before, &target).is_empty() => {}
            Some(_) if store::put_target(cx.tx, organization, &target)? => {}
            Some(_) => return Err(overtaken()),
        }
        known.insert(fold(&own.name), target);
    }
    settling::settle(cx, &standing)?;
    let count = list.targets.known().len();
    let detail = json!({ "title": standing.title, "count": count.to_string() });
    cx.record("technical_check.import_targets", &Subject::TechnicalCheck(road), None::<&()>, None, &detail)?;
    Ok(count)
}

/// Members by what they are called here, and by their mail addresses.
struct Called(HashMap<String, BTreeSet<PersonId>>);

impl Called {
    fn of(people: &[members::Member]) -> Self {
        let mut all: HashMap<_, BTreeSet<_>> = HashMap::new();
        for member in people {
            for name in [&member.name, &member.mail] {
                all.entry(fold(name)).or_default().insert(member.person);
            }
        }
        Self(all)
    }

    /// The only one who is called so.
    fn only(&self, name: &str) -> Option<PersonId> {
        let mut meant = self.0.get(&fold(name))?.iter();
        meant.next().filter(|_| meant.next().is_none()).copied()
    }
}

/// A row of a list of targets. Whoever is named as they are called here, or by their mail address, is meant.
fn listed(own: &KnownTarget, reason: &str, called: &Called) -> Entry {
    let owner_name = own.owner.clone().unwrap_or_default();
    Entry {
        name: own.name.clone(),
        addresses: own.addresses.join("\n"),
        in_scope: own.out().is_none(),
        reason: reason.to_owned(),
        kind: own.kind.map(TargetKind::word).unwrap_or_default().to_owned(),
        exposure: own.exposure.map(Exposure::word).unwrap_or_default().to_owned(),
        owner: called.only(&owner_name).map(|own| own.to_string()).unwrap_or_default(),
        owner_name,
    }
}

fn known(
    cx: &mut Context<'_, '_>,
    organization: OrganizationId,
    road: RoadId,
    id: TargetId,
    version: Option<i64>,
) -> Result<Target, Error> {
    let found = store::target(cx.tx, organization, id)?.filter(|own| own.road == road);
    let found = found.ok_or_else(Error::not_found)?;
    if version.is_some_and(|version| version != found.version) { Err(overtaken()) } else { Ok(found) }
}

fn checked(
    cx: &Context<'_, '_>,
    road: RoadId,
    (id, version): (TargetId, i64),
    entry: &Entry,
    people: &[members::Member],
) -> Result<Target, Error> {
    let (name, reason) = (visible(&entry.name), legible(&entry.reason));
    if name.is_empty() || name.chars().count() > LONGEST_NAME {
        return Err(bad_name());
    }
    if reason.chars().count() > LONGEST {
        return Err(long_reason());
    }
    if !entry.in_scope && reason.is_empty() {
        return Err(no_reason());
    }
    let between = |letter: char| letter.is_whitespace() || matches!(letter, ',' | ';' | '、' | '，' | '；');
    let addresses: Vec<String> = entry.addresses.split(between).map(visible).filter(|own| !own.is_empty()).collect();
    let is_bad = |own: &String| own.chars().count() > LONGEST_NAME || Range::is_miswritten(own);
    if addresses.len() > MOST_NAMES || addresses.iter().any(is_bad) {
        return Err(bad_address());
    }
    let kind = TargetKind::ALL.into_iter().find(|own| own.word() == entry.kind);
    let exposure = Exposure::ALL.into_iter().find(|own| own.word() == entry.exposure);
    if kind.is_none() && !entry.kind.is_empty() {
        return Err(bad_word("kind"));
    }
    if exposure.is_none() && !entry.exposure.is_empty() {
        return Err(bad_word("exposure"));
    }
    let owner = owner(people, &entry.owner)?;
    Ok(Target {
        id,
        road,
        name,
        addresses,
        in_scope: entry.in_scope,
        reason,
        kind,
        exposure,
        owner: owner.map(|own| own.person),
        owner_name: owner
            .map_or_else(|| visible(&entry.owner_name).chars().take(LONGEST_NAME).collect(), |own| own.name.clone()),
        changed: cx.now.milliseconds(),
        changed_by: cx.person()?.id,
        version,
    })
}

fn owner<'m>(people: &'m [members::Member], id: &str) -> Result<Option<&'m members::Member>, Error> {
    if id.is_empty() {
        return Ok(None);
    }
    let person = id.parse::<PersonId>().ok();
    let found = people.iter().find(|own| Some(own.person) == person);
    found.map(Some).ok_or_else(|| {
        Error::invalid("target.owner", "この担当者はメンバーではありません。", "This owner is no member.")
            .hint("一覧から選ぶか、名前だけを書いてください。", "Choose one from the list, or write a name only.")
            .field("owner")
    })
}

/// The names of targets, and how many there are: each name leads to one target.
struct Names {
    /// By name as it is compared: the target, and what it is called.
    taken: HashMap<String, (TargetId, String)>,
    count: usize,
}

impl Names {
    fn of(targets: &[Target]) -> Self {
        let mut all = Self { taken: HashMap::new(), count: 0 };
        for own in targets {
            all.add(own);
        }
        all
    }

    fn add(&mut self, own: &Target) {
        self.taken.extend(names(own).map(|name| (name, (own.id, own.name.clone()))));
        self.count += 1;
    }

    fn remove(&mut self, own: &Target) {
        for name in names(own) {
            if self.taken.get(&name).is_some_and(|(id, _)| *id == own.id) {
                self.taken.remove(&name);
            }
        }
        self.count -= 1;
    }

    /// Whether another target can be added.
    fn check(&self, own: &Target) -> Result<(), Error> {
        if let Some((name, (_, other))) = names(own).find_map(|name| Some((name.clone(), self.taken.get(&name)?))) {
            return Err(Error::invalid(
                "target.taken",
                format!("「{name}」は、対象「{other}」にもあります。"),
                format!("{name:?} is a name of the target {other:?}, too."),
            )
            .hint("一つの名前は、一つの対象だけに付けてください。", "Give each name to one target only.")
            .field(if name == fold(&own.name) { "name" } else { "addresses" }));
        }
        if self.count >= MOST {
            return Err(Error::invalid("target.many", "対象は2,000件までです。", "At most 2,000 targets.")
                .hint("ネットワークの範囲でまとめてください。", "Put ranges of addresses together.")
                .field("name"));
        }
        Ok(())
    }
}

/// Every name of a target, as names are compared.
fn names(own: &Target) -> impl Iterator<Item = String> {
    std::iter::once(&own.name).chain(&own.addresses).map(|name| fold(name))
}

impl Noted for Target {
    fn note(&self, before: &Self, changes: &mut Changes) {
        #[rustfmt::skip]
        let Self {
            id: _, road: _, changed: _, changed_by: _, version: _,
            name, addresses, in_scope, reason, kind, exposure, owner, owner_name,
        } = self;
        changes.field("name_was", &before.name, name);
        changes.field("addresses", &before.addresses.join(", "), &addresses.join(", "));
        changes.field("in_scope", &before.in_scope.to_string(), &in_scope.to_string());
        changes.field("reason", &before.reason, reason);
        changes.field("kind", &before.kind, kind);
        changes.field("exposure", &before.exposure, exposure);
        changes.field("owner_account", &before.owner, owner);
        changes.field("owner", &before.owner_name, owner_name);
    }
}

/// What is wrong with a target of a list is wrong with its file; the name says which row is meant.
fn in_list(mut error: Error, name: &str) -> Error {
    if error.fields.is_empty() {
        return error;
    }
    error.fields.clear();
    error.message = Text::new(
        format!("対象「{name}」: {}", error.message.ja),
        format!("The target {name:?}: {}", error.message.en),
    );
    error.field("file")
}

/// Turns the error of an unreadable list into an error of a use case; all its problems are told together.
fn unreadable(error: &TargetsError) -> Error {
    match error {
        TargetsError::Unreadable(error) => refused(error),
        TargetsError::Bad(problems) => {
            let lines = |lang: Lang| {
                let line = |own: &tasuki_intake::TargetProblem| match lang {
                    Lang::Ja => format!("{}行目 {}: {}", own.row, own.column, own.told.ja),
                    Lang::En => format!("row {}, {}: {}", own.row, own.column, own.told.en),
                };
                problems.iter().map(line).collect::<Vec<_>>().join(if lang == Lang::Ja { "。" } else { ". " })
            };
            Error::invalid(
                "target.list",
                format!("対象の一覧に読めないところがあります。{}。", lines(Lang::Ja)),
                format!("The list of targets has cells that cannot be read. {}.", lines(Lang::En)),
            )
            .hint(
                "示した行を直してから、もう一度取り込んでください。何も取り込んでいません。",
                "Correct the rows that are named, and import it again. Nothing was imported.",
            )
            .field("file")
        }
    }
}

fn bad_name() -> Error {
    Error::invalid("target.name", "対象の名前を書いてください。", "Name the target.")
        .hint("200文字までで書いてください。", "At most 200 characters.")
        .field("name")
}

fn long_reason() -> Error {
    Error::invalid("target.long_reason", "理由が長すぎます。", "The reason is too long.")
        .hint("2,000文字までで書いてください。", "At most 2,000 characters.")
        .field("reason")
}

fn no_reason() -> Error {
    Error::invalid("target.reason", "検証しない理由を書いてください。", "Say why it is not tested.")
        .hint(
            "たとえば「社内につながっていない検証機のため」のように書きます。",
            "For example: a test machine without a network.",
        )
        .field("reason")
}

fn bad_address() -> Error {
    Error::invalid("target.address", "アドレスを確かめてください。", "Check the addresses.")
        .hint("500件まで、範囲は 192.0.2.0/24 のように書いてください。", "At most 500; write ranges like 192.0.2.0/24.")
        .field("addresses")
}

fn bad_word(field: &str) -> Error {
    Error::invalid("target.word", "種類と露出を、一覧から選んでください。", "Choose kind and exposure from the list.")
        .hint("分からないときは空のままにします。", "Leave them empty where nobody knows.")
        .field(field)
}

fn overtaken() -> Error {
    Error::overtaken("target.conflict")
}
