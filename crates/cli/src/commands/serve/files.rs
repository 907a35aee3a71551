//! How many files and connections the system lets this process have open.

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use tasuki_web::Doors;

/// More than this are of no use to us.
const WANTED: u64 = 65_536;
/// What is needed beside connections: the database, files of evidence, connections to others.
const BESIDE: u64 = 256;

/// Takes as many as the system allows without asking anybody; then the doors are as wide as that.
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

/// How many connections there may be with so many files.
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
