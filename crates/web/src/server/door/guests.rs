//! The open connections, and which of them are idle.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::Notify;

use super::Doors;
use crate::server::network;

/// The maximum time for the first request and for the head of any other, in seconds.
const HEAD: u64 = 10;
/// The maximum time that a connection may stay idle, in seconds: longer than the idle timeout of proxies.
const IDLE: u64 = 75;

/// What a guest does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Doing {
    /// Its request is on its way.
    Answered,
    /// It has sent nothing yet, or only a part of a request's head.
    Beginning,
    /// It got a response and has sent nothing since.
    Waiting,
}

/// One connection.
#[derive(Debug)]
pub(super) struct Guest {
    network: IpAddr,
    /// Its state, and the second in which it began: four times the second, plus the state.
    doing: AtomicU64,
    clock: Arc<AtomicU64>,
    leave: Notify,
}

impl Guest {
    /// Its request arrived.
    pub(super) fn is_answered(&self) {
        self.set(Doing::Answered);
    }

    /// Its request was answered.
    pub(super) fn waits(&self) {
        self.set(Doing::Waiting);
    }

    /// It said something.
    pub(super) fn says(&self) {
        if self.get().0 == Doing::Waiting {
            self.set(Doing::Beginning);
        }
    }

    /// It received a part of a response; this may continue after we have sent everything.
    pub(super) fn takes(&self) {
        if self.get().0 == Doing::Waiting {
            self.set(Doing::Waiting);
        }
    }

    /// Completes when the connection must be closed, because its place is needed or its time is over.
    pub(super) async fn asked_to_leave(&self) {
        self.leave.notified().await;
    }

    fn set(&self, doing: Doing) {
        self.doing.store(self.clock.load(Ordering::Relaxed) << 2 | doing as u64, Ordering::Relaxed);
    }

    fn get(&self) -> (Doing, u64) {
        let own = self.doing.load(Ordering::Relaxed);
        let doing = match own & 3 {
            0 => Doing::Answered,
            1 => Doing::Beginning,
            _ => Doing::Waiting,
        };
        (doing, own >> 2)
    }

    fn is_late(&self, now: u64) -> bool {
        let (doing, since) = self.get();
        match doing {
            Doing::Answered => false,
            Doing::Beginning => now - since > HEAD,
            Doing::Waiting => now - since > IDLE,
        }
    }
}

/// Everybody who is connected.
#[derive(Debug)]
pub(super) struct Guests {
    doors: Doors,
    /// The number of seconds since the server started to accept connections.
    clock: Arc<AtomicU64>,
    here: Mutex<Here>,
    gone: Notify,
}

#[derive(Debug, Default)]
struct Here {
    next: u64,
    guests: HashMap<u64, Arc<Guest>>,
    networks: HashMap<IpAddr, usize>,
}

/// The place of one connection, until it is dropped.
pub(super) struct Place {
    guests: Arc<Guests>,
    number: u64,
    guest: Arc<Guest>,
}

impl Place {
    pub(super) fn guest(&self) -> &Arc<Guest> {
        &self.guest
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut here = self.guests.here();
        here.remove(self.number);
        if here.guests.is_empty() {
            self.guests.gone.notify_waiters();
        }
    }
}

impl Here {
    fn remove(&mut self, number: u64) -> Option<Arc<Guest>> {
        let guest = self.guests.remove(&number)?;
        if let Some(count) = self.networks.get_mut(&guest.network) {
            *count -= 1;
            if *count == 0 {
                self.networks.remove(&guest.network);
            }
        }
        Some(guest)
    }

    /// Closes the connection that has been idle longest; `None` if all have a request in progress.
    fn part_longest(&mut self, of: Option<IpAddr>) -> bool {
        let waiting = self.guests.iter().filter(|(_, guest)| of.is_none_or(|own| own == guest.network));
        let waiting = waiting.map(|(number, guest)| (guest.get(), *number));
        let waiting = waiting.filter(|((doing, _), _)| *doing != Doing::Answered);
        let longest = waiting.min_by_key(|((_, since), number)| (*since, *number));
        longest.is_some_and(|(_, number)| self.part(number))
    }

    fn part(&mut self, number: u64) -> bool {
        let guest = self.remove(number);
        guest.inspect(|guest| guest.leave.notify_one()).is_some()
    }

    fn part_all(&mut self, wanted: impl Fn(&Guest) -> bool) {
        let all: Vec<_> = self.guests.iter().filter(|(_, guest)| wanted(guest)).map(|(number, _)| *number).collect();
        for number in all {
            self.part(number);
        }
    }
}

impl Guests {
    pub(super) fn new(doors: Doors) -> Self {
        Self { doors, clock: Arc::default(), here: Mutex::default(), gone: Notify::new() }
    }

    fn here(&self) -> MutexGuard<'_, Here> {
        self.here.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A place for a connection from an address, if necessary that of an idle one; `None` if all are busy.
    pub(super) fn admit(self: &Arc<Self>, address: IpAddr) -> Option<Place> {
        let network = network(address);
        let mut here = self.here();
        let own = here.networks.get(&network).copied().unwrap_or_default();
        if own >= self.doors.per_address && !address.to_canonical().is_loopback() && !here.part_longest(Some(network)) {
            return None;
        }
        if here.guests.len() >= self.doors.connections && !here.part_longest(None) {
            return None;
        }
        let now = self.clock.load(Ordering::Relaxed);
        let doing = AtomicU64::new(now << 2 | Doing::Beginning as u64);
        let guest = Arc::new(Guest { network, doing, clock: Arc::clone(&self.clock), leave: Notify::new() });
        let number = here.next;
        here.next += 1;
        here.guests.insert(number, Arc::clone(&guest));
        *here.networks.entry(network).or_default() += 1;
        Some(Place { guests: Arc::clone(self), number, guest })
    }

    /// Called every second: closes connections whose time is over.
    pub(super) fn pass(&self) {
        let now = self.clock.fetch_add(1, Ordering::Relaxed) + 1;
        self.here().part_all(|guest| guest.is_late(now));
    }

    /// The connection that has been idle longest is closed.
    pub(super) fn part_longest(&self) {
        self.here().part_longest(None);
    }

    /// A connection without a request is closed. One with a response may still be receiving it.
    pub(super) fn part_beginning(&self) {
        self.here().part_all(|guest| guest.get().0 == Doing::Beginning);
    }

    pub(super) fn is_empty(&self) -> bool {
        self.here().guests.is_empty()
    }

    /// Completes when the last connection is closed.
    pub(super) async fn all_gone(&self) {
        self.gone.notified().await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn guests(connections: usize, per_address: usize) -> Arc<Guests> {
        Arc::new(Guests::new(Doors { connections, per_address, ..Doors::default() }))
    }

    fn from(address: &str) -> IpAddr {
        address.parse().expect("an address")
    }

    fn is_asked(place: &Place) -> bool {
        let mut asked = std::pin::pin!(place.guest().asked_to_leave());
        asked.as_mut().poll(&mut std::task::Context::from_waker(std::task::Waker::noop())).is_ready()
    }

    #[test]
    fn whoever_waits_the_longest_makes_place() {
        let guests = guests(3, 3);
        let places: Vec<_> =
            (1..=3).map(|last| guests.admit(from(&format!("192.0.2.{last}"))).expect("a place")).collect();
        guests.pass();
        places[0].guest().is_answered();
        places[2].guest().is_answered();
        places[2].guest().waits();
        let more = guests.admit(from("192.0.2.9")).expect("a place");
        assert!(is_asked(&places[1]), "it has said nothing since it came");
        assert!(!is_asked(&places[0]) && !is_asked(&places[2]));
        more.guest().is_answered();
        let _more = guests.admit(from("192.0.2.9")).expect("a place");
        assert!(is_asked(&places[2]), "it was answered and waits");
        assert!(!is_asked(&places[0]), "its request is on its way");
    }

    #[test]
    fn one_address_has_so_many_and_busy_ones_keep_theirs() {
        let guests = guests(100, 2);
        let busy: Vec<_> =
            ["2001:db8:1:2::1", "2001:db8:1:2:ffff::9"].map(|own| guests.admit(from(own)).expect("a place")).into();
        for place in &busy {
            place.guest().is_answered();
        }
        assert!(guests.admit(from("2001:db8:1:2::3")).is_none(), "all of one network of IPv6 are one");
        let other = guests.admit(from("2001:db8:1:3::1"));
        assert!(other.is_some());
        busy[0].guest().waits();
        assert!(guests.admit(from("2001:db8:1:2::3")).is_some());
        assert!(is_asked(&busy[0]));
        let local: Vec<_> = (0..9).map(|_| guests.admit(from("::ffff:127.0.0.1"))).collect();
        assert!(local.iter().all(Option::is_some), "a proxy on this machine speaks for many");
    }

    #[test]
    fn each_has_its_time() {
        let guests = guests(9, 9);
        let [silent, slow, kept, busy] = [1, 2, 3, 4].map(|_| guests.admit(from("192.0.2.1")).expect("a place"));
        for guest in [&slow, &kept, &busy] {
            guest.guest().is_answered();
        }
        slow.guest().waits();
        kept.guest().waits();
        slow.guest().says();
        for _ in 0..=HEAD {
            assert!(![&silent, &slow, &kept, &busy].into_iter().any(is_asked));
            // A byte now and then does not complete a head.
            slow.guest().says();
            kept.guest().takes();
            guests.pass();
        }
        assert!(is_asked(&silent) && is_asked(&slow));
        for _ in 0..IDLE {
            assert!(!is_asked(&kept));
            guests.pass();
        }
        assert!(is_asked(&kept));
        let begins = guests.admit(from("192.0.2.1")).expect("a place");
        guests.part_beginning();
        assert!(is_asked(&begins) && !is_asked(&busy));
        assert!(!guests.is_empty());
        drop(busy);
        assert!(guests.is_empty());
        drop([silent, slow, kept]);
        assert!(guests.here().networks.is_empty());
    }
}
