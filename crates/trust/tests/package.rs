//! The package of an application: what is packed is read again, and whatever is wrong with a file is found.
#![expect(clippy::expect_used, reason = "a test that cannot go on has failed")]

use std::io::{Cursor, Read, Write};
use std::path::Path;
use std::process::Command;
use std::sync::LazyLock;

use jiff::civil::date;
use proptest::prelude::*;
use tasuki_assess::Status;
use tasuki_catalog::Library;
use tasuki_trust::package::{
    Facts, Fault, Kind, MANIFEST, Named, Package, Part, README, SUMS, Unfit, fitting_name, pack, verify,
};
use tasuki_trust::submission::{self, Answer, Edition, Organization, Road, TYPE};
use tasuki_trust::{Digest, Submission, digest_of_edition};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

fn submission() -> Submission {
    let catalog = Library::builtin().catalog("scs-2026-03").expect("an edition");
    let answer = |criterion: &str| Answer {
        criterion: criterion.to_owned(),
        status: Status::Met,
        note: "規程に定め、年1回見直している。".to_owned(),
        substitute: String::new(),
        reason: String::new(),
        accepted: false,
        maturity: None,
        confirmed: None,
        owner: None,
        answered_by: None,
        evidence: vec![],
    };
    let asked = catalog.criteria().iter().filter(|own| catalog.asks(Some(3), own));
    Submission {
        form: TYPE.to_owned(),
        organization: Organization { id: "o".to_owned(), name: "例示工業".to_owned(), identity: None },
        assessment: submission::Named { id: "a".to_owned(), name: "★3 自己評価".to_owned() },
        road: Road { id: String::new(), scheme: "scs".to_owned(), route: "star-3".to_owned(), star: 3, number: 2 },
        edition: Edition { id: catalog.id().to_owned(), digest: digest_of_edition(catalog).expect("a digest") },
        level: Some(3),
        scope: vec![],
        day: date(2026, 12, 1),
        people: vec![],
        answers: asked.map(|own| answer(&own.id)).collect(),
        evidence: vec![],
    }
}

fn facts() -> Facts {
    let said = submission();
    let sha256 = Digest::of(&said.bytes().expect("bytes"));
    Facts {
        organization: said.organization.name,
        submission: Named { sha256, number: said.road.number, day: said.day },
        made_at: "2026-12-02T01:02:03Z".parse().expect("a time"),
    }
}

fn part(path: &str, kind: Kind, title: &str, bytes: &[u8]) -> Part {
    Part { path: path.to_owned(), kind, title: title.to_owned(), bytes: bytes.to_vec() }
}

fn parts() -> Vec<Part> {
    let said = submission().bytes().expect("bytes");
    vec![
        part("提出版.json", Kind::Submission, "", &said),
        part("証跡/0001 規程（第1版）.pdf", Kind::Evidence, "セキュリティ規程", b"%PDF-1.7 rules"),
        part("review.xlsx", Kind::Review, "", b"PK"),
        part("empty.txt", Kind::Other, "", b""),
    ]
}

fn packed() -> Vec<u8> {
    static PACKED: LazyLock<Vec<u8>> = LazyLock::new(|| pack(&facts(), &parts()).expect("a package"));
    PACKED.clone()
}

fn read(bytes: &[u8]) -> Result<Package, Vec<Fault>> {
    verify(bytes, None, Library::builtin())
}

fn faults(bytes: &[u8]) -> Vec<Fault> {
    read(bytes).expect_err("it is broken")
}

type Entries = Vec<(String, Vec<u8>)>;

fn entries(bytes: &[u8]) -> Entries {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).expect("a zip");
    let count = archive.len();
    let entry = |at| {
        let mut entry = archive.by_index(at).expect("an entry");
        let mut content = Vec::new();
        entry.read_to_end(&mut content).expect("bytes");
        (entry.name().expect("a name").into_owned(), content)
    };
    (0..count).map(entry).collect()
}

/// The package, packed again by somebody after a change.
fn altered(change: impl FnOnce(&mut Entries)) -> Vec<u8> {
    let mut all = entries(&packed());
    change(&mut all);
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (path, content) in all {
        zip.start_file(path, SimpleFileOptions::DEFAULT).expect("an entry");
        zip.write_all(&content).expect("written");
    }
    zip.finish().expect("a zip").into_inner()
}

fn content<'a>(all: &'a mut Entries, path: &str) -> &'a mut Vec<u8> {
    &mut all.iter_mut().find(|(own, _)| own == path).expect("an entry").1
}

#[test]
fn what_is_packed_is_read_again() {
    let bytes = packed();
    let package = read(&bytes).expect("a package");
    assert_eq!(package.manifest.facts, facts());
    assert_eq!(package.digest, Digest::of(&entries(&bytes)[1].1), "that of SHA256SUMS");
    assert_eq!(package.submission.submission, submission());
    let paths: Vec<_> = package.manifest.files.iter().map(|file| file.path.as_str()).collect();
    assert_eq!(paths, [README, "empty.txt", "review.xlsx", "提出版.json", "証跡/0001 規程（第1版）.pdf"]);
    assert_eq!(package.path_of(Digest::of(b"%PDF-1.7 rules")), Some("証跡/0001 規程（第1版）.pdf"));
    for told in [package.digest, Digest::of(&bytes)] {
        assert!(verify(&bytes, Some(told), Library::builtin()).is_ok());
    }
    let (found, expected) = (package.digest, Digest::of(b"another"));
    let told = verify(&bytes, Some(expected), Library::builtin());
    assert_eq!(told.expect_err("another"), [Fault::Digest { found, expected }]);
}

#[test]
fn the_same_parts_give_the_same_bytes_in_any_order() {
    let mut parts = parts();
    parts.reverse();
    assert!(pack(&facts(), &parts).expect("a package") == packed());
}

#[test]
fn the_page_tells_in_both_languages_what_each_file_is() {
    let all = entries(&packed());
    assert_eq!(all.iter().take(3).map(|(path, _)| path.as_str()).collect::<Vec<_>>(), [README, SUMS, MANIFEST]);
    let page = String::from_utf8(all[0].1.clone()).expect("UTF-8");
    assert!(!page.contains('\r') && !page.contains("{{"), "{page}");
    let digest = facts().submission.sha256.to_string();
    for told in [
        "sha256sum -c SHA256SUMS",
        "Tasuki は★を付与しません",
        "Tasuki does not grant a ★",
        "証跡: セキュリティ規程",
        "evidence: セキュリティ規程",
        &format!("tasuki submission verify \"提出版.json\" --digest {digest}"),
    ] {
        assert!(page.contains(told), "{told}: {page}");
    }
    for word in ["certified", "passed", "認定", "認証", "合格"] {
        assert!(!page.contains(word), "{word}");
    }
}

#[test]
fn whoever_packs_the_same_files_again_has_the_same_package() {
    let again = altered(|all| {
        all.reverse();
        all.insert(0, ("証跡/".to_owned(), Vec::new()));
    });
    assert_eq!(read(&again).expect("a package"), read(&packed()).expect("a package"));
}

#[test]
fn what_somebody_changed_is_named() {
    let review = "review.xlsx".to_owned();
    let changed = |content: &[u8]| Fault::Changed {
        path: review.clone(),
        found: Digest::of(content),
        expected: Digest::of(b"PK"),
    };
    assert_eq!(faults(&altered(|all| *content(all, "review.xlsx") = b"QK".to_vec())), [changed(b"QK")]);
    assert_eq!(faults(&altered(|all| all.retain(|(path, _)| path != "review.xlsx"))), [Fault::Missing(review)]);
    assert_eq!(
        faults(&altered(|all| all.push(("証跡/more.pdf".to_owned(), vec![1])))),
        [Fault::Added("証跡/more.pdf".to_owned())]
    );
    assert_eq!(faults(&altered(|all| content(all, SUMS).clear())), [Fault::Sums]);
    assert_eq!(faults(&altered(|all| all.retain(|(path, _)| path != MANIFEST))), [Fault::Missing(MANIFEST.to_owned())]);
    assert_eq!(faults(&altered(|all| content(all, MANIFEST).push(b'\n'))), [Fault::NotCanonical, Fault::Sums]);
}

#[test]
fn who_writes_the_lists_again_cannot_say_something_else_of_the_submission() {
    let with = |from: &str, to: &str| {
        altered(|all| {
            let manifest = String::from_utf8(content(all, MANIFEST).clone()).expect("UTF-8");
            assert!(manifest.contains(from), "{from}: {manifest}");
            let before = Digest::of(manifest.as_bytes()).to_string();
            let after = manifest.replace(from, to);
            let sums = String::from_utf8(content(all, SUMS).clone()).expect("UTF-8");
            *content(all, SUMS) = sums.replace(&before, &Digest::of(after.as_bytes()).to_string()).into_bytes();
            *content(all, MANIFEST) = after.into_bytes();
        })
    };
    assert_eq!(faults(&with("\"organization\":\"例示工業\"", "\"organization\":\"例示商事\"")), [Fault::Facts]);
    assert_eq!(faults(&with("\"number\":2", "\"number\":3")), [Fault::Facts]);
    assert_eq!(
        faults(&with("\"kind\":\"submission\"", "\"kind\":\"other\"")),
        [Fault::NoSubmission(facts().submission.sha256)]
    );
    assert!(matches!(faults(&with("tasuki-package/1", "tasuki-package/2"))[..], [Fault::Manifest(_)]));
    assert!(matches!(faults(&with("\"facts\"", "\"fact\""))[..], [Fault::Manifest(_)]));
}

#[test]
fn a_path_that_leads_elsewhere_is_refused() {
    let refused = |path: &str| faults(&altered(|all| all.push((path.to_owned(), vec![]))));
    for (path, why) in [("../x", Unfit::Dots), ("/x", Unfit::Absolute), ("a\\..\\x", Unfit::Letter('\\'))] {
        assert_eq!(refused(path), [Fault::Path { path: path.to_owned(), why }]);
    }
    let mut zip = ZipWriter::new_append(Cursor::new(packed())).expect("a zip");
    zip.add_symlink("link", "/etc/passwd", SimpleFileOptions::DEFAULT).expect("a link");
    let bytes = zip.finish().expect("a zip").into_inner();
    assert_eq!(faults(&bytes), [Fault::Path { path: "link".to_owned(), why: Unfit::Link }]);
}

#[test]
fn what_would_not_end_is_refused() {
    assert_eq!(faults(&altered(|all| all.push(("zeros".to_owned(), vec![0; 65 * 1024 * 1024])))), [Fault::TooLarge]);
    let many = altered(|all| all.extend((0..20_000).map(|at| (format!("many/{at}"), Vec::new()))));
    assert!(matches!(faults(&many)[..], [Fault::TooMany { most: 20_000, .. }]));
    for bytes in [&b""[..], b"PK", b"{}", &packed()[..1_000]] {
        assert!(matches!(faults(bytes)[..], [Fault::Zip(_)]));
    }
}

#[test]
fn what_shrinks_like_a_trap_is_packed_so_that_it_can_be_read() {
    let mut parts = parts();
    parts.push(part("log.csv", Kind::Evidence, "", &vec![b'0'; 65 * 1024 * 1024]));
    let bytes = pack(&facts(), &parts).expect("a package");
    assert!(read(&bytes).is_ok());
}

#[test]
fn what_is_no_package_is_not_made() {
    let refused = |more: &[Part]| pack(&facts(), &[parts(), more.to_vec()].concat()).expect_err("no package");
    let at = |path: &str| part(path, Kind::Other, "", b"x");
    let path = |path: &str, why| Fault::Path { path: path.to_owned(), why };
    assert_eq!(refused(&[at("../x")]), [path("../x", Unfit::Dots)]);
    assert_eq!(refused(&[at("a\nb"), at("/x")]), [path("a\nb", Unfit::Letter('\n')), path("/x", Unfit::Absolute)]);
    assert_eq!(refused(&[at("sha256sums")]), [path("sha256sums", Unfit::Reserved)]);
    assert_eq!(refused(&[at("REVIEW.xlsx")]), [Fault::Twice("REVIEW.xlsx".to_owned())]);
    assert_eq!(refused(&[at("a"), at("a/b")]), [Fault::Twice("a".to_owned())]);
    let without = pack(&facts(), &parts()[1..]);
    assert_eq!(without.expect_err("no package"), [Fault::NoSubmission(facts().submission.sha256)]);
}

#[test]
fn every_fault_has_words_in_both_languages() {
    let digest = Digest::of(b"");
    let path = || "a".to_owned();
    let faults = [
        Fault::Zip(path()),
        Fault::TooMany { found: 2, most: 1 },
        Fault::TooLarge,
        Fault::Path { path: path(), why: Unfit::Dots },
        Fault::Twice(path()),
        Fault::Missing(path()),
        Fault::Added(path()),
        Fault::Changed { path: path(), found: digest, expected: digest },
        Fault::Manifest(path()),
        Fault::NotCanonical,
        Fault::Sums,
        Fault::Digest { found: digest, expected: digest },
        Fault::NoSubmission(digest),
        Fault::Facts,
        Fault::Submission(submission::Fault::NotCanonical),
    ];
    for fault in faults {
        let text = fault.text();
        assert!(!text.ja.is_ascii() && text.en.is_ascii(), "{text:?}");
    }
    assert!(Kind::ALL.iter().all(|kind| kind.name(tasuki_catalog::Lang::En).is_ascii()));
}

/// Runs another program in a folder; `None` if it is missing and that is allowed.
fn program(name: &str, folder: &Path, arguments: &[&str]) -> Option<(bool, String)> {
    match Command::new(name).args(arguments).current_dir(folder).env("LC_ALL", "C.UTF-8").output() {
        Ok(output) => Some((output.status.success(), String::from_utf8_lossy(&output.stdout).into_owned())),
        Err(error) => {
            assert_ne!(std::env::var("TASUKI_TOOLS").as_deref(), Ok("required"), "{name}: {error}");
            println!("skipped: {name} is not installed");
            None
        }
    }
}

#[test]
fn a_bare_shell_checks_everything() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("package.zip"), packed()).expect("written");
    let Some((unpacked, told)) = program("unzip", folder.path(), &["-q", "package.zip", "-d", "out"]) else { return };
    assert!(unpacked, "{told}");
    let out = folder.path().join("out");
    let Some((right, told)) = program("sha256sum", &out, &["--strict", "-c", SUMS]) else { return };
    assert!(right, "{told}");
    let mut named: Vec<_> = told.lines().filter_map(|line| line.strip_suffix(": OK")).collect();
    named.push(SUMS);
    named.sort_unstable();
    let mut there: Vec<_> = entries(&packed()).into_iter().map(|(path, _)| path).collect();
    there.sort_unstable();
    assert_eq!(named, there, "each file but the list itself is checked");
    std::fs::write(out.join("review.xlsx"), b"QK").expect("written");
    let (right, told) = program("sha256sum", &out, &["-c", SUMS]).expect("it was there");
    assert!(!right && told.contains("review.xlsx: FAILED"), "{told}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn no_single_change_of_the_file_makes_another_package(at in 0usize..1_000_000, flip in 1u8..) {
        let mut bytes = packed();
        let at = at % bytes.len();
        bytes[at] ^= flip;
        if let Ok(package) = read(&bytes) {
            prop_assert_eq!(package, read(&packed()).expect("a package"));
        }
    }

    #[test]
    fn any_name_can_be_packed_and_read(name in ".{0,300}") {
        let path = format!("evidence/1 {}", fitting_name(&name));
        let mut parts = parts();
        parts.push(part(&path, Kind::Evidence, &name, b"x"));
        let package = read(&pack(&facts(), &parts).expect("a package")).expect("it is read");
        prop_assert_eq!(package.path_of(Digest::of(b"x")), Some(&*path));
    }
}
