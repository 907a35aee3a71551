//! A separate PostgreSQL database for each test. The tests of the application, the pages and the command use it too
//! (`#[path]`).

use std::sync::atomic::{AtomicU64, Ordering};

use postgres::{Client, NoTls};

/// A database on the server named by `TASUKI_TEST_POSTGRES`; it is dropped with the test.
pub(crate) struct Database {
    server: String,
    name: String,
}

impl Database {
    /// Creates an empty database, if a server is named.
    pub(crate) fn new() -> Option<Self> {
        static COUNT: AtomicU64 = AtomicU64::new(0);
        let Ok(server) = std::env::var("TASUKI_TEST_POSTGRES") else {
            eprintln!("skipped: TASUKI_TEST_POSTGRES names no server");
            return None;
        };
        let name = format!("test_{}_{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        let database = Self { server, name };
        database.run(format!("CREATE DATABASE {}", database.name)).expect("a database");
        Some(database)
    }

    /// Its address.
    pub(crate) fn url(&self) -> String {
        format!("{}/{}", self.server.rsplit_once('/').expect("a database in the address").0, self.name)
    }

    /// On a separate thread: the client blocks, which is not allowed inside an async task.
    fn run(&self, sql: String) -> Result<(), postgres::Error> {
        let server = self.server.clone();
        let run = std::thread::spawn(move || Client::connect(&server, NoTls)?.batch_execute(&sql));
        run.join().expect("a thread")
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        if let Err(error) = self.run(format!("DROP DATABASE {} WITH (FORCE)", self.name)) {
            eprintln!("{} stays behind: {error}", self.name);
        }
    }
}
