//! Broken connections to PostgreSQL: what can be repeated is repeated; otherwise the error says what is known about
//! the outcome.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use tasuki_store::{Address, Store, StoreError, organizations};

use crate::base::{Base, NOW, note, organization};

/// A proxy between a store and its server, which cuts the connection right after a commit passed through.
struct Between {
    port: u16,
    cuts: Arc<AtomicBool>,
}

impl Between {
    fn new(server: String) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let cuts = Arc::new(AtomicBool::new(false));
        let own = Arc::clone(&cuts);
        thread::spawn(move || {
            for client in listener.incoming() {
                let (client, server) = (client.unwrap(), TcpStream::connect(&server).unwrap());
                let (back, forth) = (client.try_clone().unwrap(), server.try_clone().unwrap());
                let cuts = Arc::clone(&own);
                thread::spawn(move || pass(client, forth, &cuts));
                thread::spawn(move || pass(server, back, &AtomicBool::new(false)));
            }
        });
        Self { port, cuts }
    }
}

fn pass(mut from: TcpStream, mut to: TcpStream, cuts: &AtomicBool) {
    let mut bytes = vec![0; 65_536];
    while let Ok(count) = from.read(&mut bytes) {
        let sent = &bytes[..count];
        let commits = sent.windows(6).any(|six| six == b"COMMIT") && cuts.swap(false, Ordering::Relaxed);
        if commits {
            // The response is no longer passed on.
            let _ = from.shutdown(Shutdown::Both);
        }
        if count == 0 || to.write_all(sent).is_err() {
            break;
        }
        if commits {
            thread::sleep(Duration::from_millis(300));
            break;
        }
    }
    let _ = (from.shutdown(Shutdown::Both), to.shutdown(Shutdown::Both));
}

fn add(store: &Store, name: &'static str) -> Result<(), StoreError> {
    store.write_blocking(move |tx| {
        let organization = organization(name);
        organizations::add(tx, &organization)?;
        note(tx, organization.id.as_str(), name)
    })
}

fn is_there(store: &Store, name: &str) -> bool {
    let id = organization(name).id;
    store.read_blocking(move |tx| organizations::find(tx, id)).unwrap().is_some()
}

#[test]
fn a_commit_of_which_nothing_is_heard_is_unknown() {
    let Some(base) = Base::postgres() else { return };
    let Address::Postgres(url) = &base.address else { return };
    let (before, after) = url.split_once('@').unwrap();
    let (server, name) = after.split_once('/').unwrap();
    let between = Between::new(server.to_owned());
    let address = Address::Postgres(format!("{before}@127.0.0.1:{}/{name}", between.port));
    let store = Store::open(&address, NOW).unwrap();
    add(&store, "一").unwrap();
    between.cuts.store(true, Ordering::Relaxed);
    let told = add(&store, "二").unwrap_err();
    assert!(matches!(told, StoreError::Unknown(_)), "{told}");
    // The server may still be working on it.
    let found = (0..50).any(|_| {
        thread::sleep(Duration::from_millis(100));
        is_there(&store, "二")
    });
    assert!(found, "it was done, and whoever heard that nothing was changed would do it again");
    add(&store, "三").unwrap();
    // A write that was refused knows that, whatever the outcome of the commit is.
    between.cuts.store(true, Ordering::Relaxed);
    let own = store.write_blocking(|_| Err::<(), _>(StoreError::Panicked)).unwrap_err();
    assert!(matches!(own, StoreError::Panicked), "{own}");
}

#[test]
fn what_was_not_answered_yet_is_done_on_another_connection() {
    let Some(base) = Base::postgres() else { return };
    let store = Store::serve(&base.address, NOW).unwrap();
    add(&store, "一").unwrap();
    for round in 0..3 {
        base.behind_its_back(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()",
        );
        // More reads than connections: each of them was broken.
        for _ in 0..8 {
            assert!(is_there(&store, "一"), "round {round}");
        }
        add(&store, ["二", "三", "四"][round]).unwrap();
    }
    let refused = tasuki_store::copy::run(&base.address, &Base::sqlite().address, NOW).unwrap_err();
    assert!(refused.to_string().contains("running"), "the server still holds its claim: {refused}");
}

#[test]
fn nobody_waits_for_a_lock_for_ever() {
    let Some(base) = Base::postgres() else { return };
    let Address::Postgres(url) = &base.address else { return };
    let mut other = postgres::Client::connect(url, postgres::NoTls).unwrap();
    other.batch_execute("BEGIN; LOCK TABLE organizations IN ACCESS EXCLUSIVE MODE").unwrap();
    let told = add(&base.store, "一").unwrap_err();
    assert!(told.is_away(), "{told}");
    let told = base.read(|tx| organizations::find(tx, organization("一").id)).unwrap_err();
    assert!(told.is_away(), "{told}");
    other.batch_execute("COMMIT").unwrap();
    add(&base.store, "一").unwrap();
}
