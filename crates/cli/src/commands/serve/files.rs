//! The limit on open files and connections of this process.

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use tasuki_web::Doors;

/// More than this is of no use to us.
const WANTED: u64 = 65_536;
/// Files needed besides connections: the database, files of evidence, outgoing connections.
const BESIDE: u64 = 256;

/// Raises the limit as far as the system allows without special rights, then fits the number of connections to it.
pub(super) fn fit(doors: Doors) -> Doors {
    let limit = getrlimit(Resource::Nofile);
    let (soft, hard) = (limit.current.unwrap_or(u64::MAX), limit.maximum.unwrap_or(u64::MAX));
    let raised = WANTED.min(hard);
    let wider =
        soft < raised && setrlimit(Resource::Nofile, Rlimit { current: Some(raised), maximum: limit.maximum }).is_ok();
    let connections = within(doors.connections, if wider { raised } else { soft });
    if connections < doors.connections {
        tracing::warn!(
            connections,
            "the system lets this process have few files open (LimitNOFILE, ulimit -n): fewer connections are taken"
        );
    }
    Doors { connections, ..doors }
}

/// The number of connections that are possible with this limit on files.
fn within(wanted: usize, files: u64) -> usize {
    let room = files.saturating_sub(BESIDE).max(files / 2);
    wanted.min(usize::try_from(room).unwrap_or(usize::MAX))
}

#[cfg(test)]
mod tests {
    use super::within;

    #[test]
    fn connections_leave_room_for_files() {
        assert_eq!(within(4_096, 65_536), 4_096);
        assert_eq!(within(4_096, 1_024), 768);
        assert_eq!(within(4_096, 256), 128);
        assert_eq!(within(100, u64::MAX), 100);
    }
}
