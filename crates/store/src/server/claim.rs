//! Ensures one server per folder, and that nobody copies a database while a server is using it.
//!
//! On a folder the claim is a file lock of the operating system: it ends with the process, however the process
//! ends. On PostgreSQL, where several servers may share a database, each holds a shared lock, and copying the
//! database needs an exclusive one.

use std::fs::{File, TryLockError};
use std::path::Path;
use std::time::Duration;

use crate::engine::Driver;
use crate::{Address, StoreError, private};

/// The locked file.
const FILE: &str = "tasuki.lock";
/// How often and at which interval a folder is tried: the previous server may be about to stop.
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

/// The same, with a few retries.
pub(crate) fn folder_soon(place: &Path) -> Result<Claim, StoreError> {
    for _ in 1..TRIES.0 {
        match folder(place) {
            Err(StoreError::InUse(_)) => std::thread::sleep(TRIES.1),
            claimed => return claimed,
        }
    }
    folder(place)
}

/// Keeps servers away from a database while it is copied, until this is dropped.
#[derive(Debug)]
pub(crate) enum Alone {
    Folder {
        _claim: Claim,
    },
    /// The connection holds the lock.
    Postgres,
}

/// Claims a database exclusively; `driver` is a connection to it.
pub(crate) fn alone(address: &Address, driver: &mut dyn Driver) -> Result<Alone, StoreError> {
    match address {
        Address::Folder(place) => Ok(Alone::Folder { _claim: folder(place)? }),
        Address::Postgres(_) => {
            driver.claim(false)?;
            Ok(Alone::Postgres)
        }
    }
}
