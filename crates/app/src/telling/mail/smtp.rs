//! Where mail is handed over.

use std::fmt;

use lettre::message::Mailbox;
use thiserror::Error;
use url::{Host, Url};

/// An SMTP server and the sender's address.
///
/// `smtp://user:password@host:587` speaks TLS by STARTTLS and refuses to go on without; `smtps://host` speaks TLS from the
/// beginning; `smtp://host:25?tls=none` speaks without, which is also taken for granted on the own machine. `?from=tasuki@example.jp` is
/// the sender.
#[derive(Clone)]
pub struct Smtp {
    /// For `lettre`, with the password.
    pub(super) url: String,
    /// Who sends.
    pub(super) from: Mailbox,
}

/// The password does not get into logs.
impl fmt::Debug for Smtp {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Smtp").field("from", &self.from.email).finish_non_exhaustive()
    }
}

/// Why an address of an SMTP server is none. Says nothing of its password.
#[derive(Debug, Error, PartialEq, Eq)]
#[expect(missing_docs, reason = "the messages say what they mean")]
pub enum SmtpError {
    #[error("not an address: give smtp://user:password@host:587 or smtps://user:password@host")]
    Address,
    #[error("tls={0} is unknown: none, opportunistic or required")]
    Tls(String),
    #[error("from={0} is no mail address")]
    From(String),
}

impl Smtp {
    /// Reads the address of an SMTP server. Without `from` the sender is `tasuki@` the host of `base_url`.
    pub fn parse(text: &str, base_url: &str) -> Result<Self, SmtpError> {
        let mut url = Url::parse(text).map_err(|_| SmtpError::Address)?;
        if !matches!(url.scheme(), "smtp" | "smtps") || url.host_str().is_none_or(str::is_empty) {
            return Err(SmtpError::Address);
        }
        let given = |name: &str| url.query_pairs().find(|(own, _)| own == name).map(|(_, value)| value.into_owned());
        let from = given("from").unwrap_or_else(|| format!("tasuki@{}", host_of(base_url)));
        let from = from.parse::<Mailbox>().map_err(|_| SmtpError::From(from))?;
        let tls = match given("tls") {
            Some(tls) if ["none", "opportunistic", "required"].contains(&tls.as_str()) => tls,
            Some(tls) => return Err(SmtpError::Tls(tls)),
            None if is_own_machine(&url) => "none".to_owned(),
            None => "required".to_owned(),
        };
        url.set_query(None);
        if url.scheme() == "smtp" && tls != "none" {
            url.query_pairs_mut().append_pair("tls", &tls);
        }
        Ok(Self { url: url.into(), from: Mailbox::new(Some("Tasuki".to_owned()), from.email) })
    }
}

fn host_of(base_url: &str) -> String {
    let host = Url::parse(base_url).ok().and_then(|url| url.host_str().map(str::to_owned));
    host.unwrap_or_else(|| "localhost".to_owned())
}

fn is_own_machine(url: &Url) -> bool {
    // The scheme is not one of the web's, so that the host stays as it was written.
    let host = url.host_str().unwrap_or_default().trim_matches(['[', ']']);
    host == "localhost"
        || match Host::parse(host) {
            Ok(Host::Ipv4(address)) => address.is_loopback(),
            _ => host == "::1",
        }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passwords_travel_over_tls_unless_somebody_says_otherwise() {
        let base = "https://tasuki.example.jp:8443/";
        let read = |text: &str| Smtp::parse(text, base).map(|smtp| smtp.url);
        assert_eq!(read("smtp://u:p@mail.example.jp:587").unwrap(), "smtp://u:p@mail.example.jp:587?tls=required");
        assert_eq!(read("smtp://mail.example.jp:25?tls=none").unwrap(), "smtp://mail.example.jp:25");
        assert_eq!(read("smtp://127.0.0.1:2525").unwrap(), "smtp://127.0.0.1:2525");
        assert_eq!(read("smtps://u:p@mail.example.jp").unwrap(), "smtps://u:p@mail.example.jp");
        assert_eq!(read("https://mail.example.jp"), Err(SmtpError::Address));
        assert_eq!(read("smtp://mail.example.jp?tls=maybe"), Err(SmtpError::Tls("maybe".to_owned())));
        assert_eq!(read("smtp://mail.example.jp?from=x"), Err(SmtpError::From("x".to_owned())));
        assert_eq!(Smtp::parse("smtp://h?from=a@b.example", base).unwrap().from.email.to_string(), "a@b.example");
        assert_eq!(Smtp::parse("smtp://h", base).unwrap().from.email.to_string(), "tasuki@tasuki.example.jp");
    }

    #[test]
    fn the_password_is_not_shown() {
        let smtp = Smtp::parse("smtp://user:hidden@mail.example.jp", "https://tasuki.example").unwrap();
        assert!(!format!("{smtp:?}").contains("hidden"));
        assert!(!SmtpError::Address.to_string().contains("hidden"));
    }
}
