//! Reading the fields of a change: what is left out stays as it is.

use serde::{Deserialize, Deserializer};

/// A field of which `null` says nothing: whoever sends that means something else.
pub(crate) fn stated<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<Option<T>, D::Error> {
    T::deserialize(deserializer).map(Some)
}

/// A field that `null` clears: tells that from a field that is not there.
pub(crate) fn clearable<'de, D: Deserializer<'de>, T: Deserialize<'de>>(
    deserializer: D,
) -> Result<Option<Option<T>>, D::Error> {
    Option::<T>::deserialize(deserializer).map(Some)
}
