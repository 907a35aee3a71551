//! One server on a folder, and nobody who copies a database away from under it.
//!
//! On a folder the claim is a lock of the system on a file: it ends with the process, however that ends. On PostgreSQL, where several servers may
//! share a database, each holds a lock that they share, and whoever copies the database wants one that nobody shares.

use std::fs::{File, TryLockError};
use std::path::Path;
use std::time::Duration;

use crate::engine::Driver;
use crate::{Address, StoreError, private};

/// The file that is locked.
const FILE: &str = "tasuki.lock";
/// How often, and how long apart, a folder is tried: the server before may be just about to end.
const TRIES: (u32, Duration) = (20, Duration::from_millis(100));

/// The claim on a folder, until it is dropped.
#[derive(Debug)]
pub(crate) struct Claim {
    _file: File,
}

/// Claims a folder, which is made where there is none.
pub(crate) fn folder(folder: &Path) -> Result<Claim, StoreError> {
    let failed = |source| StoreError::File { path: folder.join(FILE).display().to_string(), source };
    private::folder(folder).map_err(failed)?;
    let file = private::file(&folder.join(FILE)).map_err(failed)?;
    match file.try_lock() {
        Ok(()) => Ok(Claim { _file: file }),
        Err(TryLockError::WouldBlock) => Err(StoreError::InUse(folder.display().to_string())),
        Err(TryLockError::Error(source)) => Err(failed(source)),
    }
}

/// The same, with a little patience.
pub(crate) fn folder_soon(place: &Path) -> Result<Claim, StoreError> {
    for _ in 1..TRIES.0 {
        match folder(place) {
            Err(StoreError::InUse(_)) => std::thread::sleep(TRIES.1),
            claimed => return claimed,
        }
    }
    folder(place)
}

/// What keeps servers away from a database while it is copied, until it is dropped.
#[derive(Debug)]
pub(crate) enum Alone {
    Folder {
        _claim: Claim,
    },
    /// The connection holds it.
    Postgres,
}

/// Claims a database for oneself alone; `driver` is a connection to it.
pub(crate) fn alone(address: &Address, driver: &mut dyn Driver) -> Result<Alone, StoreError> {
    match address {
        Address::Folder(place) => Ok(Alone::Folder { _claim: folder(place)? }),
        Address::Postgres(_) => {
            driver.claim(false)?;
            Ok(Alone::Postgres)
        }
    }
}
