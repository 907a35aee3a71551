//! `tasuki serve`: the web application.

mod files;
mod log;
mod settings;
mod stop;

use std::net::SocketAddr;
use std::num::NonZero;
use std::sync::Arc;

use tasuki_app::{
    App, OpenIdSettings, Options, Random, SignIn, SystemClock, SystemRandom, demo, housekeeping, mail, timers, webhooks,
};
use tasuki_catalog::Text;
use tasuki_store::{Blobs, Store, persons};
use tasuki_web::Web;
use tokio::net::TcpListener;
use tokio::runtime::{Builder, Runtime};

use self::settings::{OpenId, Settings};
use super::catalog::overlay;
use super::place::no_database;
use super::scheme;
use crate::{
    failure::Failure,
    output::{Output, say},
};

pub(crate) use settings::ServeArguments;

pub(super) fn run(arguments: &ServeArguments, output: &mut Output) -> Result<(), Failure> {
    let settings = Settings::of(arguments)?;
    log::begin(&settings)?;
    // Before the runtime is created, because PostgreSQL's driver blocks in a way that is not allowed inside a
    // runtime.
    let (store, blobs) = (settings.place.serve()?, settings.place.open_blobs()?);
    let runtime = runtime().map_err(|error| Failure::write(&settings.place.folder(), &error))?;
    let done = runtime.block_on(serve(settings, store, blobs, output));
    // Tasks that are still running are abandoned; the database has everything that was acknowledged.
    runtime.shutdown_timeout(std::time::Duration::from_secs(1));
    done
}

/// At least two threads: one may be waiting for the disk, and then another is free.
fn runtime() -> std::io::Result<Runtime> {
    let cores = std::thread::available_parallelism().map_or(1, NonZero::get);
    Builder::new_multi_thread().worker_threads(cores.max(2)).enable_all().build()
}

async fn serve(settings: Settings, store: Store, blobs: Blobs, output: &mut Output) -> Result<(), Failure> {
    let refused = |error: std::io::Error| cannot_listen(settings.listen, &error);
    let listener = TcpListener::bind(settings.listen).await.map_err(refused)?;
    let port = listener.local_addr().map_err(refused)?.port();
    let base_url = settings.base_url.clone().unwrap_or_else(|| format!("http://localhost:{port}"));
    let options = Options {
        clock: Arc::new(SystemClock),
        random: Arc::new(SystemRandom),
        base_url: base_url.clone(),
        blobs,
        addresses: tasuki_web::address,
    };
    let mut app = App::new(store, options);
    let smtp = settings.smtp.as_deref().map(|url| mail::Smtp::parse(url, &base_url)).transpose();
    let smtp = smtp.map_err(|error| bad("smtp", &error.to_string()))?;
    if smtp.is_some() {
        app = app.with_mail();
    }
    app = app.with_heads(&settings.audit_heads);
    if settings.allow_private_webhooks {
        app = app.with_private_webhooks();
    }
    app = app.with_founders(settings.founders).with_schemes(scheme::all_in(&settings.place.folder())?);
    if let Some(openid) = &settings.openid {
        app = app.with_sign_in(sign_in(openid, &base_url)?);
    }
    // Before the address is printed: the reader of the address may ask us to stop immediately.
    let asked = stop::Asked::listen().map_err(refused)?;
    let web = greet(&settings, &app, &base_url, output).await?;
    let timers = [
        tokio::spawn(timers::run(app.clone(), smtp)),
        tokio::spawn(webhooks::run(app.clone())),
        tokio::spawn(housekeeping::run(app.clone())),
    ];

    let served = tasuki_web::serve(listener, &web, files::fit(settings.doors), asked.heard()).await.map_err(refused);
    for timer in timers {
        timer.abort();
    }
    tracing::info!("stopped");
    served
}

/// Prints the address and, if there is no user yet or it is the demo, a sign-in link.
async fn greet(settings: &Settings, app: &App, base_url: &str, output: &mut Output) -> Result<Web, Failure> {
    let nobody = !settings.demo && app.store().read(persons::is_empty).await.map_err(|error| no_database(&error))?;
    let setup = nobody.then(secret);
    let overlays = overlay::all_in(&settings.place.folder())?;
    let mut web = Web::new(app.clone(), setup.as_deref()).with_overlays(overlays).with_limits(settings.limits);
    if let Some(token) = &settings.metrics_token {
        web = web.with_metrics_token(token);
    }
    output.line(say!(output.lang, "Tasuki が動いています: {base_url}", "Tasuki is running: {base_url}"));
    if let Some(secret) = &setup {
        output.line(say!(
            output.lang,
            "最初の管理者を登録するリンク（一度だけ使えます）: {base_url}/welcome/{secret}",
            "Link for the first administrator (works once): {base_url}/welcome/{secret}"
        ));
    }
    if settings.demo {
        let entrance = demo::fill(app).await.map_err(|error| Failure::of(&error))?;
        let secret = secret();
        web = web.with_demo(&secret, entrance);
        output.line(say!(
            output.lang,
            "例示工業（架空の会社）の管理者としてサインインするリンク（一度だけ使えます）: {base_url}/demo/{secret}",
            "Link that signs in as the administrator of the example, an invented company (works once): {base_url}/demo/{secret}"
        ));
    }
    // The reader of our output is waiting for the address.
    let _ = output.flush();
    output.clear();
    tracing::info!(engine = app.store().engine().name(), "listening");
    Ok(web)
}

/// The company's identity provider.
fn sign_in(openid: &OpenId, base_url: &str) -> Result<SignIn, Failure> {
    let redirect =
        format!("{base_url}/sign-in/openid/back").parse().map_err(|error| bad("base-url", &format!("{error}")))?;
    let settings = OpenIdSettings {
        issuer: openid.issuer.clone(),
        client: openid.client.clone(),
        secret: openid.secret.clone(),
        redirect,
    };
    let (openid_name, openid_assured) = (openid.name.clone(), openid.second_factor);
    Ok(SignIn { openid: Some(settings), openid_name, openid_assured, ..SignIn::default() })
}

/// 256 random bits.
fn secret() -> String {
    let mut bytes = [0; 32];
    SystemRandom.fill(&mut bytes);
    tasuki_store::hex(&bytes)
}

fn cannot_listen(address: SocketAddr, error: &std::io::Error) -> Failure {
    let text =
        Text::new(format!("{address} で待ち受けられません: {error}"), format!("cannot listen on {address}: {error}"));
    Failure::input("cannot-listen", text)
        .hint("--listen で別のポートを指定してください", "choose another port with --listen")
}

/// An invalid setting.
fn bad(name: &str, error: &str) -> Failure {
    Failure::setting(name, error)
}
