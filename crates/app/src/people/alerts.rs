//! Security mails about one's own account, which cannot be switched off: somebody guesses a password, or a way to
//! sign in was changed. The person who made the change already knows; if it was somebody else, the owner learns of
//! it.

use tasuki_catalog::Lang;
use tasuki_signin::lockout::Guess;
use tasuki_store::persons::Person;

use crate::mail::{self, Letter};
use crate::{Context, Destination, Error};

/// What happened to an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Alert<'a> {
    /// Ten attempts in a row failed.
    Locked(Guess),
    /// The password was changed.
    Password,
    /// A change of the mail address was requested.
    MailAsked(&'a str),
    /// The mail address was changed.
    Mail(&'a str),
    /// A way to sign in was added: its name in both languages.
    Added(&'a str, &'a str),
    /// A way in was removed.
    Removed(&'a str, &'a str),
    /// An administrator, or an operator of the server, removed all second factors.
    FactorsRemoved,
}

/// Sends a mail to the person's current address.
pub(crate) fn write(cx: &mut Context<'_, '_>, person: &Person, alert: &Alert<'_>) -> Result<(), Error> {
    write_to(cx, person, &person.mail, alert)
}

/// Sends a mail to another address of the person: the one before a change.
pub(crate) fn write_to(cx: &mut Context<'_, '_>, person: &Person, mail: &str, alert: &Alert<'_>) -> Result<(), Error> {
    let lang = mail::lang_of(&person.lang);
    let (subject, body) = alert.words(lang);
    let own = cx.link(&Destination::Account);
    let end = match lang {
        Lang::Ja => {
            "心当たりがあれば、何もする必要はありません。なければ、すぐに「自分のアカウント」でパスワードを変え、知らない端末とパスキーを消してください:"
        }
        Lang::En => {
            "If it was you, there is nothing to do. If it was not, change your password at once under “Your account” and remove the devices and passkeys that you do not know:"
        }
    };
    let letter = Letter { subject: format!("[Tasuki] {subject}"), body: format!("{body}\n\n{end}\n{own}\n") };
    mail::write(cx, mail, &letter, mail::Rank::Personal)
}

impl Alert<'_> {
    fn words(&self, lang: Lang) -> (String, String) {
        let (ja, en) = self.both();
        if lang == Lang::Ja { ja } else { en }
    }

    fn both(&self) -> ((String, String), (String, String)) {
        let pair = |subject: &str, body: String| (subject.to_owned(), body);
        match self {
            Self::Locked(Guess::Password) => (
                pair(
                    "サインインの失敗が続いています",
                    "あなたのアカウントで、パスワードの間違いが10回続きました。知らない端末からのサインインをしばらく止めています。前にサインインした端末とパスキーは使えます。このお知らせは1日に1回までです。".to_owned(),
                ),
                pair(
                    "Repeated failures to sign in",
                    "The password of your account was wrong ten times in a row. Signing in from unknown devices is closed for a while; devices that you have signed in with and passkeys work. You are told this at most once a day.".to_owned(),
                ),
            ),
            Self::Locked(Guess::Factor) => (
                pair(
                    "誰かがあなたのパスワードを知っているかもしれません",
                    "正しいパスワードのあと、確認コードの間違いが10回続きました。確認コードの受け付けをしばらく止めています。自分でなければ、パスワードが漏れています。".to_owned(),
                ),
                pair(
                    "Somebody may know your password",
                    "After the right password, the second factor was wrong ten times in a row. It is closed for a while. If that was not you, your password has leaked.".to_owned(),
                ),
            ),
            Self::Password => (
                pair("パスワードが変わりました", "あなたのアカウントのパスワードが変わりました。".to_owned()),
                pair("Your password was changed", "The password of your account was changed.".to_owned()),
            ),
            Self::MailAsked(new) => (
                pair("メールアドレスの変更の申し込み", format!("あなたのアカウントのメールアドレスを {new} に変える申し込みがありました。そのアドレスで確認されると変わります。")),
                pair("A new mail address was asked for", format!("Somebody signed in as you asked to change the mail address of your account to {new}. It changes once that address is confirmed.")),
            ),
            Self::Mail(new) => (
                pair("メールアドレスが変わりました", format!("あなたのアカウントのメールアドレスが {new} に変わりました。")),
                pair("Your mail address was changed", format!("The mail address of your account was changed to {new}.")),
            ),
            Self::Added(ja, en) => (
                pair("サインインの方法が増えました", format!("あなたのアカウントに加わりました: {ja}")),
                pair("A way to sign in was added", format!("This was added to your account: {en}")),
            ),
            Self::Removed(ja, en) => (
                pair("サインインの方法が減りました", format!("あなたのアカウントから消えました: {ja}")),
                pair("A way to sign in was removed", format!("This was removed from your account: {en}")),
            ),
            Self::FactorsRemoved => (
                pair("二要素とパスキーが外されました", "管理者が、あなたのアカウントのパスキー、認証アプリ、復旧コードを外しました。サインインしたら、もう一度登録してください。".to_owned()),
                pair("Your second factors were removed", "An administrator removed the passkeys, the authenticator app and the recovery codes of your account. Register them again once you have signed in.".to_owned()),
            ),
        }
    }
}
