//! The page itself.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use jiff::civil::Date;
use tasuki_app::assessments::{self, Figures};
use tasuki_app::history::Recent;
use tasuki_app::home::{self, Due, Next};
use tasuki_catalog::Lang;
use tasuki_scheme::Permission;
use tasuki_store::OrganizationId;

use crate::answering::words as say;
use crate::assessments::{first_page, pictures};
use crate::page::{Page, Section};
use crate::roads::turn_place;
use crate::take::Path;
use crate::{Reply, Web, Who, address, time};

/// How many things with a day are shown.
const SHOWN: usize = 8;

#[derive(Template)]
#[template(path = "work/home/show.html")]
struct Home {
    page: Page,
    may_manage: bool,
    is_guest: bool,
    next: Vec<NextView>,
    due: Vec<DueView>,
    due_more: usize,
    assessments: Vec<AssessmentView>,
    /// How many others are in use.
    others: usize,
    /// The line of the first of the assessments; empty while it says nothing.
    line: String,
    changes: Vec<ChangeView>,
}

/// Something to do next, in words.
pub(super) struct NextView {
    pub(super) title: String,
    pub(super) reason: String,
    pub(super) href: String,
    pub(super) icon: &'static str,
}

struct DueView {
    day: String,
    overdue: bool,
    title: String,
    criterion: String,
    owner: String,
    href: String,
}

struct AssessmentView {
    title: String,
    href: String,
    overview: String,
    /// Whether the answers may be read, and not only the results.
    may_read: bool,
    edition: String,
    due: String,
    overdue: bool,
    figures: Figures,
}

struct ChangeView {
    name: String,
    initial: String,
    text: String,
    about: String,
    href: String,
    when: String,
    at: String,
}

/// `GET /o/{organization}`: what to do next.
pub(super) async fn page(State(web): State<Web>, who: Who, Path(organization): Path<OrganizationId>) -> Response {
    web.page_for(&who, Some(organization), move |cx, who| {
        let home = home::home(cx)?;
        // Who came to review and for nothing else begins with what waits for them.
        if cx.is_guest() && home.assessments.is_empty() && cx.reviews() {
            return Ok(Reply::Go("/me/desk".to_owned()));
        }
        let page = Page::load(cx, who, Section::Home, "ホーム", "Home")?;
        let (lang, today, base) = (page.language(), cx.now.today, format!("/o/{organization}"));
        let assessments = home.assessments.iter().map(|(own, figures)| {
            let catalog = cx.library.catalog(&own.edition);
            let edition = catalog
                .map(|catalog| format!("{} {}", catalog.title().get(lang), catalog.level_title(own.level, lang)));
            AssessmentView {
                title: own.title.clone(),
                href: format!("{base}{}", first_page(cx, own.id)),
                overview: format!("{base}/assessments/{}/overview", own.id),
                may_read: cx.may_in(Permission::ReadAssessments, own.id),
                edition: edition.unwrap_or_default(),
                due: own.due.map(|due| time::day(due, today, lang)).unwrap_or_default(),
                overdue: assessments::day(own, figures.verdict()).is_some_and(|day| day < today),
                figures: figures.clone(),
            }
        });
        let line = match home.assessments.first() {
            Some((first, _)) if home.line.len() > 1 => pictures::line(&home.line, first.due, lang),
            _ => String::new(),
        };
        Reply::page(&Home {
            may_manage: cx.may(Permission::ManageAssessments),
            is_guest: cx.is_guest(),
            next: home.next.iter().map(|next| words(next, &base, today, lang)).collect(),
            due: home.due.iter().take(SHOWN).map(|due| due_view(due, organization, today, lang)).collect(),
            due_more: home.due.len().saturating_sub(SHOWN),
            assessments: assessments.collect(),
            others: home.others,
            line,
            changes: home.changes.iter().map(|change| change_view(change, organization, today, lang)).collect(),
            page,
        })
    })
    .await
}

/// Something to do next, in words.
pub(super) fn words(next: &Next, base: &str, today: Date, lang: Lang) -> NextView {
    let say = |ja: String, en: String| if lang == Lang::Ja { ja } else { en };
    match next {
        Next::Late { assessment, title, count, since } => NextView {
            title: say(
                format!("期限を過ぎた {count} 項目を見る"),
                if *count == 1 {
                    "Look at the overdue item".to_owned()
                } else {
                    format!("Look at {count} overdue items")
                },
            ),
            reason: say(
                format!("{title}。いちばん古いものは {} が期限", time::day(*since, today, lang)),
                format!("{title}. The oldest was due {}", time::day(*since, today, lang)),
            ),
            href: format!("{base}/assessments/{assessment}?overdue=1"),
            icon: "calendar-clock",
        },
        Next::Road { road, title, turn } => NextView {
            title: turn.sentence(lang),
            reason: say(format!("★への道: {title}"), format!("Road to a ★: {title}")),
            href: format!("{base}/roads/{road}{}", turn_place(turn).0),
            icon: "flag",
        },
        Next::Review { count } => NextView {
            title: say(format!("報告された対応 {count} 件を確かめる"), format!("Look over {count} reported tasks")),
            reason: say("確かめると完了になります".to_owned(), "They are done once you have confirmed them".to_owned()),
            href: format!("{base}/tasks?state=reported"),
            icon: "clipboard-check",
        },
        Next::Tasks { count } => NextView {
            title: say(
                format!("期限を過ぎた自分の対応 {count} 件を進める"),
                format!("Go on with your {count} overdue tasks"),
            ),
            reason: say("終わったものは報告してください".to_owned(), "Report those that are done".to_owned()),
            href: format!("{base}/tasks?mine=1"),
            icon: "list-checks",
        },
        Next::Evidence { count, first } => NextView {
            title: say(format!("期限の近い証跡 {count} 件を新しくする"), format!("Renew {count} pieces of evidence")),
            reason: say(
                format!("最初の期限は {}", time::day(*first, today, lang)),
                format!("The first ends on {}", time::day(*first, today, lang)),
            ),
            href: format!("{base}/evidence?ends=30"),
            icon: "folder-open",
        },
        Next::Continue { assessment, title, criterion, name, open } => NextView {
            title: say(format!("{criterion} {} に回答する", name.ja), format!("Answer {criterion} {}", name.en)),
            reason: say(
                format!("{title}。残り {open} 項目の最初"),
                format!("{title}. The first of {open} that are left"),
            ),
            href: format!("{base}/assessments/{assessment}?c={criterion}"),
            icon: "footprints",
        },
        Next::Report { assessment, title } => NextView {
            title: say("報告書を作る".to_owned(), "Make the report".to_owned()),
            reason: say(format!("{title} の残りはありません"), format!("Nothing is left open in {title}")),
            href: format!("{base}/assessments/{assessment}/reports"),
            icon: "file-text",
        },
    }
}

fn due_view(due: &Due, organization: OrganizationId, today: Date, lang: Lang) -> DueView {
    let item = &due.item;
    DueView {
        day: time::day(item.day, today, lang),
        overdue: item.is_overdue(today),
        title: item.title.get(lang).to_owned(),
        criterion: item.criterion.as_deref().filter(|_| item.why.is_of_criterion()).unwrap_or_default().to_owned(),
        owner: due.owner.clone().unwrap_or_default(),
        href: address::of(organization, &item.subject),
    }
}

fn change_view(change: &Recent, organization: OrganizationId, today: Date, lang: Lang) -> ChangeView {
    ChangeView {
        name: change.who.name.clone(),
        initial: say::initial(&change.who.name),
        text: change.text.get(lang).to_owned(),
        about: change.about.get(lang).to_owned(),
        href: address::of(organization, &change.subject),
        when: time::time(change.at, today, lang),
        at: time::instant(change.at),
    }
}
