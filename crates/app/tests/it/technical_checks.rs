//! The technical check of a ★4: targets, scans one after the other, what is decided about findings, and the end of the step.

use jiff::civil::date;
use tasuki_app::desk::{self, Waiting};
use tasuki_app::records::{self, Format, Work};
use tasuki_app::reviews::{self, Said};
use tasuki_app::technical_checks::{self as checks, Check, Chosen, Entry, Imported, Judged, Stage};
use tasuki_app::{Context, Error, assessments, history, reviewers, roads, submissions, tasks};
use tasuki_assess::scan::{Disposition, Rank, ScanResult, ScanSays};
use tasuki_catalog::SourceFile;
use tasuki_scheme::Role;
use tasuki_scheme::road::{Actor, Event, Means, Need, Shown, State, StepKind, Verdict, parse_scheme};
use tasuki_store::tasks::State as TaskState;
use tasuki_store::{RoadId, Subject, audit};

use crate::common::{Somebody, World};
use crate::road_company::{code, text_of};

/// The day of the sample of Nessus, in seconds since 1970.
const FIRST: i64 = 1_794_445_200;
const DAY: i64 = 86_400;

/// A company whose submission is with the technical verifier.
struct Company {
    world: World,
    lead: Somebody,
    worker: Somebody,
    verifier: Somebody,
    body: Somebody,
    road: RoadId,
}

fn sample(name: &str) -> String {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../samples/");
    std::fs::read_to_string(format!("{path}{name}")).expect("a sample")
}

/// The scheme without the on-site audit of a ★4, so that the technical check follows the document review.
fn scheme() -> tasuki_scheme::road::Scheme {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../catalogs/schemes/scs.toml");
    let text = std::fs::read_to_string(path).expect("the scheme");
    let (before, after) = text.split_at(text.find("id = \"star-4\"").expect("the ★4"));
    let mut steps = after.split("[[stars.routes.steps]]");
    let head = steps.next().unwrap_or_default();
    let kept = steps.filter(|step| !step.contains("step = \"audit\""));
    let kept: String = kept.flat_map(|step| ["[[stars.routes.steps]]", step]).collect();
    let file = SourceFile { name: "scs.toml".to_owned(), text: format!("{before}{head}{kept}") };
    parse_scheme(&file).expect("a scheme")
}

/// The sample of Nessus so many days later, with or without its vulnerability.
fn nessus(days: i64, has_it: bool) -> String {
    let text = sample("scans/office.nessus").replace(&FIRST.to_string(), &(FIRST + days * DAY).to_string());
    if has_it {
        return text;
    }
    let (start, end) = (text.find("<ReportItem").expect("an item"), text.find("</ReportItem>").expect("its end"));
    format!("{}{}", &text[..start], &text[end + "</ReportItem>".len()..])
}

impl Company {
    async fn new() -> Self {
        let mut world = World::new().await;
        world.app = world.app.with_schemes(vec![scheme()]);
        let lead = world.somebody("佐藤", Role::SecurityLead).await;
        let worker = world.somebody("試作", Role::Contributor).await;
        let verifier = world.somebody("検証者", Role::Guest).await;
        let body = world.somebody("評価者", Role::Guest).await;
        let (title, edition) = ("自己評価".to_owned(), "scs-2026-03".to_owned());
        let new = assessments::New { title, edition, level: Some(4), scope: Vec::new(), due: None };
        let assessment = world.write(&lead, move |cx| assessments::create(cx, new)).await.expect("an assessment").id;
        let new = roads::New { assessment, scheme: "scs".to_owned(), route: "star-4".to_owned(), renews: None };
        let road = world.write(&lead, move |cx| roads::open(cx, &new)).await.expect("a road").road.id;
        let company = Self { world, lead, worker, verifier, body, road };
        let seen =
            company.world.read(&company.lead, move |cx| submissions::ready(cx, road)).await.expect("a check").digest;
        company.write(&company.lead, move |cx, road| submissions::freeze(cx, road, seen)).await.expect("frozen");
        company.appoint(&company.verifier).await;
        company.review().await;
        company
    }

    /// The verifier looks through the documents, too.
    async fn review(&self) {
        let road = self.road;
        let room = self.world.read(&self.verifier, move |cx| reviews::room(cx, road)).await.expect("a room");
        let all = move |cx: &mut Context<'_, '_>, road| {
            for criterion in room.criteria {
                let (aspects, means) = (criterion.needed.to_vec(), Means::Document);
                let said = Said { criterion: criterion.id, aspects, means, note: String::new() };
                reviews::mark(cx, road, &said)?;
            }
            Ok(())
        };
        self.write(&self.verifier, all).await.expect("marked");
        self.finish(&self.verifier, Event::Confirm).await.expect("reviewed");
    }

    async fn appoint(&self, person: &Somebody) {
        let shown = Shown {
            qualification: "verifier-designation".to_owned(),
            number: "第000001号".to_owned(),
            until: Some(date(2028, 3, 31)),
        };
        let new = reviewers::New {
            person: person.id,
            actor: Actor::TechnicalVerifier,
            evidence: None,
            ends: date(2026, 12, 31),
            shown: vec![shown],
            advised: String::new(),
        };
        self.write(&self.lead, move |cx, road| reviewers::appoint(cx, road, new)).await.expect("appointed");
    }

    async fn write<T: Send + 'static>(
        &self,
        by: &Somebody,
        work: impl FnOnce(&mut Context<'_, '_>, RoadId) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        self.world.wait(1_000);
        let road = self.road;
        self.world.write(by, move |cx| work(cx, road)).await
    }

    async fn check(&self) -> Check {
        let road = self.road;
        self.world.read(&self.lead, move |cx| checks::check(cx, road)).await.expect("a check")
    }

    async fn import(&self, by: &Somebody, name: &'static str, text: &str) -> Result<Imported, Error> {
        let sent = checks::read(name, text.as_bytes())?;
        self.write(by, move |cx, road| checks::import(cx, road, &sent)).await
    }

    async fn list_targets(&self) {
        let bytes = sample("scan-targets.csv").into_bytes();
        let count = self.write(&self.lead, move |cx, road| checks::import_targets(cx, road, &bytes)).await;
        assert_eq!(count.expect("a list"), 6);
        let check = self.check().await;
        let fw = check.targets.iter().find(|own| own.name == "fw.example.co.jp").expect("the firewall").clone();
        let entry = Entry { owner: self.worker.id.to_string(), ..Entry::from(&fw) };
        let changed =
            self.write(&self.lead, move |cx, road| checks::change_target(cx, road, fw.id, Some(fw.version), &entry));
        assert_eq!(changed.await.expect("changed").owner_name, "試作");
    }

    /// Takes out of the scope what no scan has looked at.
    async fn narrow(&self) {
        let check = self.check().await;
        for own in check.targets.into_iter().filter(|own| check.unseen.contains(&own.name)) {
            let reason = "外部の事業者が別に検査している".to_owned();
            let entry = Entry { in_scope: false, reason, ..Entry::from(&own) };
            let change = move |cx: &mut Context<'_, '_>, road| checks::change_target(cx, road, own.id, None, &entry);
            self.write(&self.lead, change).await.expect("changed");
        }
    }

    /// The vulnerability of the firewall.
    async fn finding(&self) -> Judged {
        let found = self.check().await.findings.into_iter().find(|own| own.finding.content.id == "190001");
        found.expect("the vulnerability")
    }

    async fn chosen(&self) -> Vec<Chosen> {
        let own = self.finding().await.finding;
        vec![(own.id, Some(own.version))]
    }

    async fn dispose(&self, disposition: Disposition, reason: &'static str) -> Result<(), Error> {
        let chosen = self.chosen().await;
        self.write(&self.lead, move |cx, road| checks::dispose(cx, road, &chosen, disposition, reason)).await
    }

    async fn judge(&self, by: &Somebody, verdict: Verdict, text: &'static str) -> Result<(), Error> {
        let chosen = self.chosen().await;
        self.write(by, move |cx, road| checks::judge(cx, road, &chosen, verdict, text)).await
    }

    async fn finish(&self, by: &Somebody, event: Event) -> Result<State, Error> {
        Ok(self.write(by, move |cx, road| reviews::finish(cx, road, None, event)).await?.road.state)
    }

    /// The tasks of the road, the first first: title, whether it is the worker's, state.
    async fn tasks(&self) -> Vec<(String, bool, TaskState)> {
        let mine = self.worker.id;
        let all = self.world.read(&self.lead, move |cx| tasks::page(cx, None, 100)).await.expect("tasks");
        let mut all: Vec<_> =
            all.into_iter().map(|own| (own.id, own.title, own.owner == Some(mine), own.state)).collect();
        all.sort_by_key(|own| own.0);
        all.into_iter().map(|(_, title, is_mine, state)| (title, is_mine, state)).collect()
    }

    async fn entries(&self) -> usize {
        let subject = Subject::TechnicalCheck(self.road);
        self.world.read(&self.lead, move |cx| history::of_subject(cx, &subject)).await.expect("a history").len()
    }
}

#[tokio::test]
async fn a_scan_of_more_targets_than_anybody_tests_is_refused() {
    let company = Company::new().await;
    let hosts: Vec<String> = (0..5_001).map(|at| format!("<host><address addr='h{at}'/></host>")).collect();
    let hosts = hosts.concat();
    let many = format!("<?xml version='1.0'?><nmaprun scanner='nmap'>{hosts}</nmaprun>");
    let refused = company.import(&company.verifier, "many.xml", &many).await;
    assert_eq!(refused.expect_err("refused").code, "technical_check.too_many");
    assert!(company.check().await.scans.is_empty());
}

#[tokio::test]
async fn the_record_of_a_check_says_what_was_scanned_and_decided_and_the_desk_what_waits() {
    let company = Company::new().await;
    let Company { lead, verifier, .. } = &company;
    let waiting = async || {
        let desk = company.world.app.read(verifier.credentials, None, desk::show).await.expect("a desk");
        desk.entries[0].waiting.clone()
    };
    assert_eq!(waiting().await, [(Waiting::Scans, 1)]);
    company.list_targets().await;
    company.import(verifier, "office.nessus", &nessus(0, true)).await.expect("imported");
    assert_eq!(waiting().await, [(Waiting::Scans, 4)], "the others at the internet");
    company.narrow().await;
    assert_eq!(waiting().await, [], "the organization decides first");
    company.dispose(Disposition::Accept, "来月の更改まで回線を切る").await.expect("accepted");
    assert_eq!(waiting().await, [(Waiting::Verdicts, 1)]);
    company.judge(verifier, Verdict::Refused, "回線はつながっている").await.expect("refused");
    company.dispose(Disposition::Fix, "").await.expect("to be mended");
    company.import(lead, "second.nessus", &nessus(1, false)).await.expect("imported");

    let road = company.road;
    let own = company.world.read(lead, move |cx| records::material(cx, road, Work::TechnicalCheck)).await;
    let own = own.expect("a record");
    assert_eq!(own.name(Format::Workbook), "自己評価_技術検証の記録_2026-11-21.xlsx");
    let text = text_of(&records::make(&own, Format::Workbook).expect("a workbook"));
    let scan = company.check().await.scans[0].digest.to_string();
    for said in [
        "検査結果 2 件で見ました。検出事項は 2 件で、判断や修正を待つものは 0 件です。",
        "fw.example.co.jp",
        "office.nessus",
        &scan,
        "来月の更改まで回線を切る",
        "回線はつながっている",
        "次の検査で見つからなくなりました",
        "4-4-4-3",
        "技術検証事業者の指定（番号 第000001号",
    ] {
        assert!(text.contains(said), "{said}: {text}");
    }
    assert!(records::make(&own, Format::Pdf).expect("a document").starts_with(b"%PDF-"));
}

#[tokio::test]
async fn scans_follow_one_another_until_the_verifier_confirms() {
    let company = Company::new().await;
    let Company { lead, verifier, .. } = &company;
    let doing = State::Doing(StepKind::TechnicalCheck);
    assert_eq!(company.check().await.standing.road.state, doing);
    let refused = company.finish(verifier, Event::Confirm).await.expect_err("nothing was tested");
    assert_eq!(refused.code, "road.missing");
    assert!(
        refused.message.ja.contains("検証の対象、インターネットに面した対象すべての検査結果"),
        "{}",
        refused.message.ja
    );

    company.list_targets().await;
    let first = company.import(verifier, "office.nessus", &nessus(0, true)).await.expect("imported");
    assert_eq!((first.is_new, first.scan.found, first.scan.opened), (true, 2, 2));
    let own = company.finding().await;
    let against: Vec<_> = own.said.iter().filter(|own| own.says == ScanSays::SpeaksAgainst).collect();
    let criteria: Vec<_> = against.iter().filter_map(|own| own.criterion.as_deref()).collect();
    assert_eq!((own.stage(), criteria), (Stage::ToJudge, vec!["4-4-4-2", "4-4-4-3"]));
    assert_eq!((own.priority.kev.clone(), own.priority.rank), (None, Rank::Soon));
    let result = |check: &Check| check.criteria.iter().find(|own| own.id == "4-4-4-3").map(|own| own.result);
    assert_eq!(result(&company.check().await), Some(ScanResult::SpeaksAgainst));
    let title = "fw.example.co.jp: 検査で見つかったもの 1 件".to_owned();
    assert_eq!(company.tasks().await, [(title.clone(), true, TaskState::Open)], "its owner is asked");

    // The identical file changes nothing, whatever it is called.
    let entries = company.entries().await;
    let again = company.import(lead, "copy.xml", &nessus(0, true)).await.expect("nothing wrong with it");
    assert_eq!(
        (again.is_new, again.scan.file_name.as_str(), company.entries().await),
        (false, "office.nessus", entries)
    );
    assert_eq!(company.finding().await, own);

    // What is known of vulnerabilities says what to look at first.
    let kev = checks::read("kev.json", sample("scans/kev.json").as_bytes()).expect("a list");
    let (list, other) = (kev.clone(), kev);
    assert!(company.write(lead, move |cx, _| checks::add_list(cx, &list)).await.expect("added").is_new);
    assert!(!company.write(lead, move |cx, _| checks::add_list(cx, &other)).await.expect("known").is_new);
    let own = company.finding().await;
    assert_eq!((own.priority.kev.map(|own| own.listed), own.priority.rank), (Some(true), Rank::Now));

    // It is accepted with a reason; the verifier does not agree; it is to be mended.
    assert_eq!(code(company.dispose(Disposition::Accept, " ").await), "technical_check.reason");
    assert_eq!(code(company.judge(verifier, Verdict::Agreed, "").await), "technical_check.not_decided");
    company.dispose(Disposition::Accept, "来月の更改まで回線を切る").await.expect("accepted");
    assert_eq!(company.finding().await.stage(), Stage::ToAgree);
    assert_eq!(company.tasks().await, [(title.clone(), true, TaskState::Dropped)]);
    assert_eq!(code(company.judge(verifier, Verdict::Refused, "").await), "technical_check.reason");
    company.judge(verifier, Verdict::Refused, "回線はつながっている").await.expect("refused");
    assert_eq!(company.finding().await.stage(), Stage::ToJudge);
    assert_eq!(company.tasks().await.last(), Some(&(title.clone(), true, TaskState::Open)), "its owner is asked anew");
    assert_eq!(
        company.finish(verifier, Event::Return).await.expect("sent back"),
        State::Correcting(StepKind::TechnicalCheck)
    );
    assert_eq!(code(company.finish(lead, Event::Correct).await), "road.missing");
    company.dispose(Disposition::Fix, "").await.expect("to be mended");
    assert_eq!(company.finding().await.stage(), Stage::Fixing);
    assert_eq!(company.finish(lead, Event::Correct).await.expect("answered"), doing);
    assert_eq!(code(company.finish(verifier, Event::Confirm).await), "road.missing");

    // The next scan does not find it, the one after does.
    let second = company.import(lead, "second.nessus", &nessus(1, false)).await.expect("imported");
    assert_eq!((second.scan.opened, second.scan.closed), (0, 1));
    assert_eq!(company.finding().await.stage(), Stage::Closed);
    let states: Vec<_> = company.tasks().await.into_iter().map(|own| own.2).collect();
    assert_eq!(states, [TaskState::Dropped; 2]);
    assert_eq!(result(&company.check().await), Some(ScanResult::NothingFound));
    let third = company.import(lead, "third.nessus", &nessus(2, true)).await.expect("imported");
    assert_eq!((third.scan.opened, third.scan.reopened), (0, 1));
    let own = company.finding().await;
    assert_eq!((own.stage(), own.finding.disposition), (Stage::ToJudge, None), "it is for somebody to decide anew");
    assert_eq!(company.tasks().await.last(), Some(&(title, true, TaskState::Open)));

    // Whoever decides to leave it and thinks again has it mended.
    company.dispose(Disposition::False, "管理画面は閉じている").await.expect("a false alarm");
    company.dispose(Disposition::Fix, "").await.expect("to be mended");
    let states: Vec<_> = company.tasks().await.into_iter().map(|own| own.2).collect();
    assert_eq!(states, [TaskState::Dropped, TaskState::Dropped, TaskState::Dropped, TaskState::Open]);

    // What was accepted stays so while it is there.
    company.dispose(Disposition::Accept, "管理画面を閉じた").await.expect("accepted");
    company.judge(verifier, Verdict::Agreed, "").await.expect("agreed");
    let fourth = company.import(verifier, "fourth.nessus", &nessus(3, true)).await.expect("imported");
    assert_eq!((fourth.scan.opened, fourth.scan.reopened, fourth.scan.closed), (0, 0, 0));
    assert_eq!(company.finding().await.stage(), Stage::Accepted);
    let late = company.import(lead, "late.nessus", &nessus(1, true)).await;
    assert_eq!(code(late), "technical_check.older");
    let id = company.finding().await.finding.id;
    let road = company.road;
    let (_, _, decisions) = company.world.read(lead, move |cx| checks::finding(cx, road, id)).await.expect("a finding");
    let events: Vec<_> = decisions.iter().map(|own| own.event.word()).collect();
    let expected =
        ["disposed", "refused", "disposed", "closed", "reopened", "disposed", "disposed", "disposed", "agreed"];
    assert_eq!(events, expected);

    assert_eq!(code(company.finish(lead, Event::Confirm).await), "not_found");
    // Every scan looked at the firewall only: nothing is known of the others at the internet.
    let unseen = company.check().await.unseen;
    assert_eq!(unseen, ["mail.example.co.jp", "shop", "vpn.example.co.jp", "web01"]);
    assert_eq!(code(company.finish(verifier, Event::Confirm).await), "road.missing");
    company.narrow().await;
    assert_eq!(company.finish(verifier, Event::Confirm).await.expect("confirmed"), State::Doing(StepKind::Declaration));
    assert_eq!(code(company.dispose(Disposition::Fix, "").await), "technical_check.over");
    let after = company.import(lead, "after.nessus", &nessus(4, true)).await;
    assert_eq!(code(after), "technical_check.over");
    let compared = company.world.store.read(audit::compare).await.expect("compared");
    // What the test put there by itself is told by nobody.
    let differing: Vec<_> = compared.differences.iter().filter(|own| own.problem != "no entry speaks of it").collect();
    assert_eq!(differing.len(), 0, "the log and what is kept agree: {differing:?}");
}

#[tokio::test]
async fn the_verifier_sees_that_something_is_gone() {
    let company = Company::new().await;
    company.list_targets().await;
    company.import(&company.lead, "office.nessus", &nessus(0, true)).await.expect("imported");
    let gone = async |by: &Somebody, text: &'static str| {
        let chosen = company.chosen().await;
        company.write(by, move |cx, road| checks::see_gone(cx, road, &chosen, text)).await
    };
    assert_eq!(code(gone(&company.lead, "更新した").await), "not_found", "whoever mended it does not see it");
    assert_eq!(code(gone(&company.verifier, "").await), "technical_check.reason");
    gone(&company.verifier, "6.2.16 に上がったことを画面で確かめた").await.expect("gone");
    assert_eq!(company.finding().await.stage(), Stage::Closed);
    assert_eq!(code(gone(&company.verifier, "もう一度").await), "technical_check.closed");
    let states: Vec<_> = company.tasks().await.into_iter().map(|own| own.2).collect();
    assert_eq!(states, [TaskState::Dropped]);
    let met = company.check().await.met;
    assert!(met.contains(&Need::NoOpenFinding) && met.contains(&Need::EveryScanFindingJudged), "{met:?}");
}

#[tokio::test]
async fn what_is_no_scan_changes_nothing() {
    let company = Company::new().await;
    let lead = &company.lead;
    for (name, text, expected) in [
        ("cut.nessus", &nessus(0, true)[..900], "scan-broken"),
        ("letter.txt", "拝啓", "scan-unknown"),
        ("kev.json", &sample("scans/kev.json"), "technical_check.no_scan"),
    ] {
        assert_eq!(code(company.import(lead, name, text).await), expected, "{name}");
    }
    let error = checks::read("cut.nessus", &nessus(0, true).as_bytes()[..900]).expect_err("it is damaged");
    assert!(error.message.en.starts_with("Nessus (.nessus)"), "{}", error.message.en);
    let scan = checks::read("a.nessus", nessus(0, true).as_bytes()).expect("a scan");
    assert_eq!(code(company.write(lead, move |cx, _| checks::add_list(cx, &scan)).await), "vulnerability_list.other");
    let bad = "name,in scope,exposure\nfw,perhaps,outside\n".as_bytes();
    let refused =
        company.write(lead, move |cx, road| checks::import_targets(cx, road, bad)).await.expect_err("no list");
    assert_eq!(refused.code, "target.list");
    assert!(refused.message.en.contains("row 2, in scope") && refused.message.en.contains("row 2, exposure"));
    let check = company.check().await;
    assert_eq!((check.scans.len(), check.findings.len(), check.targets.len(), check.lists.len()), (0, 0, 0, 0));
    assert_eq!(company.entries().await, 0);
}

#[tokio::test]
async fn targets_have_one_name_each_and_a_reason_to_be_out() {
    let company = Company::new().await;
    let add =
        async |entry: Entry| company.write(&company.lead, move |cx, road| checks::add_target(cx, road, &entry)).await;
    let entry = |name: &str, addresses: &str, in_scope| Entry {
        name: name.to_owned(),
        addresses: addresses.to_owned(),
        in_scope,
        ..Entry::default()
    };
    let own = add(entry("社内網", "192.0.2.0/24、2001:db8::/32", true)).await.expect("added");
    assert_eq!(own.addresses, ["192.0.2.0/24", "2001:db8::/32"]);
    assert_eq!(code(add(entry("検証機", "", false)).await), "target.reason");
    assert_eq!(code(add(entry("a", "192.0.2.0/33", true)).await), "target.address");
    assert_eq!(code(add(entry("b", "２００１:db8::/32", true)).await), "target.taken");
    assert_eq!(code(add(entry("bad", "１９２．０．２．０／３３", true)).await), "target.address");
    assert_eq!(code(add(entry(" ", "", true)).await), "target.name");
    // What nobody sees makes no other name.
    assert_eq!(code(add(entry("\u{202e}社内網\u{200b}", "", true)).await), "target.taken");
    assert_eq!(code(add(entry("f", "\u{feff}192.0.2.0/24", true)).await), "target.taken");
    assert_eq!(code(add(entry("\u{200b}", "", true)).await), "target.name");
    let long = Entry { reason: "長".repeat(2_001), ..entry("e", "", true) };
    assert_eq!(code(add(long).await), "target.long_reason");
    let strange = Entry { kind: "toaster".to_owned(), ..entry("c", "", true) };
    assert_eq!(code(add(strange).await), "target.word");
    let nobody = Entry { owner: company.road.to_string(), ..entry("d", "", true) };
    assert_eq!(code(add(nobody).await), "target.owner");
    let id = own.id;
    let stale = company.write(&company.lead, move |cx, road| checks::remove_target(cx, road, id, Some(9))).await;
    assert_eq!(code(stale), "target.conflict");
    company.write(&company.lead, move |cx, road| checks::remove_target(cx, road, id, Some(1))).await.expect("removed");
    assert_eq!(company.check().await.targets, []);
}

/// Before names and members were read once for the whole list, this took minutes.
#[tokio::test]
async fn a_list_of_thousands_of_targets_with_many_names_is_imported_and_full() {
    let company = Company::new().await;
    let rows = |owner: &str| {
        let row = |nth: usize| {
            let names: Vec<String> = (0..30).map(|name| format!("h{name}.n{nth}.example.co.jp")).collect();
            format!("n{nth},{},yes,{owner}\n", names.join(" "))
        };
        format!("name,address,in scope,owner\n{}", (0..2_000).map(row).collect::<String>())
    };
    let import =
        |text: String| company.write(&company.lead, move |cx, road| checks::import_targets(cx, road, text.as_bytes()));
    assert_eq!(import(rows("試作")).await.expect("a list"), 2_000);
    assert_eq!(import(rows("佐藤")).await.expect("the same with another owner"), 2_000);
    let check = company.check().await;
    assert_eq!(check.targets.len(), 2_000);
    assert!(check.targets.iter().all(|own| own.owner == Some(company.lead.id) && own.addresses.len() == 30));
    // One more is too many; what is there can still be changed.
    assert_eq!(code(import("name,in scope\nmore,yes\n".to_owned()).await), "target.many");
    let first = check.targets[0].clone();
    let entry = Entry { reason: "外から見える".to_owned(), ..Entry::from(&first) };
    let change =
        move |cx: &mut Context<'_, '_>, road| checks::change_target(cx, road, first.id, Some(first.version), &entry);
    company.write(&company.lead, change).await.expect("changed");
}

#[tokio::test]
async fn names_that_differ_only_in_their_form_are_one() {
    let company = Company::new().await;
    let lead = &company.lead;
    let list = |text: String| company.write(lead, move |cx, road| checks::import_targets(cx, road, text.as_bytes()));
    // ﾃﾞ and デ with its mark apart are read as デ.
    list("name,address,in scope,owner\nデータ室,ＦＷ．example.co.jp,yes,試作\nﾃﾞｰﾀ庫,,yes,\n".to_owned())
        .await
        .expect("a list");
    list("name,address,in scope,owner\nテ\u{3099}ータ室,fw.example.co.jp,yes,試作\n".to_owned())
        .await
        .expect("the same");
    let check = company.check().await;
    let names: Vec<_> = check.targets.iter().map(|own| own.name.as_str()).collect();
    assert_eq!(names, ["テ\u{3099}ータ室", "ﾃﾞｰﾀ庫"], "side by side, and none twice");
    assert_eq!(check.targets[0].owner, Some(company.worker.id));
    let twice = Entry { name: "データ庫".to_owned(), in_scope: true, ..Entry::default() };
    let told = company.write(lead, move |cx, road| checks::add_target(cx, road, &twice)).await.expect_err("taken");
    assert_eq!((told.code, told.fields[0].name.as_str()), ("target.taken", "name"));
    let told = list("name,address,in scope\nx,データ庫,yes\n".to_owned()).await.expect_err("taken");
    assert_eq!((told.code, told.fields[0].name.as_str()), ("target.taken", "file"));
    assert!(told.message.ja.starts_with("対象「x」: "), "{}", told.message.ja);
    company.import(lead, "office.nessus", &nessus(0, true)).await.expect("imported");
    let own = company.finding().await;
    assert_eq!(own.target_name(), "テ\u{3099}ータ室", "found by its address");
    let moved = nessus(1, true).replace("fw.example.co.jp", "ｆｗ.example.co.jp");
    let next = company.import(lead, "second.nessus", &moved).await.expect("imported");
    assert_eq!((next.scan.opened, next.scan.closed), (0, 0), "the same target, and the same finding");
}

#[tokio::test]
async fn what_is_not_listed_asks_and_what_is_out_of_scope_does_not() {
    let company = Company::new().await;
    company.import(&company.lead, "office.nessus", &nessus(0, true)).await.expect("imported");
    let own = company.finding().await;
    assert!(own.target.is_none() && own.said.iter().all(|own| own.says == ScanSays::PersonMustDecide));
    assert_eq!((own.stage(), company.tasks().await), (Stage::ToJudge, vec![]), "nobody knows whose it is");
    let entry = Entry { name: "fw.example.co.jp".to_owned(), reason: "撤去した".to_owned(), ..Entry::default() };
    company.write(&company.lead, move |cx, road| checks::add_target(cx, road, &entry)).await.expect("added");
    let own = company.finding().await;
    assert_eq!((own.stage(), own.said[0].says), (Stage::Note, ScanSays::OutOfScope));
}

#[tokio::test]
async fn who_may_do_what() {
    let company = Company::new().await;
    company.list_targets().await;
    company.import(&company.lead, "office.nessus", &nessus(0, true)).await.expect("imported");
    let (road, chosen) = (company.road, company.chosen().await);
    let sent = checks::read("b.nessus", nessus(1, true).as_bytes()).expect("a scan");
    for somebody in [&company.worker, &company.body] {
        let (own, sent) = (chosen.clone(), sent.clone());
        let told = company.write(somebody, move |cx, road| checks::dispose(cx, road, &own, Disposition::Fix, "")).await;
        assert_eq!(code(told), "not_found", "{}", somebody.name);
        let told = company.write(somebody, move |cx, road| checks::import(cx, road, &sent)).await;
        assert_eq!(code(told), "not_found", "{}", somebody.name);
    }
    assert!(company.world.read(&company.worker, move |cx| checks::check(cx, road)).await.is_ok(), "members read it");
    assert!(company.world.read(&company.verifier, move |cx| checks::check(cx, road)).await.is_ok());
    let told = company.world.read(&company.body, move |cx| checks::check(cx, road)).await;
    assert_eq!(told.expect_err("a guest without a grant").code, "not_found");
    let told = company.write(&company.verifier, |cx, road| checks::add_target(cx, road, &Entry::default())).await;
    assert_eq!(code(told), "not_found", "what is tested is for the organization to say");
    let verifier = company.verifier.id;
    company.write(&company.lead, move |cx, road| reviewers::dismiss(cx, road, verifier)).await.expect("dismissed");
    let told = company.world.read(&company.verifier, move |cx| checks::check(cx, road)).await;
    assert_eq!(told.expect_err("a grant that ended").code, "not_found");
}
