//! The description of accounts.

use tasuki_scheme::Permission;

use crate::description::{Action, Days, Description};
use crate::naming::Look;

/// A person's account, and signing in (アカウント).
pub(crate) const PERSON: Description = Description {
    noun: ("アカウント", "account"),
    read: Permission::ReadAudit,
    look: Look::Administrative,
    found: None,
    days: Days::None,
    event: None,
    actions: &[
        Action::new("person.add", "がアカウントを作りました", "made an account"),
        Action::new("person.rename", "が名前を変えました", "changed a name"),
        Action::new("person.mail", "がメールアドレスを変えました", "changed a mail address"),
        Action::new("person.mail_asked", "がメールアドレスの変更を申し込みました", "asked for another mail address"),
        Action::new("person.disable", "がアカウントを止めました", "disabled an account"),
        Action::new("person.enable", "がアカウントを再び使えるようにしました", "enabled an account"),
        Action::new("person.erase", "がアカウントの情報を消しました", "erased an account"),
        Action::new("people.erase", "がアカウントの情報を消しました", "erased an account"),
        Action::new("password.change", "がパスワードを変えました", "changed a password"),
        Action::new("password.reset", "がパスワードを決め直しました", "chose a new password"),
        Action::new(
            "password.reset_issued",
            "がパスワードを決め直すリンクを出しました",
            "issued a link to choose a new password",
        ),
        Action::new(
            "password.reset_requested",
            "がパスワードを決め直すリンクを求めました",
            "asked for a link to choose a new password",
        ),
        Action::new(
            "password.refresh",
            "のパスワードの保管が新しくなりました",
            "had the stored hash of a password renewed",
        ),
        Action::new("password.erase", "がパスワードを消しました", "erased a password"),
        Action::new("codes.begin", "が認証アプリの登録を始めました", "began to set up an authenticator app"),
        Action::new("codes.add", "が認証アプリを登録しました", "set up an authenticator app"),
        Action::new("codes.remove", "が認証アプリを外しました", "removed an authenticator app"),
        Action::new("recovery_codes.renew", "が復旧コードを作り直しました", "renewed recovery codes"),
        Action::new("recovery_codes.use", "が復旧コードを使いました", "used a recovery code"),
        Action::new("recovery_codes.remove_factors", "が復旧コードを外しました", "removed recovery codes"),
        Action::new("recovery_codes.erase", "が復旧コードを消しました", "erased recovery codes"),
        Action::new("passkey.add", "がパスキーを登録しました", "registered a passkey"),
        Action::new("passkey.rename", "がパスキーの名前を変えました", "renamed a passkey"),
        Action::new("passkey.remove", "がパスキーを消しました", "removed a passkey"),
        Action::new("passkey.remove_factors", "がパスキーを外しました", "removed passkeys"),
        Action::new("passkey.erase", "がパスキーを消しました", "erased passkeys"),
        Action::new("identity.add", "が会社のアカウントをつなぎました", "connected a company account"),
        Action::new("identity.remove", "が会社のアカウントを外しました", "disconnected a company account"),
        Action::new("identity.remove_factors", "が会社のアカウントを外しました", "disconnected company accounts"),
        Action::new("identity.erase", "が会社のアカウントを消しました", "erased company accounts"),
        Action::new("person.remove_factors", "が二要素を外しました", "removed second factors"),
        Action::new("people.remove_factors", "が二要素を外しました", "removed second factors"),
        Action::new("device.forget", "が端末を忘れさせました", "made a device unknown"),
        Action::new("session.begin", "がサインインしました", "signed in"),
        Action::new("session.assure", "が第二要素を示しました", "showed a second factor"),
        Action::new("session.end", "がサインアウトしました", "ended sessions"),
        Action::new("session.prove", "が本人の確認をしました", "confirmed their identity"),
        Action::new("link.end", "のリンクが使えなくなりました", "had links ended"),
        Action::new("sign_in.fail", "のサインインに失敗がありました", "had a failed attempt to sign in"),
        Action::new("sign_in.lock", "のサインインが止まりました", "was locked out of signing in"),
        Action::new(
            "sign_in.strangers",
            "が知らない名前でのサインインの失敗を数えました",
            "counted failed attempts to sign in under unknown names",
        ),
        Action::new("audit.blank", "が記録の中身を消しました", "blanked details of the log"),
    ],
    fields: &[],
};
