//! What the form of a criterion sends without script.

use serde::Deserialize;
use tasuki_app::Error;

/// The contents of the form: all fields, changed or not.
#[derive(Clone, Deserialize)]
pub(super) struct Filled {
    pub(super) version: i64,
    pub(super) status: Option<String>,
    pub(super) note: Option<String>,
    pub(super) substitute: Option<String>,
    pub(super) reason: Option<String>,
    pub(super) owner: Option<String>,
    pub(super) due: Option<String>,
    pub(super) confirmed_on: Option<String>,
    pub(super) maturity: Option<String>,
}

/// Browsers send line breaks as CR LF; scripts do not.
pub(super) fn lines(text: String) -> String {
    if text.contains('\r') { text.replace("\r\n", "\n") } else { text }
}

/// An optional field: absent, cleared, or a value.
pub(super) fn value<T: std::str::FromStr>(text: Option<&str>, field: &str) -> Result<Option<Option<T>>, Error> {
    match text.map(str::trim) {
        None => Ok(None),
        Some("") => Ok(Some(None)),
        Some(text) => text
            .parse()
            .map(|value| Some(Some(value)))
            .map_err(|_| Error::invalid("answer.field", "読めない値です。", "This value cannot be read.").hint("画面を開き直し、もう一度入力してください。API では、値の形を API の説明で確かめてください。", "Reload the page and enter it again. With the API, see its documentation for the form of the value.").field(field)),
    }
}
