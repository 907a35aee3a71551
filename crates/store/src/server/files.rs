//! Which files rows refer to. Whatever keeps files brings them here: what is not named is tidied away, and is in no backup.

use std::collections::BTreeMap;

use crate::{Digest, StoreError, Tx, evidence, packages};

/// All files that rows refer to, with their sizes, each once.
pub fn named(tx: &mut Tx<'_>) -> Result<Vec<(Digest, u64)>, StoreError> {
    let mut all: BTreeMap<Digest, u64> = evidence::digests(tx)?.into_iter().collect();
    all.extend(packages::files(tx)?);
    Ok(all.into_iter().collect())
}
