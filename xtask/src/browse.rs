//! A client that behaves like a browser: it follows redirects, keeps cookies, and fills in the forms of pages.

use crate::http::{Client, Response};

/// A user who visits pages.
#[derive(Debug)]
pub(crate) struct Visitor {
    client: Client,
    port: u16,
    cookies: Vec<(String, String)>,
}

/// A page that was reached.
#[derive(Debug)]
pub(crate) struct Page {
    pub(crate) path: String,
    pub(crate) html: String,
}

/// A form on a page, with the values of its hidden and prefilled fields.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Form {
    action: String,
    fields: Vec<(String, String)>,
}

impl Visitor {
    /// A user whom the server has never seen.
    pub(crate) fn new(port: u16) -> Result<Self, String> {
        Ok(Self { client: Client::connect(port)?, port, cookies: Vec::new() })
    }

    /// The `Cookie` header of the user's requests.
    pub(crate) fn cookie(&self) -> String {
        let pairs: Vec<_> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        pairs.join("; ")
    }

    /// Opens a page.
    pub(crate) fn open(&mut self, path: &str) -> Result<Page, String> {
        self.follow("GET", path, "")
    }

    /// Submits a form; `ours` replaces or adds fields.
    pub(crate) fn submit(&mut self, form: &Form, ours: &[(&str, &str)]) -> Result<Page, String> {
        let kept = form.fields.iter().filter(|(name, _)| !ours.iter().any(|(own, _)| own == name));
        let all = kept.map(|(name, value)| (name.as_str(), value.as_str())).chain(ours.iter().copied());
        let body: Vec<_> = all.map(|(name, value)| format!("{}={}", escaped(name), escaped(value))).collect();
        self.follow("POST", &form.action, &body.join("&"))
    }

    fn follow(&mut self, method: &str, path: &str, body: &str) -> Result<Page, String> {
        let (mut method, mut path, mut body) = (method, path.to_owned(), body);
        for _ in 0..10 {
            let response = self.ask(method, &path, body)?;
            match response.header("location") {
                Some(location) if (300..400).contains(&response.status) => {
                    let base = format!("http://localhost:{}", self.port);
                    let next = location.strip_prefix(&base).unwrap_or(location).to_owned();
                    (method, path, body) = ("GET", next, "");
                }
                _ if response.status < 400 => return Ok(Page { path, html: response.text() }),
                _ => return Err(format!("{method} {path}: {}: {}", response.status, response.text())),
            }
        }
        Err(format!("{path} leads in a circle"))
    }

    fn ask(&mut self, method: &str, path: &str, body: &str) -> Result<Response, String> {
        let (cookie, origin) = (self.cookie(), format!("http://localhost:{}", self.port));
        let mut headers = vec![("Accept", "text/html"), ("Origin", &origin), ("Sec-Fetch-Site", "same-origin")];
        if !cookie.is_empty() {
            headers.push(("Cookie", &cookie));
        }
        if method == "POST" {
            headers.push(("Content-Type", "application/x-www-form-urlencoded"));
        }
        let response = self.client.request(method, path, &headers, body.as_bytes())?;
        for line in response.headers_named("set-cookie") {
            let (name, value) = line.split(';').next().and_then(|pair| pair.split_once('=')).unwrap_or_default();
            self.cookies.retain(|(own, _)| own != name);
            self.cookies.push((name.to_owned(), value.to_owned()));
        }
        Ok(response)
    }
}

impl Page {
    /// The first form that contains a word.
    pub(crate) fn form(&self, word: &str) -> Result<Form, String> {
        let forms = self.html.split("<form").skip(1).map(|rest| rest.split("</form>").next().unwrap_or_default());
        let form = forms.into_iter().find(|form| form.contains(word));
        let form = form.ok_or_else(|| format!("no form with {word:?} on {}:\n{}", self.path, self.html))?;
        let action = attribute(form, "action").unwrap_or_else(|| self.path.clone());
        let inputs = form.split("<input").skip(1).filter(|input| {
            let kind = attribute(input, "type").unwrap_or_default();
            !matches!(kind.as_str(), "radio" | "checkbox" | "submit" | "file")
        });
        let fields =
            inputs.filter_map(|input| Some((attribute(input, "name")?, attribute(input, "value").unwrap_or_default())));
        Ok(Form { action, fields: fields.collect() })
    }
}

/// An attribute of the tag at the beginning of a text.
fn attribute(text: &str, name: &str) -> Option<String> {
    let tag = text.split('>').next()?;
    let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
    let value = rest.split('"').next()?;
    Some(value.replace("&#34;", "\"").replace("&#38;", "&").replace("&quot;", "\"").replace("&amp;", "&"))
}

fn escaped(text: &str) -> String {
    text.bytes().fold(String::new(), |mut escaped, byte| {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            escaped.push(byte.into());
        } else {
            escaped.extend(["%", &format!("{byte:02X}")]);
        }
        escaped
    })
}

#[cfg(test)]
mod tests {
    use super::{Page, escaped};

    #[test]
    fn a_form_brings_its_hidden_fields() {
        let html = r#"<form action="/search"><input name="q"></form>
            <form method="post" action="/welcome?a=1&amp;b=2"><input type="hidden" name="csrf" value="x&#34;y">
            <input name="email" value=""><button>始める</button></form>"#;
        let page = Page { path: "/".into(), html: html.into() };
        let form = page.form("始める").unwrap();
        assert_eq!(form.action, "/welcome?a=1&b=2");
        assert_eq!(form.fields, [("csrf".into(), "x\"y".into()), ("email".into(), String::new())]);
        assert!(page.form("nowhere").is_err());
        assert_eq!(escaped("山 a&b"), "%E5%B1%B1%20a%26b");
    }
}
