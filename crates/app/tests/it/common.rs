//! A small world for tests: a fresh database and files in a temporary folder, a clock that stands still, and people who are signed in.
//! Tests of pages use it too (`#[path]`). With `TASUKI_TEST_ENGINE=postgresql` the database is one of the PostgreSQL server that
//! `TASUKI_TEST_POSTGRES` names.
#![allow(dead_code, reason = "no test uses all of it")]
#![expect(clippy::expect_used, reason = "a test that cannot begin has failed")]

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use jiff::Timestamp;
use jiff::civil::{Date, date};
use serde::{Deserialize, Serialize};
use tasuki_app::assessments::{self, New};
use tasuki_app::{App, Clock, Context, Credentials, Error, Moment, Options, Random, grants};
use tasuki_catalog::Library;
use tasuki_scheme::{Capacity, Classification, Permission, Role, Roles};
use tasuki_store::assessments::Assessment;
use tasuki_store::audit::{self, Entry};
use tasuki_store::grants::Opening;
use tasuki_store::members::{self, Member};
use tasuki_store::organizations::{self, Organization};
use tasuki_store::persons::{self, Person};
use tasuki_store::sessions::{self, Session};
use tasuki_store::{Address, AssessmentId, Blobs, OrganizationId, PersonId, SessionId, Store, StoreError, Subject, Tx};
use tempfile::TempDir;

use crate::database::Database;

/// 2026-11-21 14:03 in Japan.
pub(crate) const NOW: i64 = 1_795_237_380_000;

/// A clock that goes on only when it is told to.
#[derive(Debug)]
pub(crate) struct StillClock(AtomicU64);

impl Clock for StillClock {
    fn now(&self) -> Moment {
        let milliseconds = i64::try_from(self.0.load(Ordering::SeqCst)).expect("a time after 1970");
        Moment::new(Timestamp::from_millisecond(milliseconds).expect("a time"))
    }
}

/// Bytes that anybody can guess, each time others.
#[derive(Debug, Default)]
pub(crate) struct Counting(AtomicU64);

impl Random for Counting {
    fn fill(&self, bytes: &mut [u8]) {
        let number = self.0.fetch_add(1, Ordering::SeqCst).to_be_bytes();
        for (index, byte) in bytes.iter_mut().rev().enumerate() {
            *byte = number.iter().rev().nth(index % 8).copied().unwrap_or(0);
        }
    }
}

/// The world.
pub(crate) struct World {
    pub(crate) app: App,
    pub(crate) store: Store,
    pub(crate) organization: OrganizationId,
    ground: Ground,
}

/// What is left of a world when its server stops: where its data is, and what the next server needs.
#[derive(Clone)]
pub(crate) struct Ground {
    pub(crate) address: Address,
    /// The folder with the files of evidence, and with an embedded database.
    pub(crate) folder: PathBuf,
    /// The catalogues of the next server.
    pub(crate) library: Arc<Library>,
    organization: OrganizationId,
    clock: Arc<StillClock>,
    random: Arc<Counting>,
    /// What goes away with the last that needs it.
    held: Vec<Arc<(Option<TempDir>, Option<Database>)>>,
}

impl Ground {
    /// A place that somebody else looks after. Identifiers begin with a number of one's own.
    pub(crate) fn there(address: Address, folder: PathBuf, organization: OrganizationId, first: u64, now: u64) -> Self {
        let (clock, random) = (Arc::new(StillClock(AtomicU64::new(now))), Arc::new(Counting(AtomicU64::new(first))));
        Self { address, folder, library: Library::builtin_shared(), organization, clock, random, held: Vec::new() }
    }

    /// The same with its data elsewhere, and with what goes away at the end.
    pub(crate) fn moved(
        mut self,
        address: Address,
        folder: PathBuf,
        held: Option<TempDir>,
        database: Option<Database>,
    ) -> Self {
        self.held.push(Arc::new((held, database)));
        Self { address, folder, ..self }
    }

    /// The time, in milliseconds since 1970.
    pub(crate) fn now(&self) -> u64 {
        self.clock.0.load(Ordering::SeqCst)
    }

    /// Starts a server on it.
    pub(crate) fn open(self) -> World {
        let address = self.address.clone();
        // On a thread of its own: a client of PostgreSQL blocks, which is not allowed inside an async task.
        let open = std::thread::spawn(move || Store::open(&address, NOW));
        let store = open.join().expect("a thread").expect("a database");
        let options = Options {
            clock: Arc::<StillClock>::clone(&self.clock),
            random: Arc::<Counting>::clone(&self.random),
            base_url: "http://tasuki.test".to_owned(),
            blobs: Blobs::open(&self.folder.join("blobs").to_string_lossy()).expect("a folder for files"),
            addresses: crate::address,
        };
        let app = App::new(store.clone(), options).with_library(Arc::clone(&self.library));
        World { app, store, organization: self.organization, ground: self }
    }
}

/// The last day of what is granted.
pub(crate) const LAST: Date = date(2026, 12, 31);

/// What an expert is granted for an assessment.
pub(crate) fn opening(
    assessment: AssessmentId,
    permissions: &[Permission],
    evidence: Option<Classification>,
) -> Opening {
    let subject = Subject::Assessment(assessment);
    Opening { subject, capacity: Capacity::Expert, permissions: permissions.to_vec(), evidence }
}

/// Somebody who is signed in.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(from = "Written", into = "Written")]
pub(crate) struct Somebody {
    pub(crate) id: PersonId,
    pub(crate) name: String,
    pub(crate) credentials: Credentials,
    /// The value of the cookie `tasuki`.
    pub(crate) cookie: String,
}

/// Somebody as they are noted: the credentials follow from the cookie.
#[derive(Serialize, Deserialize)]
struct Written {
    id: PersonId,
    name: String,
    cookie: String,
}

impl From<Somebody> for Written {
    fn from(Somebody { id, name, cookie, .. }: Somebody) -> Self {
        Self { id, name, cookie }
    }
}

impl From<Written> for Somebody {
    fn from(Written { id, name, cookie }: Written) -> Self {
        Self { id, name, credentials: Credentials::Session(tasuki_app::digest(&cookie)), cookie }
    }
}

impl World {
    /// Opens an assessment to somebody, from today.
    pub(crate) async fn grant(&self, admin: &Somebody, to: &Somebody, opening: Opening) -> grants::Listed {
        let new = grants::New { person: to.id, opening, starts: None, ends: LAST };
        self.write(admin, move |cx| grants::create(cx, new)).await.expect("a grant")
    }

    /// One organization, 例示工業, with nobody in it.
    pub(crate) async fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let engine = std::env::var("TASUKI_TEST_ENGINE");
        let database =
            engine.is_ok_and(|engine| engine == "postgresql").then(|| Database::new().expect("a PostgreSQL server"));
        let address = match &database {
            Some(database) => Address::Postgres(database.url()),
            None => Address::Folder(folder.path().to_owned()),
        };
        let organization = OrganizationId::new(NOW, [1; 10]);
        let path = folder.path().to_owned();
        let ground = Ground::there(address.clone(), path.clone(), organization, 0, NOW.unsigned_abs());
        let world = ground.moved(address, path, Some(folder), database).open();
        world.organization(organization, "例示工業").await;
        world
    }

    /// The same world again, while nobody writes to this one: what happens in one of them does not happen in the other. Only where
    /// the database is in the folder.
    pub(crate) fn copy(&self) -> Self {
        assert!(
            matches!(self.ground.address, Address::Folder(_)),
            "a database on a server is not copied with the folder"
        );
        let folder = tempfile::tempdir().expect("a folder");
        copy_folder(self.folder(), folder.path());
        let (path, address) = (folder.path().to_owned(), Address::Folder(folder.path().to_owned()));
        // Nothing new may be called as something that is there.
        let ground = Ground::there(address.clone(), path.clone(), self.organization, 1 << 32, self.ground.now());
        ground.moved(address, path, Some(folder), None).open()
    }

    /// Stops the server. Nothing that it had in memory is there afterwards.
    pub(crate) fn stopped(self) -> Ground {
        self.ground
    }

    /// Where its data is, while it runs.
    pub(crate) fn ground(&self) -> &Ground {
        &self.ground
    }

    /// Stops the server and starts it again on what it wrote.
    pub(crate) fn restarted(self) -> Self {
        self.stopped().open()
    }

    /// The folder with everything in it.
    pub(crate) fn folder(&self) -> &Path {
        &self.ground.folder
    }

    /// Lets time go by.
    pub(crate) fn wait(&self, milliseconds: u64) {
        self.ground.clock.0.fetch_add(milliseconds, Ordering::SeqCst);
    }

    /// Adds an organization.
    pub(crate) async fn organization(&self, id: OrganizationId, name: &str) {
        let own = Organization {
            second_factor: false,
            id,
            name: name.to_owned(),
            identity_kind: "own".to_owned(),
            identity: name.to_owned(),
            industry: String::new(),
            size_class: String::new(),
            created: NOW,
        };
        self.arrange(move |tx| organizations::add(tx, &own)).await;
    }

    /// Somebody in the organization, signed in.
    pub(crate) async fn somebody(&self, name: &str, role: Role) -> Somebody {
        self.somebody_in(self.organization, name, role).await
    }

    /// Somebody in any organization, signed in.
    pub(crate) async fn somebody_in(&self, organization: OrganizationId, name: &str, role: Role) -> Somebody {
        let random = || self.app.options().random.as_ref();
        let mut bytes = [0; 10];
        random().fill(&mut bytes);
        let id = PersonId::new(NOW, bytes);
        let cookie = format!("secret-{id}");
        let person = Person {
            id,
            mail: format!("{id}@example.jp"),
            name: name.to_owned(),
            lang: "ja".to_owned(),
            theme: "auto".to_owned(),
            created: NOW,
            disabled: None,
        };
        let member = Member {
            organization,
            person: id,
            name: name.to_owned(),
            mail: person.mail.clone(),
            roles: Roles::new([role]),
            areas: Vec::new(),
            ends: None,
            joined: NOW,
            seen: None,
        };
        let session = Session {
            id: SessionId::new(NOW, bytes),
            person: id,
            assured: true,
            device: String::new(),
            created: NOW,
            seen: NOW,
            ends: NOW + 365 * 86_400_000,
            proven: NOW,
        };
        let digest = tasuki_app::digest(&cookie);
        self.arrange(move |tx| {
            persons::add(tx, &person, None)?;
            members::put(tx, &member)?;
            sessions::add(tx, &session, &digest)
        })
        .await;
        Somebody { id, name: name.to_owned(), credentials: Credentials::Session(digest), cookie }
    }

    /// Somebody in several roles at once.
    pub(crate) async fn somebody_with(&self, name: &str, roles: &[Role]) -> Somebody {
        let somebody = self.somebody(name, roles[0]).await;
        let (organization, person, roles) = (self.organization, somebody.id, Roles::new(roles.to_vec()));
        self.arrange(move |tx| {
            let member = members::find(tx, organization, person, "2026-11-21")?.expect("a member");
            members::put(tx, &Member { roles, ..member })
        })
        .await;
        somebody
    }

    /// The same person, signed in once more.
    pub(crate) async fn session(&self, of: &Somebody) -> Somebody {
        let mut bytes = [0; 10];
        self.app.options().random.fill(&mut bytes);
        let now = self.ground.clock.now().milliseconds();
        let id = SessionId::new(now, bytes);
        let cookie = format!("secret-{id}");
        let (device, ends) = (String::new(), now + 365 * 86_400_000);
        let session = Session { id, person: of.id, assured: true, device, created: now, seen: now, ends, proven: NOW };
        let digest = tasuki_app::digest(&cookie);
        self.arrange(move |tx| sessions::add(tx, &session, &digest)).await;
        Somebody { credentials: Credentials::Session(digest), cookie, ..of.clone() }
    }

    /// An assessment of ★3 in the default edition.
    pub(crate) async fn assessment(&self, by: &Somebody) -> Assessment {
        let new = New {
            title: String::new(),
            edition: "scs-2026-03".to_owned(),
            level: Some(3),
            scope: Vec::new(),
            due: None,
        };
        self.write(by, move |cx| assessments::create(cx, new)).await.expect("an assessment")
    }

    /// Does what changes something as somebody.
    pub(crate) async fn write<T, F>(&self, by: &Somebody, work: F) -> Result<T, Error>
    where
        F: FnOnce(&mut Context<'_, '_>) -> Result<T, Error> + Send + 'static,
        T: Send + 'static,
    {
        self.app.write(by.credentials, Some(self.organization), work).await
    }

    /// Looks as somebody.
    pub(crate) async fn read<T, F>(&self, by: &Somebody, work: F) -> Result<T, Error>
    where
        F: FnOnce(&mut Context<'_, '_>) -> Result<T, Error> + Send + 'static,
        T: Send + 'static,
    {
        self.app.read(by.credentials, Some(self.organization), work).await
    }

    /// Reads as somebody without an account.
    pub(crate) async fn nobody<T, F>(&self, work: F) -> Result<T, Error>
    where
        F: FnOnce(&mut Context<'_, '_>) -> Result<T, Error> + Send + 'static,
        T: Send + 'static,
    {
        self.app.read(Credentials::None, None, work).await
    }

    /// Writes past the use cases, to begin with.
    pub(crate) async fn arrange<F>(&self, work: F)
    where
        F: FnOnce(&mut Tx<'_>) -> Result<(), StoreError> + Send + 'static,
    {
        let done = self.store.write(move |tx| {
            let entry = Entry {
                organization: "",
                at: NOW,
                actor: "system",
                action: "test.arrange",
                subject: "test",
                before: "",
                after: "",
                detail: "{}",
                seals: None,
            };
            audit::append(tx, &entry)?;
            work(tx)
        });
        done.await.expect("a world");
    }
}

/// Copies a folder with everything in it.
pub(crate) fn copy_folder(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("a folder");
    for entry in std::fs::read_dir(from).expect("a folder") {
        let entry = entry.expect("a file");
        let place = to.join(entry.file_name());
        if entry.file_type().expect("a file").is_dir() {
            copy_folder(&entry.path(), &place);
        } else {
            std::fs::copy(entry.path(), place).expect("a copy");
        }
    }
}
