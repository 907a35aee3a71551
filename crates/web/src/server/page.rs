//! The frame of a page: the current section, the language, and pending work.

use std::borrow::Borrow;

use jiff::civil::Date;
use tasuki_app::{Context, Error, account, agenda, notifications, organizations};
use tasuki_catalog::Lang;
use tasuki_scheme::Permission;

use crate::{Who, assets, rendered, time, who};

/// The main sections. Those on the [`RAIL`] and at its [`RAIL_END`] are shown in the side bar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Section {
    Home,
    Assessments,
    Evidence,
    Tasks,
    Calendar,
    Roads,
    Partners,
    Members,
    Settings,
    Other,
}

/// A section in the side bar.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Place {
    section: Section,
    /// Its address within the organization.
    pub(crate) path: &'static str,
    pub(crate) icon: &'static str,
    /// Its name in both languages.
    name: (&'static str, &'static str),
    /// The keys that lead there.
    pub(crate) key: &'static str,
    /// Who needs it: everybody, or who has this permission.
    read: Option<Permission>,
}

impl Place {
    const fn new(
        section: Section,
        path: &'static str,
        icon: &'static str,
        name: (&'static str, &'static str),
        key: &'static str,
    ) -> Self {
        Self { section, path, icon, name, key, read: None }
    }

    /// The same, only for those who have a permission.
    const fn read(self, permission: Permission) -> Self {
        Self { read: Some(permission), ..self }
    }
}

/// The side bar.
const RAIL: &[Place] = &[
    Place::new(Section::Home, "", "house", ("ホーム", "Home"), "g h"),
    Place::new(Section::Assessments, "/assessments", "clipboard-list", ("評価", "Assessments"), "g a"),
    Place::new(Section::Evidence, "/evidence", "folder-open", ("証跡", "Evidence"), "g e"),
    Place::new(Section::Tasks, "/tasks", "list-checks", ("対応", "Tasks"), "g t").read(Permission::ReadAssessments),
    Place::new(Section::Calendar, "/calendar", "calendar-days", ("カレンダー", "Calendar"), "g c")
        .read(Permission::ReadAssessments),
    Place::new(Section::Roads, "/roads", "milestone", ("★への道", "Roads to a ★"), "g r").read(Permission::ReadRoads),
    Place::new(Section::Partners, "/partners", "network", ("取引先", "Partners"), "g p").read(Permission::ReadPartners),
];

/// The end of the side bar: what is needed more rarely.
const RAIL_END: &[Place] = &[
    Place::new(Section::Members, "/members", "users", ("メンバー", "Members"), "g m").read(Permission::ReadMembers),
    Place::new(Section::Settings, "/settings", "settings", ("設定", "Settings"), "g s").read(Permission::ReadMembers),
];

/// The frame of a page, for `layout.html`.
#[derive(Debug, Clone)]
pub(crate) struct Page {
    pub(crate) title: String,
    pub(crate) section: Section,
    pub(crate) org: Option<OrgBrief>,
    pub(crate) orgs: Vec<OrgBrief>,
    pub(crate) person: Option<PersonBrief>,
    /// How many things are due within a week or overdue.
    pub(crate) due: usize,
    /// How many notifications were not read.
    pub(crate) unread: u64,
    /// Whether these two were counted; not on pages outside an organization.
    pub(crate) counted: bool,
    pub(crate) theme: &'static str,
    pub(crate) path: String,
    /// The idempotency key of the forms on this page: a form creates something only once, however often it is sent.
    /// Empty if nobody is signed in.
    pub(crate) once: String,
    /// Whether the person signs in with one factor only; looked up for the home page.
    pub(crate) one_factor: bool,
    /// Whether something is open to the person for review in this organization.
    pub(crate) reviews: bool,
    /// The places of the side bar that the person needs.
    rail: Vec<&'static Place>,
    /// Those at its end.
    rail_end: Vec<&'static Place>,
    lang: Lang,
    today: Date,
}

/// An organization in the organization switcher.
#[derive(Debug, Clone)]
pub(crate) struct OrgBrief {
    pub(crate) id: String,
    pub(crate) name: String,
}

/// The person who is signed in.
#[derive(Debug, Clone)]
pub(crate) struct PersonBrief {
    /// Whose page it is: forms and requests of the page name them, so that nobody else sends them.
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) initial: String,
}

impl Page {
    /// The frame for the caller, in the organization of the request.
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
        page.theme = who::theme(&actor.person.theme);
        page.once = rendered::key(actor.person.id, &cx.random_bytes());
        let all = organizations::own(cx)?;
        page.orgs = all.into_iter().map(|own| OrgBrief { id: own.id.to_string(), name: own.name }).collect();
        let current = actor.member.as_ref().map(|member| member.organization.to_string());
        page.org = page.orgs.iter().find(|own| Some(&own.id) == current.as_ref()).cloned();
        if page.org.is_none() && page.orgs.len() == 1 {
            // A person with only one organization stays in its frame, on the account page too.
            page.org = page.orgs.first().cloned();
        } else if page.org.is_some() {
            page.due = agenda::due_count(cx)?;
            page.unread = notifications::unread(cx)?;
            page.counted = true;
        }
        let needed = |place: &&'static Place| match place.read {
            // What belongs to assessments is also for those to whom one was opened.
            Some(Permission::ReadAssessments) => cx.reach(Permission::ReadAssessments).is_ok(),
            Some(Permission::ReadRoads) => {
                cx.reach_roads(Permission::ReadRoads).is_ok_and(|(_, reach)| !reach.is_empty())
            }
            read => read.is_none_or(|read| cx.may(read)),
        };
        page.rail = RAIL.iter().filter(needed).collect();
        page.rail_end = RAIL_END.iter().filter(needed).collect();
        page.reviews = cx.reviews();
        page.one_factor = section == Section::Home && account::has_one_factor(cx)?;
        page.person = Some(PersonBrief {
            id: actor.person.id.to_string(),
            initial: actor.person.name.chars().next().map(String::from).unwrap_or_default(),
            name: actor.person.name,
        });
        Ok(page)
    }

    /// The frame of pages that belong to nobody in particular: errors, sign-in.
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
            reviews: false,
            rail: Vec::new(),
            rail_end: Vec::new(),
            lang: who.lang,
            today: Date::ZERO,
        }
    }

    /// The frame of a page for somebody without an account, whom a link let in.
    pub(crate) fn of_visit(cx: &Context<'_, '_>, who: &Who, title: &str) -> Self {
        Self { today: cx.now.today, title: title.to_owned(), ..Self::plain(who) }
    }

    /// A confirmation of the last change, shown at the top of the page to which it redirected: `?told=` in its
    /// address.
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

    /// The same frame with a title that depends on the contents.
    pub(crate) fn titled(mut self, title: impl Into<String>) -> Self {
        self.title = title.into();
        self
    }

    /// The language.
    pub(crate) fn language(&self) -> Lang {
        self.lang
    }

    /// The language code for HTML.
    pub(crate) fn lang(&self) -> &'static str {
        self.t("ja", "en")
    }

    /// A string in the page's language. Both languages are always given, side by side.
    pub(crate) fn t<'s>(&self, ja: &'s str, en: &'s str) -> &'s str {
        match self.lang {
            Lang::Ja => ja,
            Lang::En => en,
        }
    }

    /// A day, without its year if that is the current one.
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

    /// When something happened, as a file tells it.
    pub(crate) fn told_time(&self, text: &str) -> String {
        time::told(text, self.today, self.lang)
    }

    /// The side bar's places, and those at its end.
    pub(crate) fn rail(&self) -> [&[&'static Place]; 2] {
        [&self.rail, &self.rail_end]
    }

    /// The end of the side bar, which the menu of the organization shows, too.
    pub(crate) fn rail_end(&self) -> &[&'static Place] {
        &self.rail_end
    }

    /// Whether the page belongs to a place.
    pub(crate) fn is(&self, place: &Place) -> bool {
        self.section == place.section
    }

    /// The name of a place.
    pub(crate) fn name_of(&self, place: &Place) -> &'static str {
        self.t(place.name.0, place.name.1)
    }

    /// The prefix of every address in the organization: `/o/…`.
    pub(crate) fn base(&self) -> String {
        self.org.as_ref().map_or_else(String::new, |org| format!("/o/{}", org.id))
    }

    /// The address of a style sheet, a script or an image.
    #[expect(clippy::unused_self, reason = "templates reach it through the page")]
    pub(crate) fn asset(&self, name: &str) -> &'static str {
        assets::path(name)
    }
}
