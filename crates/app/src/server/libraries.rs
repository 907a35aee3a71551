//! The catalogues of each organization: the built-in ones, and its own.
//!
//! A library is kept under the stamp of the organization's catalogues, which is read with the caller of each request, so that what
//! another process added is noticed at once. An organization without catalogues of its own has no stamp, and shares the built-in library.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tasuki_catalog::{Library, Own, SourceFile, restore_own};
use tasuki_store::{OrganizationId, StoreError, Tx, catalogs};

/// How much text may be behind all libraries that are kept, in bytes. Read, it takes three to five times as much memory.
const MOST: usize = 16 << 20;

/// The libraries that were last asked for.
#[derive(Debug)]
pub(crate) struct Libraries {
    /// The catalogues that all organizations have.
    base: Arc<Library>,
    kept: Mutex<HashMap<OrganizationId, Kept>>,
}

/// The library of an organization, and the editions that were added to it, by the digest of their files.
#[derive(Debug, Clone)]
struct Kept {
    stamp: [u8; 32],
    library: Arc<Library>,
    editions: HashMap<[u8; 32], (Arc<Own>, usize)>,
}

impl Kept {
    fn size(&self) -> usize {
        self.editions.values().map(|(_, size)| size).sum()
    }
}

impl Libraries {
    /// Libraries of organizations that all have these catalogues.
    pub(crate) fn over(base: Arc<Library>) -> Self {
        Self { base, kept: Mutex::default() }
    }

    /// The catalogues that all organizations have.
    pub(crate) fn base(&self) -> Arc<Library> {
        Arc::clone(&self.base)
    }

    /// The library of an organization whose catalogues have this stamp.
    pub(crate) fn find(
        &self,
        tx: &mut Tx<'_>,
        organization: OrganizationId,
        stamp: Option<[u8; 32]>,
    ) -> Result<Arc<Library>, StoreError> {
        let Some(stamp) = stamp else { return Ok(self.base()) };
        let before = self.kept().get(&organization).cloned();
        if let Some(known) = before.as_ref().filter(|known| known.stamp == stamp) {
            return Ok(Arc::clone(&known.library));
        }
        let made = read(tx, organization, self.base(), &before.map(|known| known.editions).unwrap_or_default())?;
        let library = Arc::clone(&made.library);
        self.keep(organization, made);
        Ok(library)
    }

    fn keep(&self, organization: OrganizationId, made: Kept) {
        let mut kept = self.kept();
        kept.remove(&organization);
        if made.size() + kept.values().map(Kept::size).sum::<usize>() > MOST {
            kept.clear();
        }
        kept.insert(organization, made);
    }

    fn kept(&self) -> MutexGuard<'_, HashMap<OrganizationId, Kept>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Reads the catalogues of an organization; an edition that is known by its digest is not read again.
fn read(
    tx: &mut Tx<'_>,
    organization: OrganizationId,
    base: Arc<Library>,
    known: &HashMap<[u8; 32], (Arc<Own>, usize)>,
) -> Result<Kept, StoreError> {
    let (mut library, mut editions) = (base, HashMap::new());
    let all = catalogs::list(tx, organization)?;
    // Somebody may have added one since the caller was looked up: the stamp is that of what was read.
    let stamp = catalogs::stamp_of(&all);
    for edition in all {
        let read = if let Some(known) = known.get(&edition.digest) {
            Some(known.clone())
        } else {
            let files = catalogs::files(tx, organization, &edition.id)?;
            let size = files.iter().map(|file| file.text.len()).sum();
            restored(organization, &edition.id, &files, &library).map(|own| (own, size))
        };
        if let Some((own, size)) = read {
            library = Arc::new(library.and(Arc::clone(&own), edition.archived.is_none()));
            editions.insert(edition.digest, (own, size));
        }
    }
    Ok(Kept { stamp, library, editions })
}

/// An edition that was checked when it was added. If this build cannot read it, its assessments cannot be opened, but nothing else is
/// affected.
fn restored(organization: OrganizationId, id: &str, files: &[SourceFile], library: &Library) -> Option<Arc<Own>> {
    match restore_own(files, library) {
        Ok((own, problems)) => {
            for problem in problems {
                tracing::warn!(%organization, edition = id, %problem, "a crosswalk of an own catalogue is left out");
            }
            Some(Arc::new(own))
        }
        Err(problems) => {
            for problem in problems {
                tracing::error!(%organization, edition = id, %problem, "an own catalogue cannot be read");
            }
            None
        }
    }
}
