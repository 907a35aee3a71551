//! Reading a value of any format, with the place of what does not fit.

use serde::Deserializer;
use serde::de::DeserializeOwned;

/// A value; or the path to what does not fit in it, and serde's message.
pub(super) fn read<'de, T: DeserializeOwned>(from: impl Deserializer<'de>) -> Result<T, (String, String)> {
    serde_path_to_error::deserialize(from).map_err(|error| (error.path().to_string(), error.inner().to_string()))
}
