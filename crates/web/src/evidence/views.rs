//! The data for the templates of evidence.

use jiff::civil::Date;
use tasuki_app::evidence::{Used, may_change};
use tasuki_app::{Context, Error, members};
use tasuki_catalog::Lang;
use tasuki_scheme::Permission;
use tasuki_store::evidence::{Classification, Kind, Piece, Version};

use crate::answering::words;
use crate::time;

/// A piece as lists show it.
pub(super) struct PieceView {
    pub(super) id: String,
    /// Its page.
    pub(super) path: String,
    pub(super) name: String,
    pub(super) icon: &'static str,
    pub(super) kind: &'static str,
    pub(super) classification: Classification,
    pub(super) owner: String,
    pub(super) owner_initial: String,
    /// The type of the latest version: its extension and size.
    pub(super) what: String,
    pub(super) latest: u32,
    pub(super) band: Band,
    pub(super) uses: u32,
    pub(super) added: String,
    pub(super) archived: bool,
}

/// The period in which a piece is valid, in a band of two years with today in the middle.
pub(super) struct Band {
    /// Its start and length, in tenths of a percent.
    pub(super) from: i64,
    pub(super) width: i64,
    /// `open` (no end), `holds`, `soon`, `ended`, `later`.
    pub(super) state: &'static str,
    pub(super) days: String,
    pub(super) note: String,
}

/// Half of the length of a band, in days.
const HALF: i64 = 365;

impl Band {
    pub(super) fn new(effective: Option<Date>, ends: Option<Date>, today: Date, lang: Lang) -> Self {
        let place = |day: Date| ((distance(today, day) + HALF) * 1_000 / (2 * HALF)).clamp(0, 1_000);
        let from = effective.map_or(0, place);
        let to = ends.map_or(1_000, place);
        let left = ends.map(|ends| distance(today, ends));
        let later = effective.is_some_and(|effective| effective > today);
        let state = match left {
            Some(left) if left < 0 => "ended",
            _ if later => "later",
            Some(left) if left <= 90 => "soon",
            Some(_) => "holds",
            None => "open",
        };
        let day = |day: Date| time::day(day, today, lang);
        let days = match (effective, ends) {
            (None, None) => String::new(),
            (Some(effective), None) => format!("{} –", day(effective)),
            (None, Some(ends)) => format!("– {}", day(ends)),
            (Some(effective), Some(ends)) => format!("{} – {}", day(effective), day(ends)),
        };
        // A thin rest stays visible.
        Self { from: from.min(990), width: (to - from).max(10), state, days, note: note(left, later, lang) }
    }
}

fn distance(from: Date, to: Date) -> i64 {
    i64::from(from.until(to).map_or(0, |span| span.get_days()))
}

fn note(left: Option<i64>, later: bool, lang: Lang) -> String {
    match (left, lang) {
        (Some(left), Lang::Ja) if left < 0 => format!("{}日前に終了", -left),
        (Some(left), Lang::En) if left < 0 => format!("ended {} ago", days(-left)),
        (_, Lang::Ja) if later => "まだ始まっていません".to_owned(),
        (_, Lang::En) if later => "not yet in force".to_owned(),
        (Some(0), Lang::Ja) => "今日まで".to_owned(),
        (Some(0), Lang::En) => "ends today".to_owned(),
        (Some(left), Lang::Ja) => format!("あと{left}日"),
        (Some(left), Lang::En) => format!("{} left", days(left)),
        (None, Lang::Ja) => "期限なし".to_owned(),
        (None, Lang::En) => "no end".to_owned(),
    }
}

fn days(count: i64) -> String {
    if count == 1 { "1 day".to_owned() } else { format!("{count} days") }
}

impl PieceView {
    pub(super) fn new(piece: &Piece, base: &str, today: Date, lang: Lang) -> Self {
        let Piece { evidence, file, uses, owner_name, .. } = piece;
        let owner = owner_name.clone().unwrap_or_default();
        Self {
            id: evidence.id.to_string(),
            path: format!("{base}/evidence/{}", evidence.id),
            name: evidence.name.clone(),
            icon: icon(evidence.kind, &file.media_type),
            kind: evidence.kind.word(),
            classification: evidence.classification,
            owner_initial: words::initial(&owner),
            owner,
            what: what(evidence.kind, file),
            latest: evidence.latest,
            band: Band::new(evidence.effective, evidence.ends, today, lang),
            uses: *uses,
            added: time::day(time::day_of(evidence.created), today, lang),
            archived: evidence.archived.is_some(),
        }
    }
}

/// The icon of a piece.
pub(super) fn icon(kind: Kind, media_type: &str) -> &'static str {
    match kind {
        Kind::Link => "link",
        Kind::Note => "message-square",
        Kind::File if media_type.starts_with("image/") => "file-image",
        Kind::File if media_type.contains("sheet") || media_type.contains("excel") || media_type == "text/csv" => {
            "file-spreadsheet"
        }
        Kind::File
            if media_type == "application/pdf" || media_type.starts_with("text/") || media_type.contains("word") =>
        {
            "file-text"
        }
        Kind::File => "file",
    }
}

/// A short description of a version: `PDF · 1.2 MB`, the host of a link, nothing for a note.
pub(super) fn what(kind: Kind, version: &Version) -> String {
    match kind {
        Kind::Note => String::new(),
        Kind::Link => version.body.split('/').nth(2).unwrap_or_default().to_owned(),
        Kind::File => match version.file_name.rsplit_once('.') {
            Some((_, ending)) if ending.len() <= 5 => format!("{} · {}", ending.to_uppercase(), size(version.size)),
            _ => size(version.size),
        },
    }
}

/// A size as people read it.
pub(crate) fn size(bytes: u64) -> String {
    let tenths = |unit: u64| (bytes * 10 + unit / 2) / unit;
    match bytes {
        0..1_000 => format!("{bytes} B"),
        1_000..1_000_000 => format!("{} KB", bytes.div_ceil(1_000)),
        1_000_000..1_000_000_000 => format!("{}.{} MB", tenths(1_000_000) / 10, tenths(1_000_000) % 10),
        _ => format!("{}.{} GB", tenths(1_000_000_000) / 10, tenths(1_000_000_000) % 10),
    }
}

/// A member, to choose from.
pub(super) struct MemberView {
    pub(super) id: String,
    pub(super) name: String,
}

pub(super) fn members_of(cx: &mut Context<'_, '_>) -> Result<Vec<MemberView>, Error> {
    let all = members::known(cx, |_| Ok(Vec::new()))?;
    Ok(all.into_iter().map(|member| MemberView { id: member.person.to_string(), name: member.name }).collect())
}

/// A version in the list of versions.
pub(super) struct VersionView {
    pub(super) number: u32,
    pub(super) name: String,
    pub(super) what: String,
    pub(super) by: String,
    pub(super) at: String,
    pub(super) when: String,
    pub(super) is_file: bool,
    pub(super) digest: String,
}

impl VersionView {
    pub(super) fn new(kind: Kind, (version, by): (Version, String), today: Date, lang: Lang) -> Self {
        let name =
            if version.digest.is_some() { version.file_name.clone() } else { version.body.chars().take(60).collect() };
        Self {
            number: version.number,
            name,
            what: what(kind, &version),
            by,
            at: time::instant(version.added),
            when: time::time(version.added, today, lang),
            is_file: version.digest.is_some(),
            digest: version.digest.unwrap_or_default(),
        }
    }
}

/// A criterion that uses the piece.
pub(super) struct UseView {
    pub(super) assessment: String,
    pub(super) title: String,
    pub(super) criterion: String,
    pub(super) criterion_title: String,
}

impl UseView {
    pub(super) fn new(used: Used, lang: Lang) -> Self {
        Self {
            assessment: used.at.assessment.to_string(),
            title: used.at.title,
            criterion: used.at.criterion,
            criterion_title: used.criterion_title.get(lang).to_owned(),
        }
    }
}

/// What the person may do with a piece.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rights {
    /// Add evidence and versions, attach and detach.
    pub(super) add: bool,
    /// Change this piece.
    pub(super) change: bool,
}

impl Rights {
    pub(super) fn of(cx: &Context<'_, '_>, piece: &Piece) -> Self {
        let add = cx.may(Permission::AddEvidence) || cx.may(Permission::ManageEvidence);
        Self { add, change: may_change(cx, piece) }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn bands_lie_around_today() {
        let today = date(2026, 11, 21);
        let band = |from, to| Band::new(from, to, today, Lang::Ja);
        let whole = band(None, None);
        assert_eq!((whole.from, whole.width, whole.state), (0, 1_000, "open"));
        let soon = band(Some(today), Some(date(2026, 12, 21)));
        assert_eq!((soon.from, soon.width, soon.state, soon.note.as_str()), (500, 41, "soon", "あと30日"));
        let ended = band(None, Some(date(2026, 11, 20)));
        assert_eq!((ended.state, ended.note.as_str()), ("ended", "1日前に終了"));
        assert_eq!(band(Some(date(2027, 1, 1)), None).state, "later");
        assert_eq!(band(None, Some(today)).note, "今日まで");
    }

    #[test]
    fn sizes_are_read_at_a_glance() {
        for (bytes, text) in
            [(0, "0 B"), (999, "999 B"), (1_001, "2 KB"), (1_250_000, "1.3 MB"), (3_000_000_000, "3.0 GB")]
        {
            assert_eq!(size(bytes), text);
        }
    }
}
