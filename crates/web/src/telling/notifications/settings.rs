//! How the person likes to be told.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use tasuki_app::notifications::{self, Kind, Mail, Setting, Settings};
use utoipa::ToSchema;

use crate::page::{Page, Section};
use crate::take::{Form, Json, JsonList};
use crate::words::{MailWord, NotificationKindWord};
use crate::{Problem, Reply, Web, Who};

/// One kind as a row.
struct RowView {
    key: &'static str,
    name: &'static str,
    app: bool,
    mail: Mail,
}

#[derive(Template)]
#[template(path = "telling/notifications/settings.html")]
struct Show {
    page: Page,
    rows: Vec<RowView>,
    mails: bool,
}

/// `GET /me/notifications`.
pub(super) async fn page(State(web): State<Web>, who: Who) -> Response {
    let mails = web.app().mails();
    web.page_for(&who, None, move |cx, who| {
        let settings = notifications::settings(cx)?;
        let lang = cx.lang();
        let rows = Kind::ALL.into_iter().map(|kind| {
            let setting = settings.of(kind);
            RowView { key: kind.key(), name: kind.name(lang), app: setting.app, mail: setting.mail }
        });
        let rows = rows.collect();
        let page = Page::load(cx, who, Section::Other, "通知の受け取り方", "How you are told")?;
        Reply::page(&Show { page, rows, mails })
    })
    .await
}

/// `POST /me/notifications`: `app` names each kind that is shown in the application, `mail-…` says what is mailed of it.
pub(super) async fn form(State(web): State<Web>, who: Who, Form(fields): Form<Vec<(String, String)>>) -> Response {
    web.act(&who, None, move |cx| {
        let settings = Kind::ALL.into_iter().fold(Settings::default(), |settings, kind| {
            let app = fields.iter().any(|(name, value)| name == "app" && value == kind.key());
            let chosen = fields.iter().find(|(name, _)| name.strip_prefix("mail-") == Some(kind.key()));
            let mail = chosen.map_or(settings.of(kind).mail, |(_, value)| Mail::from_word(value).unwrap_or(Mail::Off));
            settings.with(kind, Setting { app, mail })
        });
        notifications::set_settings(cx, &settings)?;
        Ok(Reply::Go("/me/notifications".to_owned()))
    })
    .await
}

/// How one kind is told.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct SettingBody {
    /// The kind.
    #[schema(value_type = NotificationKindWord)]
    kind: Kind,
    /// Whether it is shown in the application.
    app: bool,
    /// What is mailed of it.
    #[schema(value_type = MailWord)]
    mail: Mail,
}

/// How the person likes to be told, by kind.
#[utoipa::path(get, path = "/me/notification-settings", tag = "notifications",
    responses((status = 200, body = Vec<SettingBody>)))]
pub(super) async fn show(State(web): State<Web>, who: Who) -> Result<Json<Vec<SettingBody>>, Problem> {
    let read = web.app().read(who.credentials, None, notifications::settings).await;
    let settings = read.map_err(|error| Problem::new(error, who.lang))?;
    Ok(Json(bodies(&settings)))
}

/// Changes how the person likes to be told. Kinds that are not named stay as they are.
#[utoipa::path(put, path = "/me/notification-settings", tag = "notifications", request_body = Vec<SettingBody>,
    responses((status = 200, body = Vec<SettingBody>)))]
pub(super) async fn change(
    State(web): State<Web>,
    who: Who,
    JsonList(all): JsonList<SettingBody>,
) -> Result<Json<Vec<SettingBody>>, Problem> {
    let changed = web.change(&who, None, move |cx| {
        let before = notifications::settings(cx)?;
        let settings =
            all.iter().fold(before, |settings, one| settings.with(one.kind, Setting { app: one.app, mail: one.mail }));
        notifications::set_settings(cx, &settings)?;
        Ok(settings)
    });
    let settings = changed.await.map_err(|error| Problem::new(error, who.lang))?;
    Ok(Json(bodies(&settings)))
}

fn bodies(settings: &Settings) -> Vec<SettingBody> {
    let body = |kind| {
        let Setting { app, mail } = settings.of(kind);
        SettingBody { kind, app, mail }
    };
    Kind::ALL.into_iter().map(body).collect()
}
