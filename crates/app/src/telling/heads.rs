//! The ends of the audit log's chains go out once a day: into a file, and by mail to the administrators. Whoever has them sees later whether
//! the log was written anew or cut off (`tasuki audit verify --heads`).

use std::fs::OpenOptions;
use std::io::Write;
use std::path::Path;

use serde_json::json;
use tasuki_catalog::Lang;
use tasuki_scheme::Role;
use tasuki_store::audit::{self, Named};
use tasuki_store::{members, organizations, persons};

use crate::mail::{self, Letter, Rank, lang_of};
use crate::{Context, Error, Moment};

/// Adds a line to the file: the instant, and all heads. Each line reaches the disk.
pub fn append(path: &Path, now: Moment, heads: &[Named]) -> std::io::Result<()> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    let mut options = OpenOptions::new();
    options.create(true).append(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    writeln!(file, "{}", json!({ "at": now.at.to_string(), "heads": heads }))?;
    file.sync_all()
}

/// Mails each administrator the heads of the organizations that they look after, and that of the server.
pub(crate) fn mail_all(cx: &mut Context<'_, '_>) -> Result<(), Error> {
    let today = cx.now.today;
    let server = audit::heads_of(cx.tx, &[String::new()])?;
    let mut letters = std::collections::BTreeMap::<_, Vec<Named>>::new();
    for organization in organizations::ids(cx.tx)? {
        let own = audit::heads_of(cx.tx, &[organization.to_string()])?;
        for member in members::list(cx.tx, organization)? {
            let is_here = member.ends.is_none_or(|ends| ends >= today);
            if is_here && member.roles.contains(Role::Administrator) {
                letters.entry(member.person).or_default().extend(own.clone());
            }
        }
    }
    for (person, mut heads) in letters {
        let Some(person) = persons::find(cx.tx, person)?.filter(|person| person.disabled.is_none()) else { continue };
        heads.extend(server.clone());
        let letter = letter(lang_of(&person.lang), &today.to_string(), &heads);
        mail::write(cx, &person.mail, &letter, Rank::Bulk)?;
    }
    Ok(())
}

fn letter(lang: Lang, day: &str, heads: &[Named]) -> Letter {
    let lines: Vec<_> = heads.iter().map(|own| format!("{} {} {}", own.organization, own.seq, own.digest)).collect();
    let lines = lines.join("\n");
    let (subject, before) = match lang {
        Lang::Ja => (
            format!("[Tasuki] 監査ログの末尾 {day}"),
            "監査ログの最後の記録です。このメールを取っておくと、あとからログの書き換えや切り取りが分かります\
             （サーバーで tasuki audit verify --heads このメールを保存したファイル）。",
        ),
        Lang::En => (
            format!("[Tasuki] Ends of the audit log {day}"),
            "These are the last entries of the audit log. Keep this mail: it shows later whether the log was written anew or cut off \
             (on the server: tasuki audit verify --heads FILE, with this mail saved as the file).",
        ),
    };
    Letter { subject, body: format!("{before}\n\n{lines}\n") }
}
