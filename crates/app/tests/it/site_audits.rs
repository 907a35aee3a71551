//! The on-site audit of a ★4: planned, sampled, examined and corrected, by an evaluation body from outside.

use jiff::civil::date;
use tasuki_app::answers::{self, Change};
use tasuki_app::desk::{self, Waiting};
use tasuki_app::issues;
use tasuki_app::records::{self, Format, Work};
use tasuki_app::reviewers;
use tasuki_app::reviews::{self, Said};
use tasuki_app::site_audits::{self, Draw, Examined, NewInterview, NewPlan, NewPopulation, Room};
use tasuki_app::{Context, Error, assessments, history, roads, submissions};
use tasuki_assess::Status;
use tasuki_scheme::Role;
use tasuki_scheme::road::{
    Actor, Event, IssueKind, ItemResult, Means, Need, ReplyKind, Severity, Shown, State, StepKind,
};
use tasuki_store::{AssessmentId, IssueId, PopulationId, RoadId, SampleId, Subject, audit};
use tasuki_trust::sample;

use crate::common::{Somebody, World};
use crate::road_company::{code, text_of};

/// The criterion that a later submission says otherwise, and another one.
const FIRST: &str = "1-2-1-1";
const SECOND: &str = "1-2-1-2";
const AUDIT: StepKind = StepKind::Audit;

/// A company whose road to a ★4 is at the audit.
struct Company {
    world: World,
    lead: Somebody,
    auditor: Somebody,
    second: Somebody,
    tester: Somebody,
    assessment: AssessmentId,
    road: RoadId,
}

fn leavers(many: usize) -> String {
    (1..=many).map(|number| format!("退職者 {number:03}")).collect::<Vec<_>>().join("\n")
}

fn new_plan() -> NewPlan {
    NewPlan {
        starts: date(2026, 11, 24),
        ends: date(2026, 11, 25),
        place: "本社 3階".to_owned(),
        people: "審査 二名、立会い 総務".to_owned(),
        areas: "退職者のアカウント、入退室".to_owned(),
    }
}

fn new_population(list: String) -> NewPopulation {
    NewPopulation {
        title: "2025年度の退職者".to_owned(),
        source: "人事の台帳".to_owned(),
        criteria: vec![FIRST.to_owned()],
        list,
        heading: false,
    }
}

fn new_draw(seed: Option<&str>, size: u32) -> Draw {
    Draw {
        seed: seed.map(str::to_owned), size, how: "アカウントの停止日を見る".to_owned(), reason: String::new()
    }
}

fn found(result: ItemResult, text: &str) -> Examined {
    Examined { result, means: Means::Observation, text: text.to_owned(), day: date(2026, 11, 21) }
}

impl Company {
    /// With the documents still under review.
    async fn under_review() -> Self {
        let world = World::new().await;
        let lead = world.somebody("佐藤", Role::SecurityLead).await;
        let auditor = world.somebody("審査員", Role::Guest).await;
        let second = world.somebody("別の審査員", Role::Guest).await;
        let tester = world.somebody("検証員", Role::Guest).await;
        let (title, edition) = ("★4 自己評価".to_owned(), "scs-2026-03".to_owned());
        let new = assessments::New { title, edition, level: Some(4), scope: Vec::new(), due: None };
        let assessment = world.write(&lead, move |cx| assessments::create(cx, new)).await.expect("an assessment").id;
        let new = roads::New { assessment, scheme: "scs".to_owned(), route: "star-4".to_owned(), renews: None };
        let road = world.write(&lead, move |cx| roads::open(cx, &new)).await.expect("a road").road.id;
        let company = Self { world, lead, auditor, second, tester, assessment, road };
        company.answer("規程に定めた").await;
        company.freeze().await;
        for (person, actor, shown) in [
            (&company.auditor, Actor::EvaluationBody, "body-designation"),
            (&company.second, Actor::EvaluationBody, "body-designation"),
            (&company.tester, Actor::TechnicalVerifier, "verifier-designation"),
        ] {
            let shown = Shown { qualification: shown.to_owned(), number: "1".to_owned(), until: None };
            let (person, ends) = (person.id, date(2026, 12, 31));
            let new =
                reviewers::New { person, actor, evidence: None, ends, shown: vec![shown], advised: String::new() };
            company.write(&company.lead, move |cx, road| reviewers::appoint(cx, road, new)).await.expect("appointed");
        }
        company
    }

    async fn new() -> Self {
        let company = Self::under_review().await;
        company.pass_review().await;
        company
    }

    /// Marks everything that is not marked, and confirms the documents.
    async fn pass_review(&self) {
        let road = self.road;
        let room = self.world.read(&self.auditor, move |cx| reviews::room(cx, road)).await.expect("a room");
        for criterion in room.criteria.into_iter().filter(|own| !own.is_marked()) {
            let (aspects, means) = (criterion.needed.to_vec(), Means::Document);
            let said = Said { criterion: criterion.id, aspects, means, note: String::new() };
            self.write(&self.auditor, move |cx, road| reviews::mark(cx, road, &said)).await.expect("marked");
        }
        assert_eq!(self.finish(&self.auditor, Event::Confirm).await.expect("confirmed"), State::Doing(AUDIT));
    }

    async fn answer(&self, note: &'static str) {
        let id = self.assessment;
        let change = Change { status: Some(Status::Met), note: Some(note.to_owned()), ..Change::default() };
        self.world.write(&self.lead, move |cx| answers::save(cx, id, FIRST, None, &change)).await.expect("saved");
    }

    async fn freeze(&self) {
        self.world.wait(1_000);
        let road = self.road;
        let seen = self.world.read(&self.lead, move |cx| submissions::ready(cx, road)).await.expect("a check").digest;
        self.world.write(&self.lead, move |cx| submissions::freeze(cx, road, seen)).await.expect("frozen");
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

    async fn room(&self, by: &Somebody) -> Result<Room, Error> {
        let road = self.road;
        self.world.read(by, move |cx| site_audits::room(cx, road)).await
    }

    async fn finish(&self, by: &Somebody, event: Event) -> Result<State, Error> {
        Ok(self.write(by, move |cx, road| reviews::finish(cx, road, None, event)).await?.road.state)
    }

    async fn plan(&self) {
        self.write(&self.auditor, |cx, road| site_audits::plan(cx, road, Some(0), &new_plan())).await.expect("planned");
    }

    async fn population(&self, new: NewPopulation) -> Result<PopulationId, Error> {
        Ok(self.write(&self.auditor, move |cx, road| site_audits::freeze(cx, road, &new)).await?.id)
    }

    async fn draw(&self, population: PopulationId, new: Draw) -> Result<SampleId, Error> {
        Ok(self.write(&self.auditor, move |cx, _| site_audits::draw(cx, population, &new)).await?.id)
    }

    async fn numbers(&self, sample: SampleId) -> Vec<u32> {
        let room = self.room(&self.lead).await.expect("a room");
        room.sample(sample).expect("a sample").1.items.iter().map(|own| own.row.number).collect()
    }

    async fn examine(&self, by: &Somebody, sample: SampleId, number: u32, said: Examined) -> Result<u32, Error> {
        let work = move |cx: &mut Context<'_, '_>, _| site_audits::examine(cx, sample, number, None, &said);
        Ok(self.write(by, work).await?.number)
    }

    async fn raise(&self, new: issues::New) -> Result<issues::Thread, Error> {
        let id = self.write(&self.auditor, move |cx, road| issues::raise(cx, road, new)).await?.id;
        self.world.read(&self.auditor, move |cx| issues::thread(cx, id)).await
    }

    async fn reply(&self, by: &Somebody, id: IssueId, kind: ReplyKind) {
        let work = move |cx: &mut Context<'_, '_>, _| issues::reply(cx, id, None, kind, "手順を直し、停止した。");
        self.write(by, work).await.expect("said");
    }

    /// An audit that is planned, with a sample of three of ten items.
    async fn sampled() -> (Self, PopulationId, SampleId) {
        let company = Self::new().await;
        company.plan().await;
        let population = company.population(new_population(leavers(10))).await.expect("frozen");
        let sample = company.draw(population, new_draw(Some("4-2-6"), 3)).await.expect("drawn");
        (company, population, sample)
    }
}

fn finding(item: Option<(SampleId, u32)>) -> issues::New {
    issues::New {
        criterion: FIRST.to_owned(),
        kind: IssueKind::Finding,
        severity: Some(Severity::Major),
        text: "停止が二か月遅れた".to_owned(),
        due: None,
        deferrable: true,
        item,
    }
}

#[tokio::test]
async fn an_audit_goes_from_its_plan_over_a_retest_to_its_confirmation() {
    let company = Company::new().await;
    let auditor = &company.auditor;
    // Nothing is there yet.
    assert_eq!(code(company.finish(auditor, Event::Confirm).await), "road.missing");
    company.plan().await;
    let population = company.population(new_population(leavers(214))).await.expect("frozen");
    let sample = company.draw(population, new_draw(None, 5)).await.expect("drawn");
    let drawn = company.numbers(sample).await;
    let other = (1..=214).find(|number| !drawn.contains(number)).expect("one that was not drawn");
    let work = move |cx: &mut Context<'_, '_>, _| site_audits::choose(cx, sample, Some(1), other, "役員だった人");
    company.write(auditor, work).await.expect("chosen");
    let (day, who) = (date(2026, 11, 21), "総務の担当".to_owned());
    let note = NewInterview { day, who, text: "月末に一覧を送る".to_owned() };
    company.write(auditor, move |cx, road| site_audits::interview(cx, road, &note)).await.expect("noted");

    // The sample is what anybody draws with the list and the seed.
    let room = company.room(&company.lead).await.expect("the organization reads all of it");
    let (own, drawn) = room.sample(sample).expect("the sample");
    let items: Vec<String> = leavers(214).lines().map(str::to_owned).collect();
    assert_eq!((own.row.digest, own.row.items, drawn.row.made_seed), (sample::digest(&items), 214, true));
    let expected: Vec<u32> =
        sample::draw(&items, &drawn.row.seed, 5).iter().filter_map(|at| u32::try_from(at + 1).ok()).collect();
    assert_eq!(company.numbers(sample).await[..5], expected[..]);
    assert!(!room.may_examine && room.plan.is_some() && room.interviews.len() == 1);

    // Every item needs a result; what is not in order says why.
    let numbers = company.numbers(sample).await;
    let empty = found(ItemResult::NotInOrder, " ");
    assert_eq!(code(company.examine(auditor, sample, numbers[0], empty).await), "site_audit.text");
    assert_eq!(code(company.examine(auditor, sample, 999, found(ItemResult::InOrder, "")).await), "not_found");
    for number in &numbers[1..] {
        company.examine(auditor, sample, *number, found(ItemResult::InOrder, "当日に停止")).await.expect("examined");
    }
    assert_eq!(code(company.finish(auditor, Event::Confirm).await), "road.missing");
    let bad = found(ItemResult::NotInOrder, "二か月後に停止");
    assert_eq!(company.examine(auditor, sample, numbers[0], bad).await.expect("examined"), 1);

    // A finding on the item has the time that the scheme gives, and is a task of the organization.
    let raised = company.raise(finding(Some((sample, numbers[0])))).await.expect("found").issue;
    assert_eq!((raised.due, raised.step), (Some(date(2027, 5, 20)), AUDIT));
    assert_eq!((raised.item, raised.task.is_some()), (Some((sample, numbers[0])), true));
    assert_eq!(code(company.finish(auditor, Event::Confirm).await), "road.missing");
    assert_eq!(company.finish(auditor, Event::Return).await.expect("sent back"), State::Correcting(AUDIT));
    assert_eq!(code(company.finish(&company.lead, Event::Correct).await), "road.missing");
    company.reply(&company.lead, raised.id, ReplyKind::Answer).await;
    assert_eq!(company.finish(&company.lead, Event::Correct).await.expect("corrected"), State::Doing(AUDIT));

    // The retest is another result; the first one stays.
    let good = found(ItemResult::InOrder, "手順書と停止の記録を見た");
    assert_eq!(company.examine(auditor, sample, numbers[0], good).await.expect("retested"), 2);
    company.reply(auditor, raised.id, ReplyKind::Accept).await;
    let room = company.room(auditor).await.expect("a room");
    let (_, own) = room.sample(sample).expect("the sample");
    let results: Vec<_> = own.items[0].found.iter().map(|(own, _)| own.result).collect();
    assert_eq!(results, [ItemResult::NotInOrder, ItemResult::InOrder]);
    assert_eq!((own.examined(), own.with(ItemResult::NotInOrder), own.unreviewed()), (numbers.len(), 0, numbers.len()));
    let confirmed = company.finish(auditor, Event::Confirm).await.expect("confirmed");
    assert_eq!(confirmed, State::Doing(StepKind::TechnicalCheck));
    // After that, nothing of it changes.
    let late = company.examine(auditor, sample, numbers[0], found(ItemResult::InOrder, "")).await;
    assert_eq!(code(late), "site_audit.not_now");
}

#[tokio::test]
async fn the_desk_says_what_of_the_audit_waits_for_whom() {
    let company = Company::new().await;
    let show = async |by: &Somebody| {
        let desk = company.world.app.read(by.credentials, None, desk::show).await.expect("a desk");
        desk.entries[0].waiting.clone()
    };
    assert_eq!(show(&company.auditor).await, [(Waiting::Plan, 1), (Waiting::Populations, 1)]);
    company.plan().await;
    let population = company.population(new_population(leavers(10))).await.expect("frozen");
    assert_eq!(show(&company.auditor).await, [(Waiting::Populations, 1)], "nothing is drawn of it");
    let sample = company.draw(population, new_draw(Some("4-2-6"), 3)).await.expect("drawn");
    let numbers = company.numbers(sample).await;
    company.examine(&company.auditor, sample, numbers[0], found(ItemResult::InOrder, "")).await.expect("examined");
    assert_eq!(show(&company.auditor).await, [(Waiting::Items, 2)], "nobody reviews their own results");
    assert_eq!(show(&company.second).await, [(Waiting::Items, 2), (Waiting::Results, 1)]);
    assert_eq!(show(&company.tester).await, [], "the audit is not theirs");
}

#[tokio::test]
async fn the_record_of_an_audit_says_what_was_looked_at_and_found() {
    let (company, _, sample) = Company::sampled().await;
    let road = company.road;
    let record = async |by: &Somebody| {
        company.world.read(by, move |cx| records::material(cx, road, Work::Audit)).await.expect("a record")
    };
    // One that has only begun can be taken along, too.
    let text = text_of(&records::make(&record(&company.auditor).await, Format::Workbook).expect("a workbook"));
    assert!(text.contains("まだ見ていない") && text.contains("面談の記録はありません。"));
    let numbers = company.numbers(sample).await;
    for (number, result, said) in [
        (numbers[0], ItemResult::NotInOrder, "二か月後に停止"),
        (numbers[0], ItemResult::InOrder, "手順書と停止の記録を見た"),
        (numbers[1], ItemResult::InOrder, "当日に停止"),
    ] {
        company.examine(&company.auditor, sample, number, found(result, said)).await.expect("examined");
    }
    company.raise(finding(Some((sample, numbers[0])))).await.expect("found");
    let (day, who) = (date(2026, 11, 21), "総務の担当".to_owned());
    let note = NewInterview { day, who, text: "=月末に一覧を送る".to_owned() };
    company.write(&company.auditor, move |cx, road| site_audits::interview(cx, road, &note)).await.expect("noted");

    let own = record(&company.lead).await;
    assert_eq!(own.name(Format::Pdf), "★4 自己評価_実地審査の記録_2026-11-21.pdf");
    let text = text_of(&records::make(&own, Format::Workbook).expect("a workbook"));
    let digest = company.room(&company.lead).await.expect("a room").populations[0].row.digest.to_string();
    for said in [
        "抽出した 3 件のうち 2 件に結果があり、問題ありは 0 件です。未完了の質問・指摘は 1 件です。",
        "4-2-6",
        &digest,
        "2025年度の退職者",
        "再確認 1",
        "二か月後に停止",
        "手順書と停止の記録を見た",
        &format!("抽出 1-1 の {} 番", numbers[0]),
        "停止が二か月遅れた",
        "=月末に一覧を送る",
        "本社 3階",
        "評価機関の指定（番号 1）",
        "Tasukiは★を付与しません",
    ] {
        assert!(text.contains(said), "{said}: {text}");
    }
    assert!(records::make(&own, Format::Pdf).expect("a document").starts_with(b"%PDF-"));

    // Taking it along is in the log, once an hour.
    let of = own.of();
    for _ in 0..2 {
        company.write(&company.auditor, move |cx, _| records::note(cx, of, Format::Pdf)).await.expect("noted");
    }
    let log = company.world.read(&company.lead, move |cx| history::of_subject(cx, &Subject::Road(road))).await;
    let log = log.expect("a history");
    assert_eq!(log.iter().filter(|own| own.action == "road.record").count(), 1);
    let stranger = company.world.somebody("部外者", Role::Guest).await;
    let refused = company.world.read(&stranger, move |cx| records::material(cx, road, Work::Audit)).await;
    assert_eq!(refused.expect_err("refused").code, "not_found");
}

#[tokio::test]
async fn another_draw_is_another_sample_and_both_stay() {
    let (company, population, first) = Company::sampled().await;
    assert_eq!(code(company.draw(population, new_draw(Some("4-2-6"), 3)).await), "site_audit.text");
    let again = Draw { reason: "立会いの前でもう一度".to_owned(), ..new_draw(Some("4-2-6"), 5) };
    let second = company.draw(population, again).await.expect("drawn");
    let (small, large) = (company.numbers(first).await, company.numbers(second).await);
    assert_eq!(small[..], large[..3], "the same seed draws the same");
    let room = company.room(&company.lead).await.expect("a room");
    let told: Vec<_> =
        room.populations[0].samples.iter().map(|own| (own.row.number, own.row.reason.as_str())).collect();
    assert_eq!(told, [(1, ""), (2, "立会いの前でもう一度")]);

    // An item that somebody chose is marked with the reason; one that is there already is not added.
    let missing = (1..=10).find(|number| !small.contains(number)).expect("one that was not drawn");
    let choose = async |version, number| {
        let work = move |cx: &mut Context<'_, '_>, _| site_audits::choose(cx, first, version, number, "管理者だった人");
        company.write(&company.auditor, work).await
    };
    assert_eq!(choose(Some(1), missing).await.expect("chosen").version, 2);
    assert_eq!(code(choose(Some(1), missing).await), "sample.conflict");
    assert_eq!(code(choose(Some(2), small[0]).await), "sample.number");
    assert_eq!((code(choose(None, 0).await), code(choose(None, 11).await)), ("sample.number", "sample.number"));
    let room = company.room(&company.lead).await.expect("a room");
    let chosen = room.sample(first).expect("the sample").1.items.last().expect("an item").row.clone();
    assert_eq!((chosen.number, chosen.place, chosen.chosen.as_str()), (missing, 4, "管理者だった人"));

    // What is set aside does not count, and stays visible with its reason.
    let set_aside = async |reason: &'static str| {
        let work = move |cx: &mut Context<'_, '_>, _| site_audits::set_sample_aside(cx, second, Some(1), reason);
        company.write(&company.auditor, work).await
    };
    assert_eq!(code(set_aside(" ").await), "site_audit.text");
    set_aside("件数を間違えた").await.expect("set aside");
    let room = company.room(&company.lead).await.expect("a room");
    assert_eq!((room.samples().count(), room.populations[0].samples.len()), (1, 2));
    let said = found(ItemResult::InOrder, "");
    assert_eq!(code(company.examine(&company.auditor, second, large[0], said).await), "sample.is_aside");
    let work =
        move |cx: &mut Context<'_, '_>, _| site_audits::set_population_aside(cx, population, Some(1), "古い一覧");
    company.write(&company.auditor, work).await.expect("set aside");
    assert!(!company.room(&company.lead).await.expect("a room").met.contains(&Need::Population));
    assert_eq!(code(company.draw(population, new_draw(None, 1)).await), "sample.is_aside");
}

#[tokio::test]
async fn what_is_no_population_or_no_seed_is_refused() {
    let company = Company::new().await;
    let base = || new_population(leavers(3));
    for (new, refused) in [
        (NewPopulation { list: "\n \n".to_owned(), ..base() }, "population.list"),
        (NewPopulation { list: "見出し".to_owned(), heading: true, ..base() }, "population.list"),
        (NewPopulation { list: "あ".repeat(501), ..base() }, "population.list"),
        (NewPopulation { list: "x\n".repeat(50_001), ..base() }, "population.list"),
        (NewPopulation { list: "x".repeat((1 << 20) + 1), ..base() }, "population.too_large"),
        (NewPopulation { list: "佐藤\n佐\u{200b}藤\n".to_owned(), ..base() }, "population.list"),
        (NewPopulation { criteria: vec![], ..base() }, "population.criteria"),
        (NewPopulation { criteria: vec!["9-9-9-9".to_owned()], ..base() }, "population.criteria"),
        (NewPopulation { title: " ".to_owned(), ..base() }, "site_audit.text"),
    ] {
        assert_eq!(code(company.population(new).await), refused);
    }
    let list = "氏名\n佐藤\n鈴木\n佐藤\n".to_owned();
    let population = company.population(NewPopulation { list, heading: true, ..base() }).await.expect("frozen");
    let room = company.room(&company.lead).await.expect("a room");
    let row = &room.population(population).expect("the population").row;
    assert_eq!((row.items, row.duplicates), (3, 1));
    let (_, text) =
        company.world.read(&company.lead, move |cx| site_audits::list(cx, population)).await.expect("a list");
    assert_eq!(text, "佐藤\n鈴木\n佐藤\n");
    company.write(&company.lead, move |cx, _| site_audits::note_list(cx, population)).await.expect("noted");
    for size in [0, 301] {
        assert_eq!(code(company.draw(population, new_draw(None, size)).await), "sample.size");
    }
    assert_eq!(code(company.draw(population, new_draw(Some("4\n2"), 1)).await), "sample.seed");
    let all = company.draw(population, new_draw(None, 300)).await.expect("all of them");
    assert_eq!(company.numbers(all).await.len(), 3);
    // A file of Japanese Windows is read, and what is no text is not.
    assert_eq!(site_audits::read_list(b"\x8d\xb2\x93\xa1\r\n").expect("a list"), "佐藤\r\n");
    assert_eq!(code(site_audits::read_list(b"\x81\x00\xff")), "population.no_text");
    assert_eq!(code(site_audits::read_list(&vec![b'x'; (1 << 20) + 1])), "population.too_large");
}

#[tokio::test]
async fn only_the_evaluation_body_records_and_nobody_what_they_prepared() {
    let company = Company::under_review().await;
    let plan = |by| company.write(by, |cx, road| site_audits::plan(cx, road, None, &new_plan()));
    let stranger = company.world.somebody("別の外部", Role::Guest).await;
    assert_eq!((code(plan(&stranger).await), code(plan(&company.lead).await)), ("not_found", "not_found"));
    assert_eq!(code(plan(&company.tester).await), "site_audit.not_yours");
    // It is planned while the documents are reviewed; results wait for the audit.
    plan(&company.auditor).await.expect("planned");
    let population = company.population(new_population(leavers(4))).await.expect("frozen");
    let sample = company.draw(population, new_draw(None, 1)).await.expect("drawn");
    let [number] = company.numbers(sample).await[..] else { panic!("one item") };
    let said = || found(ItemResult::InOrder, "");
    assert_eq!(code(company.examine(&company.auditor, sample, number, said()).await), "site_audit.not_now");
    company.pass_review().await;
    company.examine(&company.auditor, sample, number, said()).await.expect("examined");

    // Two who write at once: the second is told.
    let late = move |cx: &mut Context<'_, '_>, _| site_audits::examine(cx, sample, number, Some(0), &said());
    assert_eq!(code(company.write(&company.second, late).await), "sample.overtaken");
    let old = |cx: &mut Context<'_, '_>, road| site_audits::plan(cx, road, Some(0), &new_plan());
    assert_eq!(code(company.write(&company.second, old).await), "site_audit.conflict");

    // A result is reviewed by somebody else, once.
    let review = |cx: &mut Context<'_, '_>, sample, number| site_audits::review(cx, sample, number, 1);
    let reviewed = |by| company.write(by, move |cx, _| review(cx, sample, number));
    assert_eq!(code(reviewed(&company.auditor).await), "sample.own_result");
    assert_eq!(code(reviewed(&company.lead).await), "not_found");
    assert_eq!(reviewed(&company.second).await.expect("reviewed").reviewed_by, Some(company.second.id));
    assert_eq!(code(reviewed(&company.second).await), "sample.overtaken");
    let room = company.room(&company.lead).await.expect("a room");
    assert_eq!(room.sample(sample).expect("the sample").1.unreviewed(), 0);

    // Whoever advised examines nothing.
    let (person, advised) = (company.second.id, Some("規程の作り方".to_owned()));
    let change = reviewers::Change { advised, ..reviewers::Change::default() };
    let work = move |cx: &mut Context<'_, '_>, road| reviewers::change(cx, road, person, None, change);
    company.write(&company.lead, work).await.expect("entered");
    assert_eq!(code(plan(&company.second).await), "road.own_work");
    assert!(company.room(&company.second).await.expect("a room").prepared);

    // Nor does what they found before that became known count any more: somebody else looks again.
    let examined = async || company.room(&company.lead).await.expect("a room").sample(sample).expect("it").1.examined();
    assert_eq!(examined().await, 1);
    let (person, advised) = (company.auditor.id, Some("入退室の手順".to_owned()));
    let change = reviewers::Change { advised, ..reviewers::Change::default() };
    let enter = move |cx: &mut Context<'_, '_>, road| reviewers::change(cx, road, person, None, change);
    company.write(&company.lead, enter).await.expect("entered");
    assert_eq!(examined().await, 0);

    // After the end of a grant nothing is there.
    company.world.wait(50 * 24 * 60 * 60 * 1_000);
    assert_eq!(code(company.room(&company.auditor).await), "not_found");
    assert_eq!(code(plan(&company.auditor).await), "not_found");
    let taken = company.world.read(&company.auditor, move |cx| site_audits::list(cx, population)).await;
    assert_eq!(code(taken), "not_found");
}

#[tokio::test]
async fn what_a_later_submission_says_otherwise_is_examined_again() {
    let (company, _, sample) = Company::sampled().await;
    let other = NewPopulation { criteria: vec![SECOND.to_owned()], ..new_population(leavers(2)) };
    let other = company.population(other).await.expect("frozen");
    let unchanged = company.draw(other, new_draw(None, 2)).await.expect("drawn");
    for of in [sample, unchanged] {
        for number in company.numbers(of).await {
            company.examine(&company.auditor, of, number, found(ItemResult::InOrder, "")).await.expect("examined");
        }
    }
    assert!(company.room(&company.auditor).await.expect("a room").met.contains(&Need::EveryItemExamined));
    let raised = company.raise(issues::New { deferrable: false, ..finding(None) }).await.expect("found").issue;
    assert_eq!((raised.due, raised.deferrable), (Some(date(2026, 11, 21)), false));
    company.finish(&company.auditor, Event::Return).await.expect("sent back");
    company.answer("規程に定め、当日に止める").await;
    company.freeze().await;
    company.reply(&company.lead, raised.id, ReplyKind::Answer).await;
    company.reply(&company.auditor, raised.id, ReplyKind::Accept).await;
    company.pass_review().await;
    let room = company.room(&company.auditor).await.expect("a room");
    let examined = |id| room.sample(id).expect("a sample").1.examined();
    assert_eq!((examined(sample), examined(unchanged)), (0, 2));
    assert!(!room.met.contains(&Need::EveryItemExamined));
    assert_eq!(code(company.finish(&company.auditor, Event::Confirm).await), "road.missing");
    for number in company.numbers(sample).await {
        company.examine(&company.auditor, sample, number, found(ItemResult::InOrder, "")).await.expect("retested");
    }
    company.finish(&company.auditor, Event::Confirm).await.expect("confirmed");
}

#[tokio::test]
async fn everything_is_in_the_log_and_a_row_that_was_changed_behind_it_is_noticed() {
    let (company, _, sample) = Company::sampled().await;
    let numbers = company.numbers(sample).await;
    company.examine(&company.auditor, sample, numbers[0], found(ItemResult::InOrder, "")).await.expect("examined");
    let read = move |cx: &mut Context<'_, '_>| history::of_subject(cx, &Subject::Sample(sample));
    let lines = company.world.read(&company.lead, read).await.expect("a history");
    assert_eq!(lines.len(), 2, "drawn and examined");
    let differing = async || {
        let compared = company.world.store.read(audit::compare).await.expect("a comparison");
        let ours = compared.differences.into_iter().map(|own| own.subject);
        ours.filter(|own| own.starts_with("sample/") || own.starts_with("site_audit/")).collect::<Vec<_>>()
    };
    assert_eq!(differing().await, Vec::<String>::new());
    let own = sample.to_string();
    company
        .world
        .arrange(move |tx| {
            let sql = "UPDATE site_audit_results SET result = 'not_in_order' WHERE sample = ?1";
            tx.execute(sql, tasuki_store::params![&own]).map(drop)
        })
        .await;
    assert_eq!(differing().await, [format!("sample/{sample}")]);
}
