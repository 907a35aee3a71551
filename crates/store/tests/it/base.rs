//! A separate database for each test.

use postgres::{Client, NoTls};
use tasuki_store::organizations::{self, Organization};
use tasuki_store::{Address, OrganizationId, Store, StoreError, Tx, audit};
use tempfile::TempDir;

use crate::database::Database;

/// The time of every test, in milliseconds since 1970.
pub(crate) const NOW: i64 = 1_795_000_000_000;

/// An open database, and a way to access it behind the store's back.
pub(crate) struct Base {
    pub(crate) store: Store,
    pub(crate) address: Address,
    /// Its folder, until the test is over.
    _folder: Option<TempDir>,
    _database: Option<Database>,
}

impl Base {
    pub(crate) fn sqlite() -> Self {
        let folder = TempDir::new().unwrap();
        let address = Address::Folder(folder.path().to_owned());
        Self { store: Store::open(&address, NOW).unwrap(), address, _folder: Some(folder), _database: None }
    }

    pub(crate) fn postgres() -> Option<Self> {
        let database = Database::new()?;
        let address = Address::Postgres(database.url());
        Some(Self { store: Store::open(&address, NOW).unwrap(), address, _folder: None, _database: Some(database) })
    }

    /// Adds an organization.
    pub(crate) fn organization(&self, name: &str) -> OrganizationId {
        let organization = organization(name);
        let id = organization.id;
        self.write(move |tx| {
            organizations::add(tx, &organization)?;
            note(tx, id.as_str(), "organization.add")
        })
        .unwrap();
        id
    }

    pub(crate) fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Tx<'_>) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        self.store.write_blocking(work)
    }

    pub(crate) fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Tx<'_>) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        self.store.read_blocking(work)
    }

    /// Makes a change to the database that the store would never make.
    pub(crate) fn behind_its_back(&self, sql: &str) {
        match &self.address {
            Address::Folder(folder) => {
                rusqlite::Connection::open(folder.join("tasuki.db")).unwrap().execute_batch(sql).unwrap();
            }
            Address::Postgres(url) => Client::connect(url, NoTls).unwrap().batch_execute(sql).unwrap(),
        }
    }

    /// Every table and its columns with their types, as the engine itself reports them, independently of the
    /// copier.
    pub(crate) fn schema(&self) -> Vec<(String, Vec<(String, String)>)> {
        let mut found: Vec<(String, Vec<(String, String)>)> = Vec::new();
        let mut add = |table: String, column: String, kind: String| match found.last_mut() {
            Some((name, columns)) if *name == table => columns.push((column, kind)),
            _ => found.push((table, vec![(column, kind)])),
        };
        match &self.address {
            Address::Folder(folder) => {
                let connection = rusqlite::Connection::open(folder.join("tasuki.db")).unwrap();
                let sql = "SELECT m.name, c.name, c.type FROM sqlite_master m, pragma_table_info(m.name) c
                           WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' AND m.name NOT LIKE 'search_%' ORDER BY 1";
                let mut statement = connection.prepare(sql).unwrap();
                let mut rows = statement.query([]).unwrap();
                while let Some(row) = rows.next().unwrap() {
                    add(row.get(0).unwrap(), row.get(1).unwrap(), row.get(2).unwrap());
                }
            }
            Address::Postgres(url) => {
                let sql = "SELECT table_name::TEXT, column_name::TEXT, data_type::TEXT FROM information_schema.columns
                           WHERE table_schema = 'public' ORDER BY 1";
                for row in Client::connect(url, NoTls).unwrap().query(sql, &[]).unwrap() {
                    add(row.get(0), row.get(1), row.get(2));
                }
            }
        }
        found
    }
}

/// An organization with an identifier derived from its name.
pub(crate) fn organization(name: &str) -> Organization {
    let mut random = [0; 10];
    for (place, byte) in name.bytes().enumerate() {
        random[place % 10] ^= byte;
    }
    Organization {
        second_factor: false,
        id: OrganizationId::new(NOW, random),
        name: name.to_owned(),
        identity_kind: "own".to_owned(),
        identity: name.to_owned(),
        industry: String::new(),
        size_class: String::new(),
        created: NOW,
    }
}

/// An entry in the audit log.
pub(crate) fn note(tx: &mut Tx<'_>, organization: &str, subject: &str) -> Result<(), StoreError> {
    let entry = audit::Entry {
        organization,
        at: NOW,
        actor: "system",
        action: "story",
        subject,
        before: "",
        after: "{}",
        detail: "{\"text\":\"話\"}",
        seals: None,
    };
    audit::append(tx, &entry)
}
