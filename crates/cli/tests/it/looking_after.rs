//! Administration of a server: its audit log, its backups and its database, on both engines.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use serde_json::Value;
use tempfile::TempDir;

use crate::database::Database;
use crate::{json, run, stdout, target, tasuki, text};

/// A running server. Dropping it kills it.
struct Server {
    process: Child,
    port: u16,
    demo: String,
}

impl Server {
    /// Starts one with the example company on the data at `place`, and waits until it is ready.
    fn demo(place: &[&str]) -> Self {
        let mut command = tasuki(&[&["serve", "--demo", "--listen", "127.0.0.1:0"], place].concat());
        let mut process = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().expect("the command starts");
        let lines = BufReader::new(process.stdout.take().expect("a pipe")).lines().map_while(Result::ok);
        let said: Vec<_> = lines.take(2).collect();
        let link = said.iter().find_map(|line| line.split_once("http://localhost:")?.1.split_once("/demo/"));
        let (port, secret) = link.unwrap_or_else(|| panic!("no link in {said:?}"));
        Self { process, port: port.parse().expect("a port"), demo: format!("/demo/{secret}") }
    }

    /// The status line, headers and body of a response.
    fn ask(&self, method: &str, path: &str, headers: &str) -> String {
        let mut stream = self.send(method, path, headers);
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).expect("an answer");
        String::from_utf8_lossy(&answer).into_owned()
    }

    fn send(&self, method: &str, path: &str, headers: &str) -> TcpStream {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).expect("a connection");
        let request = format!(
            "{method} {path} HTTP/1.1\r\nHost: localhost:{}\r\nConnection: close\r\n\
             Sec-Fetch-Site: same-origin\r\n{headers}\r\n",
            self.port
        );
        stream.write_all(request.as_bytes()).expect("sent");
        stream
    }

    /// Asks the server to stop, and checks that it exits with success.
    fn stop(mut self) {
        // It may have been stopped before and be gone already.
        let _ = Command::new("kill").arg(self.process.id().to_string()).status();
        assert!(self.process.wait().expect("it ends").success());
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn refused(arguments: &[&str], code: &str) {
    let output = run(arguments);
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(!output.status.success(), "{arguments:?}");
    assert!(stderr.contains(&format!("エラー[{code}]")), "{arguments:?}: {stderr}");
}

/// The data of a server is backed up while it runs, restored and compared.
fn story(place: &[&str], other: &[&str]) {
    let server = Server::demo(place);
    let folder = TempDir::new().expect("a folder");
    let file = target(&folder, "backup.tar");
    let made = json(&[&["backup", text(&file)], place].concat());
    server.stop();
    assert!(made["files"].as_u64() > Some(0) && made["audit"]["broken"].is_null(), "{made:#}");
    assert_eq!(made, json(&["restore", text(&file), "--check"]));

    let restore = [&["restore", text(&file)], other].concat();
    assert_eq!(made, json(&restore));
    refused(&restore, "not-empty");
    let verified = json(&[&["audit", "verify"], other].concat());
    assert_eq!(verified["entries"], made["audit"]["entries"]);
    let log = |place: &[&str]| stdout(&[&["audit", "export"], place].concat());
    let (first, second) = (log(place), log(other));
    // An export of the log is itself recorded in the log.
    let of_both = |log: &str| log.lines().filter(|line| !line.contains("audit.export")).count() as u64;
    assert_eq!(Some(of_both(&second)), verified["entries"].as_u64());
    assert_eq!(second.lines().count() as u64, of_both(&second) + 1);
    assert!(first.contains("backup.make"), "the backup is told after it was made");
    let exported = |line: &&str| !line.contains("audit.export");
    assert!(second.lines().filter(exported).all(|line| first.lines().any(|own| own == line)));
    assert_eq!(verified["rows"]["different"], 0, "{:#}", verified["rows"]);
    // A server runs on the restored data as on the original.
    Server::demo(other).stop();
}

#[test]
fn a_backup_of_a_running_server_comes_back() {
    let (one, two) = (TempDir::new().expect("a folder"), TempDir::new().expect("a folder"));
    story(&["--data", text(one.path())], &["--data", text(two.path())]);
}

#[test]
fn a_backup_comes_back_on_postgres_and_the_other_way_round() {
    let (Some(one), Some(two)) = (Database::new(), Database::new()) else { return };
    let folders: Vec<_> = (0..3).map(|_| TempDir::new().expect("a folder")).collect();
    let [a, b, c] = [0, 1, 2].map(|place: usize| text(folders[place].path()));
    let (one, two) = (one.url(), two.url());
    story(&["--data", a, "--database", &one], &["--data", b]);
    story(&["--data", c], &["--data", &format!("{c}-more"), "--database", &two]);
    let _ = std::fs::remove_dir_all(format!("{c}-more"));
}

#[test]
fn the_first_broken_entry_is_named() {
    let folder = TempDir::new().expect("a folder");
    let place = ["--data", text(folder.path())];
    Server::demo(&place).stop();
    let verify = [&["audit", "verify"], &place[..]].concat();
    assert!(stdout(&verify).contains("切れ目はありません"));
    let connection = rusqlite::Connection::open(folder.path().join("tasuki.db")).expect("opens");
    let sql =
        "UPDATE audit SET actor = 'nobody' WHERE seq = 3 AND organization = (SELECT MAX(organization) FROM audit)";
    assert_eq!(connection.execute(sql, []).expect("changed"), 1);
    drop(connection);
    let output = run(&verify);
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(3));
    assert!(stderr.contains("3 件目") && stderr.contains("書き換え"), "{stderr}");
    // A backup keeps a broken log unchanged, as evidence, and reports it.
    let file = target(&folder, "backup.tar");
    refused(&[&["backup", text(&file)], &place[..]].concat(), "audit-broken");
    assert!(file.exists());
}

#[test]
fn what_was_changed_behind_the_log_is_named() {
    let folder = TempDir::new().expect("a folder");
    let place = ["--data", text(folder.path())];
    Server::demo(&place).stop();
    let open = || rusqlite::Connection::open(folder.path().join("tasuki.db")).expect("opens");
    let heads = target(&folder, "heads.txt");
    std::fs::write(&heads, stdout(&[&["audit", "heads"], &place[..]].concat())).expect("written");
    let verify = [&["audit", "verify", "--heads", text(&heads)], &place[..]].concat();
    assert!(stdout(&verify).contains("データはログのとおりです"));

    // After a person is erased, the log is still valid.
    let somebody = "SELECT mail FROM people WHERE id NOT IN (SELECT person FROM members WHERE roles LIKE '%administrator%') LIMIT 1";
    let mail: String = open().query_row(somebody, [], |row| row.get(0)).expect("somebody");
    refused(&[&["user", "erase", &mail], &place[..]].concat(), "not-sure");
    assert!(stdout(&[&["user", "erase", &mail, "--yes"], &place[..]].concat()).contains("消去しました"));
    let known = "SELECT (SELECT COUNT(*) FROM people WHERE mail = ?1) + (SELECT COUNT(*) FROM audit WHERE INSTR(detail, ?1) > 0)";
    assert_eq!(open().query_row(known, [&mail], |row| row.get::<_, i64>(0)).expect("counted"), 0);
    assert!(stdout(&verify).contains("データはログのとおりです"));

    open().execute("UPDATE answers SET status = 'met' WHERE status = 'unmet'", []).expect("changed");
    let found = run(&verify);
    let stderr = String::from_utf8_lossy(&found.stderr).into_owned();
    assert_eq!(found.status.code(), Some(3));
    assert!(stderr.contains("エラー[rows-differ]") && stderr.contains("answer/"), "{stderr}");
    open().execute("DELETE FROM audit WHERE organization = ''", []).expect("cut off");
    refused(&verify, "heads-missing");
    std::fs::write(&heads, "nothing").expect("written");
    refused(&verify, "no-heads");
}

#[test]
fn a_log_is_exported_entry_by_entry() {
    let folder = TempDir::new().expect("a folder");
    let place = ["--data", text(folder.path())];
    Server::demo(&place).stop();
    let all = stdout(&[&["audit", "export"], &place[..]].concat());
    let lines: Vec<Value> = all.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let organization = lines.iter().find_map(|line| line["organization"].as_str().filter(|id| !id.is_empty()));
    let organization = organization.expect("an organization");
    assert!(lines.iter().all(|line| line["digest"].as_str().map(str::len) == Some(64)));
    let file = target(&folder, "log.jsonl");
    let words = ["audit", "export", "--organization", organization, "-o", text(&file)];
    stdout(&[&words, &place[..]].concat());
    let written = std::fs::read_to_string(&file).expect("written");
    let own: Vec<_> =
        all.lines().filter(|line| line.contains(&format!("\"organization\":\"{organization}\""))).collect();
    assert_eq!(written.lines().collect::<Vec<_>>(), own);
    refused(&[&words, &place[..]].concat(), "cannot-write");
    refused(&[&["audit", "export", "--organization", "nobody"], &place[..]].concat(), "unknown-organization");
}

#[test]
fn a_database_moves_there_and_back() {
    let Some(database) = Database::new() else { return };
    let folder = TempDir::new().expect("a folder");
    let (there, back) = (database.url(), folder.path().join("back"));
    let place = ["--data", text(folder.path())];
    Server::demo(&place).stop();
    let sent = json(&[&["db", "copy", "--to", &there], &place[..]].concat());
    assert!(sent["tables"].as_array().is_some_and(|tables| tables.len() > 20), "{sent:#}");
    assert_eq!(sent, json(&["db", "copy", "--database", &there, "--to", text(&back)]));
    refused(&["db", "copy", "--database", &there, "--to", text(&back)], "not-empty");
}

#[test]
fn a_server_ends_within_seconds_although_somebody_listens() {
    let folder = TempDir::new().expect("a folder");
    let place = ["--data", text(folder.path())];
    let server = Server::demo(&place);
    let entered = server.ask("GET", &server.demo, "");
    let cookie = entered.lines().find_map(|line| line.strip_prefix("set-cookie: ")?.split(';').next());
    let session = format!("Cookie: {}\r\n", cookie.unwrap_or_else(|| panic!("no session: {entered}")));
    let list = |server: &Server| server.ask("GET", "/api/v1/organizations", &session);
    let organization = found(&list(&server));
    let assessments = format!("/api/v1/organizations/{organization}/assessments");
    let assessment = found(&server.ask("GET", &assessments, &session));
    let mut stream = server.send("GET", &format!("{assessments}/{assessment}/events"), &session);
    let mut first = [0; 15];
    stream.read_exact(&mut first).expect("the beginning of a stream");
    assert_eq!(&first, b"HTTP/1.1 200 OK");
    stream.set_read_timeout(Some(Duration::from_secs(10))).expect("a limit");
    Command::new("kill").arg(server.process.id().to_string()).status().expect("kill");
    stream.read_to_end(&mut Vec::new()).expect("the stream ends before ten seconds are over");
    server.stop();
    let logs = ["tasuki.db-wal", "tasuki.db-shm"].map(|name| folder.path().join(name));
    assert!(logs.iter().all(|log| !log.exists()), "the database is one file again");
    // Sessions survive the restart.
    assert_eq!(found(&list(&Server::demo(&place))), organization);
}

/// Accounts are changed while the server is running, and it sees the change at once.
fn accounts(place: &[&str]) {
    let server = Server::demo(place);
    let entered = server.ask("GET", &server.demo, "");
    let cookie = entered.lines().find_map(|line| line.strip_prefix("set-cookie: ")?.split(';').next());
    let session = format!("Cookie: {}\r\n", cookie.unwrap_or_else(|| panic!("no session: {entered}")));
    let me = || server.ask("GET", "/api/v1/me", &session);
    let mail = me();
    let mail =
        mail.split_once("\"mail\":\"").and_then(|(_, rest)| rest.split('"').next()).expect("an address").to_owned();
    let user = |words: &[&str]| [&["user"], words, place].concat().into_iter().map(str::to_owned).collect::<Vec<_>>();
    let run = |words: &[&str]| stdout(&user(words).iter().map(String::as_str).collect::<Vec<_>>());
    assert!(run(&["list"]).contains(&mail));
    let listed = json(&user(&["list"]).iter().map(String::as_str).collect::<Vec<_>>());
    assert!(listed.as_array().is_some_and(|all| all.iter().any(|own| own["mail"] == mail.as_str())), "{listed:#}");
    let base = format!("http://localhost:{}", server.port);
    let link = run(&["reset", &mail, "--base-url", &base]);
    let path = link.trim().rsplit_once(&base).expect("a link").1.to_owned();
    assert!(server.ask("GET", &path, "").starts_with("HTTP/1.1 200"), "{link}");
    run(&["disable", &mail]);
    assert!(me().starts_with("HTTP/1.1 401"), "the session ends at once");
    assert!(server.ask("GET", &path, "").starts_with("HTTP/1.1 404"), "and the link");
    refused(&user(&["reset", &mail]).iter().map(String::as_str).collect::<Vec<_>>(), "user.disabled");
    run(&["enable", &mail]);
    run(&["remove-factor", &mail, "--factor", "codes"]);
    refused(&user(&["disable", "nobody@example.jp"]).iter().map(String::as_str).collect::<Vec<_>>(), "user.unknown");
    server.stop();
    let log = stdout(&[&["audit", "export", "--organization", "server"], place].concat());
    for action in ["password.reset_issued", "person.disable", "person.enable", "person.remove_factors"] {
        assert!(log.contains(action), "{action}");
    }
    assert!(stdout(&[&["audit", "verify"], place].concat()).contains("切れ目はありません"));
}

#[test]
fn accounts_are_looked_after_beside_a_running_server() {
    let folder = TempDir::new().expect("a folder");
    accounts(&["--data", text(folder.path())]);
}

#[test]
fn accounts_are_looked_after_beside_a_server_on_postgres() {
    let Some(database) = Database::new() else { return };
    let folder = TempDir::new().expect("a folder");
    accounts(&["--data", text(folder.path()), "--database", &database.url()]);
}

/// The first identifier in an answer.
fn found(answer: &str) -> String {
    let id = answer.split_once("\"id\":\"").and_then(|(_, rest)| rest.split('"').next());
    id.unwrap_or_else(|| panic!("no identifier in {answer}")).to_owned()
}

#[test]
fn what_is_not_there_is_not_made() {
    let folder = TempDir::new().expect("a folder");
    let nowhere = folder.path().join("nowhere");
    let file = target(&folder, "backup.tar");
    for words in [&["audit", "verify"][..], &["backup", text(&file)], &["db", "copy", "--to", text(&file)]] {
        refused(&[words, &["--data", text(&nowhere)]].concat(), "no-database");
    }
    std::fs::write(&file, "something else").expect("written");
    refused(&["restore", text(&file), "--data", text(&nowhere)], "not-a-backup");
    assert!(!Path::new(&nowhere).join("tasuki.db").exists());
}
