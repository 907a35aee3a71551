//! `tasuki serve`: the web application.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

use jiff::Timestamp;
use tasuki_app::{App, Clock, Options, Random, SystemClock, SystemRandom, demo};
use tasuki_catalog::Text;
use tasuki_store::{Address, BlobError, Blobs, Store, StoreError, people};
use tasuki_web::Web;
use tokio::net::TcpListener;
use tokio::runtime::Runtime;

use crate::{
    commands::catalog::overlay,
    failure::Failure,
    output::{Output, say},
};

#[derive(Debug, clap::Args)]
pub(crate) struct ServeArguments {
    /// Folder for the embedded database and the evidence.
    #[arg(long, value_name = "DIR", env = "TASUKI_DATA", default_value = "tasuki-data")]
    pub(crate) data: PathBuf,
    /// Address to listen on; port 0 takes a free one.
    #[arg(long, value_name = "ADDRESS", env = "TASUKI_LISTEN", default_value = "127.0.0.1:8642")]
    pub(crate) listen: SocketAddr,
    /// A PostgreSQL database instead of the embedded one.
    #[arg(long, value_name = "URL", env = "TASUKI_DATABASE")]
    pub(crate) database: Option<String>,
    /// Where files of evidence are kept: a folder or s3://bucket/prefix; the folder `blobs` beside the database when not given.
    #[arg(long, value_name = "URL", env = "TASUKI_BLOBS")]
    pub(crate) blobs: Option<String>,
    /// Address under which people reach the server; http://localhost with the port when not given.
    #[arg(long, value_name = "URL", env = "TASUKI_BASE_URL")]
    pub(crate) base_url: Option<String>,
    /// Fill an empty database with an example company, and print a link that signs in as its administrator.
    #[arg(long)]
    pub(crate) demo: bool,
}

pub(super) fn run(arguments: &ServeArguments, output: &mut Output) -> Result<(), Failure> {
    tracing_subscriber::fmt().with_writer(std::io::stderr).with_max_level(tracing::Level::INFO).init();
    let now = SystemClock.now();
    let address = match &arguments.database {
        Some(url) => url.parse().map_err(|error| failed(&error))?,
        None => Address::Folder(arguments.data.clone()),
    };
    let store = Store::open(&address, Timestamp::as_millisecond(now.at)).map_err(|error| failed(&error))?;
    // S3 and mail are reached over TLS; that somebody chose a provider before us is no error.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let beside = || arguments.data.join("blobs").to_string_lossy().into_owned();
    let blobs = Blobs::open(&arguments.blobs.clone().unwrap_or_else(beside)).map_err(|error| no_blobs(&error))?;
    let runtime = Runtime::new().map_err(|error| Failure::write(&arguments.data, &error))?;
    runtime.block_on(serve(arguments, store, blobs, output))
}

async fn serve(arguments: &ServeArguments, store: Store, blobs: Blobs, output: &mut Output) -> Result<(), Failure> {
    let refused = |error: std::io::Error| {
        let text = Text::new(
            format!("{} で待ち受けられません: {error}", arguments.listen),
            format!("cannot listen on {}: {error}", arguments.listen),
        );
        Failure::input("cannot-listen", text).hint("--listen で別のポートを指定してください", "choose another port with --listen")
    };
    let listener = TcpListener::bind(arguments.listen).await.map_err(refused)?;
    let port = listener.local_addr().map_err(refused)?.port();
    let base_url = arguments.base_url.clone().unwrap_or_else(|| format!("http://localhost:{port}"));
    let nobody = !arguments.demo && store.read(people::is_empty).await.map_err(|error| failed(&error))?;
    let setup = nobody.then(secret);
    let options = Options { clock: Arc::new(SystemClock), random: Arc::new(SystemRandom), base_url: base_url.clone(), blobs };
    let app = App::new(store, options);
    let overlays = overlay::all_in(&arguments.data)?;
    let mut web = Web::new(app.clone(), setup.as_deref()).with_overlays(overlays);
    let mut example = None;
    if arguments.demo {
        let entrance = demo::fill(&app).await.map_err(|error| Failure::of(&error))?;
        let link = example.insert(secret());
        web = web.with_demo(link, entrance);
    }
    output.line(say!(output.lang, "Tasuki が動いています: {base_url}", "Tasuki is running: {base_url}"));
    if let Some(secret) = &setup {
        output.line(say!(
            output.lang,
            "最初の管理者を登録するリンク（一度だけ使えます）: {base_url}/welcome/{secret}",
            "Link for the first administrator (works once): {base_url}/welcome/{secret}"
        ));
    }
    if let Some(secret) = &example {
        output.line(say!(
            output.lang,
            "例示工業（架空の会社）の管理者としてサインインするリンク（一度だけ使えます）: {base_url}/demo/{secret}",
            "Link that signs in as the administrator of the example, an invented company (works once): {base_url}/demo/{secret}"
        ));
    }
    // Whoever reads our output waits for the address.
    let _ = output.flush();
    let stop = async {
        let _ = tokio::signal::ctrl_c().await;
    };
    axum::serve(listener, tasuki_web::router(web).into_make_service_with_connect_info::<SocketAddr>()).with_graceful_shutdown(stop).await.map_err(refused)
}

/// 256 random bits.
fn secret() -> String {
    let mut bytes = [0; 32];
    SystemRandom.fill(&mut bytes);
    bytes.iter().fold(String::new(), |text, byte| text + &format!("{byte:02x}"))
}

fn failed(error: &StoreError) -> Failure {
    let text = Text::new(format!("データベースを開けません: {error}"), format!("cannot open the database: {error}"));
    Failure::input("cannot-open-database", text)
}

fn no_blobs(error: &BlobError) -> Failure {
    let text = Text::new(format!("証跡を置く場所を開けません: {error}"), format!("cannot open the place for files: {error}"));
    Failure::input("cannot-open-blobs", text)
}
