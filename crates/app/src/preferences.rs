//! How a person likes to see Tasuki.

use tasuki_store::people;

use crate::{Context, Error};

/// Changes language (`ja`, `en`) and theme (`auto`, `light`, `dark`); what is not one of these stays as it is.
pub fn set(cx: &mut Context<'_, '_>, lang: Option<&str>, theme: Option<&str>) -> Result<(), Error> {
    let person = cx.person()?.clone();
    let lang = lang.filter(|lang| ["ja", "en"].contains(lang)).unwrap_or(&person.lang);
    let theme = theme.filter(|theme| ["auto", "light", "dark"].contains(theme)).unwrap_or(&person.theme);
    Ok(people::set_preferences(cx.tx, person.id, lang, theme)?)
}
