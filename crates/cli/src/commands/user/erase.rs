//! `tasuki user erase`: erases a person.

use std::sync::Arc;

use tasuki_app::erasure::{self, Erased};
use tasuki_app::{App, Options, SystemClock, SystemRandom};
use tasuki_catalog::Text;
use tokio::runtime::Builder;

use crate::commands::place::PlaceArguments;
use crate::failure::Failure;
use crate::output::{Output, say};

#[derive(Debug, clap::Args)]
pub(crate) struct EraseArguments {
    /// The person's mail address or identifier.
    pub(crate) person: String,
    #[command(flatten)]
    pub(crate) place: PlaceArguments,
    /// Yes, for good.
    #[arg(long)]
    pub(crate) yes: bool,
}

pub(super) fn run(arguments: &EraseArguments, output: &mut Output) -> Result<(), Failure> {
    let place = arguments.place.completed()?;
    let (store, blobs) = (place.open_existing()?, place.open_blobs()?);
    if !arguments.yes {
        let text = Text::new("消去は取り消せません", "there is no way back from erasing somebody");
        return Err(Failure::usage("not-sure", text)
            .hint("本当に消去するなら --yes を付けてください", "add --yes if it is meant"));
    }
    let base_url = String::new();
    let options = Options {
        clock: Arc::new(SystemClock),
        random: Arc::new(SystemRandom),
        base_url,
        blobs,
        addresses: tasuki_web::address,
    };
    let (app, asked) = (App::new(store, options), arguments.person.clone());
    let runtime = Builder::new_multi_thread().worker_threads(2).enable_all().build();
    let runtime = runtime.map_err(|error| Failure::write(&place.folder(), &error))?;
    let done = runtime.block_on(app.system(move |cx| erasure::erase_named(cx, &asked)));
    tell(&done.map_err(|error| Failure::of(&error))?, output);
    Ok(())
}

fn tell(erased: &Erased, output: &mut Output) {
    if output.is_json() {
        output.json(erased);
        return;
    }
    let (lang, remains) = (output.lang, erased.remains);
    output.line(say!(lang, "消去しました。これからの名前: {}", "erased; the name from now on: {}", erased.name));
    output.line(say!(
        lang,
        "監査ログから中身を除いた記録: {} 件",
        "entries of the audit log without their detail now: {}",
        erased.blanked
    ));
    output.line(say!(
        lang,
        "その名前で残るもの: 回答 {}、書き込み {}、対応 {}、証跡 {}。文章の中に名前があるもの: {}",
        "what remains under that name: {} answers, {} comments, {} tasks, {} pieces of evidence; texts that name the person: {}",
        remains.answers,
        remains.comments,
        remains.tasks,
        remains.evidence,
        remains.texts
    ));
    output.line(say!(
        lang,
        "これまでのバックアップと、書き出したログや報告書には、まだ残っています",
        "backups made before, and logs and reports that were taken along, still hold the person"
    ));
}
