//! The frame of a page: where one is, in which language, and what waits.

use std::borrow::Borrow;

use jiff::civil::Date;
use tasuki_app::{Context, Error, account, notifications, tasks};
use tasuki_catalog::Lang;
use tasuki_store::organizations;

use crate::{Who, assets, time};

/// The main sections, as the rail shows them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Section {
    Home,
    Assessments,
    Evidence,
    Tasks,
    Calendar,
    Members,
    Settings,
    Other,
}

/// The frame of a page, as `layout.html` wants it.
#[derive(Debug, Clone)]
pub(crate) struct Page {
    pub(crate) title: String,
    pub(crate) section: Section,
    pub(crate) org: Option<OrgBrief>,
    pub(crate) orgs: Vec<OrgBrief>,
    pub(crate) person: Option<PersonBrief>,
    /// How many things are due within a week or overdue.
    pub(crate) due: u64,
    /// How many notifications were not read.
    pub(crate) unread: u64,
    /// Whether these two were counted: not on pages beside an organization.
    pub(crate) counted: bool,
    pub(crate) theme: &'static str,
    pub(crate) path: String,
    /// The key of the forms of this rendering: what one of them makes is made once, however often it is sent. Empty where nobody is signed in.
    pub(crate) once: String,
    /// Whether the person signs in with one factor only; looked up for the first page.
    pub(crate) one_factor: bool,
    lang: Lang,
    today: Date,
}

/// An organization in the switcher.
#[derive(Debug, Clone)]
pub(crate) struct OrgBrief {
    pub(crate) id: String,
    pub(crate) name: String,
}

/// The person who is signed in.
#[derive(Debug, Clone)]
pub(crate) struct PersonBrief {
    pub(crate) name: String,
    pub(crate) initial: String,
}

/// One of the three themes; anything else is the system's.
pub(crate) fn theme(name: &str) -> &'static str {
    match name {
        "light" => "light",
        "dark" => "dark",
        _ => "auto",
    }
}

impl Page {
    /// The frame for the person who asks, in the organization of the request.
    pub(crate) fn load(
        cx: &mut Context<'_, '_>,
        who: &Who,
        section: Section,
        ja: &str,
        en: &str,
    ) -> Result<Self, Error> {
        let mut page = Self::plain(who);
        page.section = section;
        page.today = cx.now.today;
        page.lang = if cx.actor.is_some() { cx.lang() } else { page.lang };
        page.title = String::from(page.t(ja, en));
        let Some(actor) = cx.actor.clone() else { return Ok(page) };
        page.theme = theme(&actor.person.theme);
        page.once = cx.random_bytes::<16>().iter().fold(String::new(), |text, byte| text + &format!("{byte:02x}"));
        let today = cx.now.today.to_string();
        let all = organizations::of_person(cx.tx, actor.person.id, &today)?;
        page.orgs = all.into_iter().map(|own| OrgBrief { id: own.id.to_string(), name: own.name }).collect();
        let current = actor.member.as_ref().map(|member| member.organization.to_string());
        page.org = page.orgs.iter().find(|own| Some(&own.id) == current.as_ref()).cloned();
        if page.org.is_none() && page.orgs.len() == 1 {
            // Whoever belongs to one organization only stays in its frame, on the page of the own account too.
            page.org = page.orgs.first().cloned();
        } else if page.org.is_some() {
            page.due = tasks::due_count(cx)?;
            page.unread = notifications::unread(cx)?;
            page.counted = true;
        }
        page.one_factor = section == Section::Home && account::has_one_factor(cx)?;
        page.person = Some(PersonBrief {
            initial: actor.person.name.chars().next().map(String::from).unwrap_or_default(),
            name: actor.person.name,
        });
        Ok(page)
    }

    /// The frame around what concerns nobody in particular: errors, sign-in.
    pub(crate) fn plain(who: &Who) -> Self {
        Self {
            title: String::new(),
            section: Section::Other,
            org: None,
            orgs: Vec::new(),
            person: None,
            due: 0,
            unread: 0,
            counted: false,
            theme: who.theme,
            path: who.path.clone(),
            once: String::new(),
            one_factor: false,
            lang: who.lang,
            today: Date::ZERO,
        }
    }

    /// What was just done, told at the head of the page to which it led: `?told=` in its address.
    pub(crate) fn notice(&self) -> &str {
        match self.path.rsplit(['?', '&']).find_map(|part| part.strip_prefix("told=")) {
            Some("saved") => self.t("保存しました。", "Saved."),
            Some("proved") => self.t(
                "本人の確認ができました。まだ何も変わっていないので、もう一度同じ操作をしてください。",
                "You have confirmed that it is you. Nothing was changed yet: do the same once more.",
            ),
            _ => "",
        }
    }

    /// The same frame under a title that depends on what is shown.
    pub(crate) fn titled(mut self, title: impl Into<String>) -> Self {
        self.title = title.into();
        self
    }

    /// The language.
    pub(crate) fn language(&self) -> Lang {
        self.lang
    }

    /// The language as HTML names it.
    pub(crate) fn lang(&self) -> &'static str {
        self.t("ja", "en")
    }

    /// A string in the page's language. Both are always given, side by side.
    pub(crate) fn t<'s>(&self, ja: &'s str, en: &'s str) -> &'s str {
        match self.lang {
            Lang::Ja => ja,
            Lang::En => en,
        }
    }

    /// A day, without its year when that is this one.
    pub(crate) fn day(&self, day: impl Borrow<Date>) -> String {
        time::day(*day.borrow(), self.today, self.lang)
    }

    /// The day on which something happened, from milliseconds since 1970.
    pub(crate) fn day_of(&self, milliseconds: impl Borrow<i64>) -> String {
        self.day(time::day_of(*milliseconds.borrow()))
    }

    /// When something happened, from milliseconds since 1970.
    pub(crate) fn time(&self, milliseconds: impl Borrow<i64>) -> String {
        time::time(*milliseconds.borrow(), self.today, self.lang)
    }

    /// Whether the page belongs to a section.
    pub(crate) fn is(&self, section: &str) -> bool {
        let own = match self.section {
            Section::Home => "home",
            Section::Assessments => "assessments",
            Section::Evidence => "evidence",
            Section::Tasks => "tasks",
            Section::Calendar => "calendar",
            Section::Members => "members",
            Section::Settings => "settings",
            Section::Other => "",
        };
        own == section
    }

    /// The beginning of every address in the organization: `/o/…`.
    pub(crate) fn base(&self) -> String {
        self.org.as_ref().map_or_else(String::new, |org| format!("/o/{}", org.id))
    }

    /// The address of a style sheet, a script or a picture.
    #[expect(clippy::unused_self, reason = "templates reach it through the page")]
    pub(crate) fn asset(&self, name: &str) -> &'static str {
        assets::path(name)
    }
}
