//! A use case as the application runs it: without its type, so that what looks up the caller, opens the transaction
//! and tells others is compiled once, and not once for each of the several hundred.

use std::sync::{Arc, Mutex, PoisonError};

use tasuki_store::StoreError;

use crate::{Context, Error};

type Run = Box<dyn FnOnce(&mut Context<'_, '_>) -> Result<(), Error> + Send>;

/// A use case that puts its result aside.
pub(crate) struct UseCase(Run);

/// Where the result of a use case is put, to be taken after the transaction.
pub(crate) struct Kept<T>(Arc<Mutex<Option<T>>>);

impl UseCase {
    pub(crate) fn of<T: Send + 'static>(
        work: impl FnOnce(&mut Context<'_, '_>) -> Result<T, Error> + Send + 'static,
    ) -> (Self, Kept<T>) {
        let place = Arc::new(Mutex::new(None));
        let kept = Kept(Arc::clone(&place));
        let run = move |cx: &mut Context<'_, '_>| {
            let result = work(cx)?;
            *place.lock().unwrap_or_else(PoisonError::into_inner) = Some(result);
            Ok(())
        };
        (Self(Box::new(run)), kept)
    }

    pub(crate) fn run(self, cx: &mut Context<'_, '_>) -> Result<(), Error> {
        (self.0)(cx)
    }
}

impl<T> Kept<T> {
    /// The result; there is one, if the use case ended well.
    pub(crate) fn take(&self) -> Result<T, Error> {
        let result = self.0.lock().unwrap_or_else(PoisonError::into_inner).take();
        result.ok_or_else(|| StoreError::Panicked.into())
    }
}
