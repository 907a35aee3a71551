//! The words of notifications and of the mails that carry them.

use std::fmt::Write as _;

use jiff::Timestamp;
use tasuki_catalog::Lang;
use tasuki_store::OrganizationId;

use super::{About, Kind, Told};
use crate::context::Post;
use crate::mail::Letter;
use crate::{Destination, Moment};

pub(super) fn key(kind: Kind) -> &'static str {
    match kind {
        Kind::Mention => "mention",
        Kind::Invitation => "invitation",
        Kind::TaskAssigned => "task_assigned",
        Kind::TaskToReview => "task_to_review",
        Kind::TaskReviewed => "task_reviewed",
        Kind::DueSoon => "due_soon",
        Kind::Overdue => "overdue",
        Kind::EvidenceEnding => "evidence_ending",
        Kind::RegistrationDue => "registration_due",
        Kind::RoadWaits => "road_waits",
        Kind::WebhookOff => "webhook_off",
        Kind::Granted => "granted",
        Kind::GrantsMade => "grants_made",
    }
}

pub(super) fn kind(word: &str) -> Option<Kind> {
    Kind::ALL.into_iter().find(|kind| key(*kind) == word)
}

pub(super) fn name(kind: Kind, lang: Lang) -> &'static str {
    match (lang, kind) {
        (Lang::Ja, Kind::Mention) => "会話で名前を呼ばれたとき",
        (Lang::Ja, Kind::Invitation) => "組織に招待されたとき",
        (Lang::Ja, Kind::TaskAssigned) => "対応を任されたとき",
        (Lang::Ja, Kind::TaskToReview) => "完了の確認を頼まれたとき",
        (Lang::Ja, Kind::TaskReviewed) => "完了報告の確認が済んだとき",
        (Lang::Ja, Kind::DueSoon) => "期限の7日前と前日",
        (Lang::Ja, Kind::Overdue) => "期限を過ぎたとき",
        (Lang::Ja, Kind::EvidenceEnding) => "証跡の有効期限が近いとき",
        (Lang::Ja, Kind::RegistrationDue) => "★登録の期限や自己点検の日が近いとき",
        (Lang::Ja, Kind::RoadWaits) => "★への道で自分の番になったとき",
        (Lang::Ja, Kind::WebhookOff) => "Webhook が届かず止まったとき",
        (Lang::Ja, Kind::Granted) => "評価が自分に開かれたとき",
        (Lang::Ja, Kind::GrantsMade) => "社外の人の権限が許可に変わったとき",
        (Lang::En, Kind::Mention) => "Somebody mentions you",
        (Lang::En, Kind::Invitation) => "You are invited into an organization",
        (Lang::En, Kind::TaskAssigned) => "A task is given to you",
        (Lang::En, Kind::TaskToReview) => "A task waits for your review",
        (Lang::En, Kind::TaskReviewed) => "Your report was reviewed",
        (Lang::En, Kind::DueSoon) => "7 days and 1 day before a due date",
        (Lang::En, Kind::Overdue) => "A due date has passed",
        (Lang::En, Kind::EvidenceEnding) => "Evidence is about to end",
        (Lang::En, Kind::RegistrationDue) => "The registration of a ★ is about to end, or a self-check is due",
        (Lang::En, Kind::RoadWaits) => "It is your turn on a road to a ★",
        (Lang::En, Kind::WebhookOff) => "A webhook stops, as nothing arrives",
        (Lang::En, Kind::Granted) => "An assessment is opened to you",
        (Lang::En, Kind::GrantsMade) => "What guests may see became grants",
    }
}

/// What happened, in a sentence without the thing itself.
pub(super) fn sentence(kind: Kind, about: &About, at: i64, lang: Lang) -> String {
    let left = about.day.and_then(|day| {
        let told = Moment::new(Timestamp::from_millisecond(at).ok()?).today;
        told.until(day).ok().map(|span| span.get_days())
    });
    let day = about.day.map(|day| day.to_string()).unwrap_or_default();
    let by = match (lang, about.by.as_str()) {
        (Lang::Ja, "") => "ほかの人".to_owned(),
        (Lang::Ja, by) => format!("{by}さん"),
        (Lang::En, "") => "Somebody".to_owned(),
        (Lang::En, by) => by.to_owned(),
    };
    match (lang, kind) {
        (Lang::Ja, Kind::Mention) => format!("{by}があなたに呼びかけました"),
        (Lang::Ja, Kind::Invitation) => format!("{by}があなたを招待しました"),
        (Lang::Ja, Kind::TaskAssigned) => format!("{by}があなたに対応を任せました"),
        (Lang::Ja, Kind::TaskToReview) => format!("{by}が完了を報告しました。確認してください"),
        (Lang::Ja, Kind::TaskReviewed) => format!("{by}が完了報告を確認しました"),
        (Lang::Ja, Kind::DueSoon) => match left {
            Some(0) => "期限は今日です".to_owned(),
            Some(1) => "期限は明日です".to_owned(),
            Some(days) if days > 1 => format!("期限まであと{days}日です（{day}）"),
            _ => format!("期限が近づいています（{day}）"),
        },
        (Lang::Ja, Kind::Overdue) => format!("期限を過ぎています（{day}）"),
        (Lang::Ja, Kind::EvidenceEnding) => match left {
            Some(days) if days < 0 => format!("証跡の有効期限が切れました（{day}まで）"),
            _ => format!("証跡の有効期限が近づいています（{day}まで）"),
        },
        (Lang::Ja, Kind::RegistrationDue) => match left {
            Some(days) if days < 0 => format!("{day}を過ぎました"),
            Some(0) => "今日です".to_owned(),
            Some(days) => format!("あと{days}日です（{day}）"),
            None => format!("近づいています（{day}）"),
        },
        (Lang::Ja, Kind::RoadWaits) => format!("{by}が先へ進めました。★への道で、あなたの番です"),
        (Lang::Ja, Kind::WebhookOff) => "5日間届かないため、Webhook を止めました".to_owned(),
        (Lang::Ja, Kind::Granted) => format!("{by}があなたに評価を開きました（{day}まで）"),
        (Lang::Ja, Kind::GrantsMade) => {
            "社外の人が見られる評価を許可に置き換えました。秘の証跡は含みません。必要な評価だけに絞ってください"
                .to_owned()
        }
        (Lang::En, Kind::Mention) => format!("{by} mentioned you"),
        (Lang::En, Kind::Invitation) => format!("{by} invited you"),
        (Lang::En, Kind::TaskAssigned) => format!("{by} gave you a task"),
        (Lang::En, Kind::TaskToReview) => format!("{by} reports a task as done. Please review it"),
        (Lang::En, Kind::TaskReviewed) => format!("{by} reviewed your report"),
        (Lang::En, Kind::DueSoon) => match left {
            Some(0) => "Due today".to_owned(),
            Some(1) => "Due tomorrow".to_owned(),
            Some(days) if days > 1 => format!("Due in {days} days ({day})"),
            _ => format!("Due soon ({day})"),
        },
        (Lang::En, Kind::Overdue) => format!("Overdue since {day}"),
        (Lang::En, Kind::EvidenceEnding) => match left {
            Some(days) if days < 0 => format!("Evidence has ended (on {day})"),
            _ => format!("Evidence is about to end (on {day})"),
        },
        (Lang::En, Kind::RegistrationDue) => match left {
            Some(days) if days < 0 => format!("It was due on {day}"),
            Some(0) => "It is today".to_owned(),
            Some(days) => format!("In {days} days ({day})"),
            None => format!("Soon ({day})"),
        },
        (Lang::En, Kind::Granted) => format!("{by} opened an assessment to you (until {day})"),
        (Lang::En, Kind::GrantsMade) => {
            "What guests could see became grants, without confidential evidence. Narrow them to what is needed"
                .to_owned()
        }
        (Lang::En, Kind::RoadWaits) => format!("{by} went on: it is your turn on a road to a ★"),
        (Lang::En, Kind::WebhookOff) => "A webhook was switched off: nothing has arrived for five days".to_owned(),
    }
}

/// The mail that tells one thing.
pub(super) fn letter(
    post: &Post<'_>,
    organization: OrganizationId,
    name: &str,
    to: &str,
    told: &Told,
    lang: Lang,
) -> Letter {
    let sentence = told.sentence(lang);
    let subject = format!("[{name}] {sentence}");
    let greeting = greeting(to, lang);
    let mut body = format!("{greeting}\n\n{}\n\n  {}\n", stop(&sentence, lang), told.about.title);
    if !told.about.excerpt.is_empty() {
        for line in told.about.excerpt.lines() {
            body.extend(["  > ", line, "\n"]);
        }
    }
    let open = pick(lang, "開く", "Open");
    let foot = foot(post, name, lang);
    let link = link(post, organization, told);
    let _ = write!(body, "\n{open}: {link}\n{foot}");
    Letter { subject, body }
}

/// The daily mail.
pub(super) fn digest(
    post: &Post<'_>,
    organization: OrganizationId,
    name: &str,
    to: &str,
    all: &[Told],
    lang: Lang,
) -> Letter {
    let count = all.len();
    let subject = match lang {
        Lang::Ja => format!("[{name}] 今日のお知らせ {count}件"),
        Lang::En => format!("[{name}] Today's digest: {count}"),
    };
    let mut body = format!("{}\n", greeting(to, lang));
    for told in all {
        let _ =
            write!(body, "\n{}\n  {}\n  {}\n", told.sentence(lang), told.about.title, link(post, organization, told));
    }
    body += &foot(post, name, lang);
    Letter { subject, body }
}

/// Where the thing is that is told of.
fn link(post: &Post<'_>, organization: OrganizationId, told: &Told) -> String {
    post.link(&match &told.about.subject {
        Some(subject) => Destination::Of(organization, subject),
        None => Destination::Home(organization),
    })
}

fn pick<'a>(lang: Lang, ja: &'a str, en: &'a str) -> &'a str {
    match lang {
        Lang::Ja => ja,
        Lang::En => en,
    }
}

fn greeting(to: &str, lang: Lang) -> String {
    match lang {
        Lang::Ja => format!("{to}さん"),
        Lang::En => format!("Dear {to},"),
    }
}

fn stop(sentence: &str, lang: Lang) -> String {
    format!("{sentence}{}", pick(lang, "。", "."))
}

fn foot(post: &Post<'_>, name: &str, lang: Lang) -> String {
    let settings = post.link(&Destination::NotificationSettings);
    match lang {
        Lang::Ja => {
            format!("\n-- \n{name}の Tasuki からお送りしました。\nメールの設定を変える: {settings}\n")
        }
        Lang::En => format!("\n-- \nSent by Tasuki for {name}.\nChange what is mailed: {settings}\n"),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn kinds_read_back() {
        for one in Kind::ALL {
            assert_eq!(kind(key(one)), Some(one));
            assert_eq!(serde_json::to_value(one).unwrap(), key(one));
        }
        assert_eq!(kind("rocket"), None);
    }

    #[test]
    fn dates_are_counted_from_the_day_of_telling() {
        // 2026-11-21 08:00 in Japan.
        let at = "2026-11-20T23:00:00Z".parse::<Timestamp>().unwrap().as_millisecond();
        let due = |day| About { day: Some(day), ..About::default() };
        assert_eq!(sentence(Kind::DueSoon, &due(date(2026, 11, 22)), at, Lang::Ja), "期限は明日です");
        assert_eq!(sentence(Kind::DueSoon, &due(date(2026, 11, 28)), at, Lang::En), "Due in 7 days (2026-11-28)");
        assert_eq!(sentence(Kind::Overdue, &due(date(2026, 11, 20)), at, Lang::Ja), "期限を過ぎています（2026-11-20）");
    }
}
