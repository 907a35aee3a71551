//! Where deliveries may go. Somebody who may register a webhook must not be able to reach what only this machine and its network reach.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use url::{Host, Url};

use crate::Error;

/// The longest address, in characters.
const LONGEST: usize = 500;

/// An address that a webhook may have: HTTPS with a host, and nothing that is a secret in itself. Where private addresses are allowed, plain
/// HTTP is too.
pub(super) fn check(text: &str, is_private_allowed: bool) -> Result<Url, Error> {
    let url: Url = text.trim().parse().map_err(|_| wrong())?;
    let is_web = url.scheme() == "https" || (is_private_allowed && url.scheme() == "http");
    let is_plain = url.username().is_empty() && url.password().is_none() && url.fragment().is_none();
    let Some(host) = url.host().filter(|_| is_web && is_plain && text.chars().count() <= LONGEST) else {
        return Err(wrong());
    };
    let literal = match host {
        Host::Ipv4(own) => Some(IpAddr::V4(own)),
        Host::Ipv6(own) => Some(IpAddr::V6(own)),
        Host::Domain(_) => None,
    };
    if literal.is_some_and(|own| !is_private_allowed && !is_public(own)) {
        return Err(private());
    }
    Ok(url)
}

fn wrong() -> Error {
    Error::invalid(
        "webhook.url",
        "https:// で始まるアドレスを500文字以内で入れてください。",
        "Give an address that begins with https://, of at most 500 characters.",
    )
    .hint(
        "受け取る側のアドレスを確かめて、入れ直してください。",
        "Check the address of the receiver and enter it again.",
    )
    .field("url")
}

fn private() -> Error {
    Error::invalid(
        "webhook.private",
        "社内のネットワークのアドレスへは送りません。",
        "Nothing is sent to addresses of a private network.",
    )
    .hint(
        "サーバーの管理者が --allow-private-webhooks で許すことができます。",
        "Whoever runs the server can allow it with --allow-private-webhooks.",
    )
    .field("url")
}

/// The addresses behind a URL to which may be sent, looked up now: the connection goes to one of these and is not looked up again, as the
/// answer could be another by then.
pub(super) async fn resolve(url: &Url, is_private_allowed: bool) -> Result<Vec<SocketAddr>, &'static str> {
    let host = url.host_str().ok_or("the address has no host")?.trim_matches(['[', ']']);
    let port = url.port_or_known_default().ok_or("the address has no port")?;
    let found = tokio::net::lookup_host((host, port)).await.map_err(|_| "the host is not known")?;
    let found: Vec<SocketAddr> = found.collect();
    // One private address among public ones is somebody who tries.
    if !is_private_allowed && found.iter().any(|own| !is_public(own.ip())) {
        return Err("the host is in a private network");
    }
    if found.is_empty() { Err("the host has no address") } else { Ok(found) }
}

/// Whether an address is one of the public Internet.
fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(own) => is_public_v4(own),
        IpAddr::V6(own) => is_public_v6(own),
    }
}

fn is_public_v4(own: Ipv4Addr) -> bool {
    let [a, b, c, _] = own.octets();
    let special = own.is_private()
        || own.is_loopback()
        || own.is_link_local()
        || own.is_multicast()
        || own.is_documentation()
        || a == 0
        || a >= 240
        || (a == 100 && (64..128).contains(&b))
        || (a == 192 && b == 0 && c == 0)
        || (a == 192 && b == 88 && c == 99)
        || (a == 198 && (18..20).contains(&b));
    !special
}

fn is_public_v6(own: Ipv6Addr) -> bool {
    let [a, b, ..] = own.segments();
    if let Some(inner) = own.to_ipv4_mapped() {
        return is_public_v4(inner);
    }
    // Only 2000::/3 is public; within it, what leads elsewhere (Teredo, 6to4) or is for books.
    let special = (a == 0x2001 && (b < 0x0200 || b == 0x0db8)) || a == 0x2002 || (a == 0x3fff && b < 0x1000);
    (a & 0xe000) == 0x2000 && !special
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn private_addresses_are_told_from_public_ones() {
        let private = [
            "127.0.0.1",
            "10.1.2.3",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "0.0.0.0",
            "255.255.255.255",
            "224.0.0.1",
            "192.0.0.8",
            "198.18.0.1",
            "::1",
            "::",
            "fe80::1",
            "fc00::1",
            "fd12::1",
            "ff02::1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "64:ff9b::a00:1",
            "2002:a00:1::",
            "2001::1",
            "2001:db8::1",
            "::127.0.0.1",
        ];
        for text in private {
            assert!(!is_public(text.parse().unwrap()), "{text}");
        }
        for text in ["1.1.1.1", "172.32.0.1", "203.0.112.1", "2606:4700::1111", "2400:4050::1", "::ffff:8.8.8.8"] {
            assert!(is_public(text.parse().unwrap()), "{text}");
        }
    }

    #[test]
    fn addresses_that_hide_something_are_refused() {
        let refused = [
            "ftp://example.jp/",
            "http://example.jp/",
            "https://user:secret@example.jp/",
            "https://127.0.0.1/",
            "https://[::1]/x",
            "https://2130706433/",
            "https://0x7f.1/",
            "https://[::ffff:10.0.0.1]/",
            "javascript:alert(1)",
            "",
            "https://",
            "https://169.254.169.254/latest/meta-data",
            "https://example.jp/#part",
        ];
        for text in refused {
            assert!(check(text, false).is_err(), "{text}");
        }
        assert!(check("https://example.jp:8443/hooks?from=tasuki", false).is_ok());
        assert!(check("http://127.0.0.1:9000/", true).is_ok());
    }

    #[tokio::test]
    async fn a_name_that_leads_home_is_refused_when_it_is_looked_up() {
        let url = check("https://localhost/", false).unwrap();
        assert_eq!(resolve(&url, false).await, Err("the host is in a private network"));
        assert!(resolve(&url, true).await.is_ok_and(|found| found.iter().all(|own| own.ip().is_loopback())));
    }
}
