//! The description of partners.

use tasuki_catalog::Text;
use tasuki_scheme::{IdentityKind, Permission};
use tasuki_store::{StoreError, Subject, register};

use super::days::days;
use crate::description::{Action, Days, Description, Field, Values, both};
use crate::naming::{Look, Looking, Named};

/// A partner (取引先).
pub(crate) const PARTNER: Description = Description {
    noun: ("取引先", "partner"),
    read: Permission::ReadPartners,
    look: Look::Of(named),
    found: Some(("取引先", "Partners")),
    days: Days::Of(days),
    event: None,
    actions: &[
        Action::new("partner.create", "が取引先を登録しました", "registered a partner"),
        Action::new("partner.change", "が取引先を変えました", "changed a partner"),
        Action::new("partner.archive", "が取引先をしまいました", "archived a partner"),
        Action::new("partner.restore", "が取引先を戻しました", "restored a partner"),
        Action::new("partner.decide", "が求める★を決めました", "decided which ★ is asked of a partner"),
    ],
    fields: &[
        Field::new("name", "名前", "Name", Values::Plain),
        Field::new("identity_kind", "識別の種類", "Kind of identity", KIND),
        Field::new("identity", "番号", "Number", Values::Plain),
        Field::new("supplies", "納めるもの", "What it supplies", Values::Plain),
        Field::new("star", "求める★", "★ that is asked", Values::Plain),
        Field::new("reason", "理由", "Reason", Values::Plain),
        Field::new("owner", "担当", "Owner", Values::Person),
        Field::new("direct", "当社に納めている", "Supplies us", Values::Plain),
        Field::new("customers", "納め先", "Supplies", Values::Always(("変わりました", "changed"))),
        Field::new("contacts", "連絡先", "Contacts", Values::Always(("変わりました", "changed"))),
        Field::new("products", "頼っている製品", "Products", Values::Plain),
        Field::new("sites", "頼っている拠点", "Sites", Values::Plain),
        Field::new("contracts", "契約", "Contracts", Values::Always(("変わりました", "changed"))),
        Field::new("note", "メモ", "Note", Values::Plain),
    ],
};

const KIND: Values = Values::Named(|word| IdentityKind::from_word(word).map(|kind| both(|lang| kind.name(lang))));

fn named(looking: &mut Looking<'_, '_>, subject: &Subject) -> Result<Option<Named>, StoreError> {
    let Subject::Partner(id) = subject else { return Ok(None) };
    let partner = register::find(looking.tx, looking.organization, *id)?;
    Ok(partner.map(|own| Named { title: Text::new(&own.name, &own.name), place: own.supplies, opened: None }))
}
