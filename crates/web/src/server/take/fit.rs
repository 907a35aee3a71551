//! Reading a value of any format, with the place of what does not fit.

use erased_serde::Deserializer as Erased;
use serde::Deserializer;
use serde::de::DeserializeOwned;
use serde_path_to_error::Track;

/// A value; or the path to what does not fit in it, and serde's message.
///
/// The format is hidden from the type and the type from the format, so that reading is compiled for each of them once,
/// and not for each pair: with the tracking of the path, the pairs were two megabytes of code.
pub(super) fn read<'de, T: DeserializeOwned>(from: impl Deserializer<'de>) -> Result<T, (String, String)> {
    let mut track = Track::new();
    let mut tracked = <dyn Erased<'_>>::erase(serde_path_to_error::Deserializer::new(from, &mut track));
    let read = erased_serde::deserialize(&mut tracked).map_err(|error| error.to_string());
    drop(tracked);
    read.map_err(|found| (track.path().to_string(), found))
}
