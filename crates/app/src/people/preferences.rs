//! A person's preferences for the display.

use tasuki_store::persons;

use crate::{Context, Error};

/// The languages.
pub const LANGUAGES: [&str; 2] = ["ja", "en"];
/// The themes; `auto` is that of the system.
pub const THEMES: [&str; 3] = ["auto", "light", "dark"];

/// Changes language and theme; what is none of [`LANGUAGES`] and [`THEMES`] stays as it is.
pub fn set(cx: &mut Context<'_, '_>, lang: Option<&str>, theme: Option<&str>) -> Result<(), Error> {
    let person = cx.person()?.clone();
    let lang = lang.filter(|lang| LANGUAGES.contains(lang)).unwrap_or(&person.lang);
    let theme = theme.filter(|theme| THEMES.contains(theme)).unwrap_or(&person.theme);
    Ok(persons::set_preferences(cx.tx, person.id, lang, theme)?)
}
