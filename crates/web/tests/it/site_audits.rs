//! The on-site audit over pages and the API.

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};
use tasuki_scheme::Role;
use tasuki_trust::sample;

use crate::common::World;
use crate::support::{Answer, Browser};

const CRITERION: &str = "1-2-1-1";

/// A company whose road to a ★4 is at the audit.
struct Company {
    /// What the browsers ask, as long as they do.
    _world: World,
    lead: Browser,
    auditor: Browser,
    second: Browser,
    road: String,
}

fn word(value: &Value) -> String {
    value.as_str().expect("a text").to_owned()
}

fn code(answer: &Answer) -> String {
    answer.json()["code"].as_str().unwrap_or_default().to_owned()
}

async fn made(by: &Browser, path: &str, body: &Value) -> Value {
    let answer = by.command(Method::POST, path, &[], body).await;
    assert_eq!(answer.status, StatusCode::CREATED, "{path}: {}", answer.text());
    answer.json()
}

impl Company {
    async fn new() -> Self {
        let world = World::new().await;
        let lead = Browser::new(&world, &world.somebody("佐藤", Role::SecurityLead).await);
        let (auditor, second) =
            (world.somebody("審査員", Role::Guest).await, world.somebody("別の審査員", Role::Guest).await);
        let new = json!({"edition": "scs-2026-03", "level": 4, "title": "★4 の自己評価"});
        let assessment = word(&made(&lead, "assessments", &new).await["id"]);
        let road = word(&made(&lead, "roads", &json!({"assessment": assessment, "route": "star-4"})).await["id"]);
        let ready = lead.api(&format!("roads/{road}/ready")).await.json();
        made(&lead, &format!("roads/{road}/submissions"), &json!({"digest": ready["digest"]})).await;
        for person in [&auditor, &second] {
            let shown = json!([{"qualification": "body-designation", "number": "第1号"}]);
            let new = json!({"person": person.id, "actor": "evaluation_body", "ends": "2026-12-31", "shown": shown});
            made(&lead, &format!("roads/{road}/reviewers"), &new).await;
        }
        let (auditor, second) = (Browser::new(&world, &auditor), Browser::new(&world, &second));
        let room = auditor.api(&format!("roads/{road}/review")).await.json();
        for criterion in room["criteria"].as_array().expect("criteria") {
            let (id, said) =
                (word(&criterion["criterion"]), json!({"aspects": criterion["needed"], "means": "document"}));
            let marked = auditor.command(Method::PUT, &format!("roads/{road}/review/{id}/marks"), &[], &said).await;
            assert_eq!(marked.status, StatusCode::NO_CONTENT, "{}", marked.text());
        }
        let ended =
            auditor.command(Method::POST, &format!("roads/{road}/review"), &[], &json!({"event": "confirm"})).await;
        assert_eq!(ended.json()["state"], "doing/audit", "{}", ended.text());
        Self { _world: world, lead, auditor, second, road }
    }

    fn base(&self) -> String {
        format!("/o/{}", self.lead.organization())
    }
}

#[tokio::test]
async fn a_program_does_a_whole_audit() {
    let company = Company::new().await;
    let Company { lead, auditor, second, road, .. } = &company;
    let audit = format!("roads/{road}/audit");
    let finish = format!("roads/{road}/review");
    let plan = json!({
        "starts": "2026-11-24", "ends": "2026-11-25", "place": "本社", "people": "審査員と総務", "areas": "退職者の手続き",
    });
    let planned = auditor.command(Method::PUT, &format!("{audit}/plan"), &[("if-match", "\"0\"")], &plan).await;
    assert_eq!((planned.status, planned.header("etag")), (StatusCode::OK, "\"1\""), "{}", planned.text());
    let late = auditor.command(Method::PUT, &format!("{audit}/plan"), &[("if-match", "\"0\"")], &plan).await;
    assert_eq!((late.status, code(&late)), (StatusCode::PRECONDITION_FAILED, "site_audit.conflict".to_owned()));

    let items: Vec<String> = (1..=30).map(|number| format!("退職者 {number:02}")).collect();
    let list = sample::list(&items);
    let new = json!({"title": "退職者", "source": "人事の台帳", "criteria": [CRITERION], "list": list});
    let population = made(auditor, &format!("{audit}/populations"), &new).await;
    assert_eq!((&population["digest"], &population["items"]), (&json!(sample::digest(&items)), &json!(30)));
    let population = word(&population["id"]);
    let taken = lead.api(&format!("populations/{population}/list.txt")).await;
    assert_eq!((taken.text(), taken.header("content-type")), (list.as_str().into(), "text/plain; charset=utf-8"));

    // What the server draws is what anybody draws.
    let draw = json!({"seed": "4-2-6", "size": 4, "how": "停止日を見る"});
    let drawn = made(auditor, &format!("populations/{population}/samples"), &draw).await;
    let numbers: Vec<u64> =
        drawn["items"].as_array().expect("items").iter().filter_map(|own| own["number"].as_u64()).collect();
    let expected: Vec<u64> = sample::draw(&items, "4-2-6", 4).into_iter().map(|at| at as u64 + 1).collect();
    assert_eq!(numbers, expected);
    let of = format!("samples/{}", word(&drawn["id"]));
    let interview = json!({"day": "2026-11-21", "who": "総務", "text": "月末に一覧を送る"});
    assert_eq!(made(auditor, &format!("{audit}/interviews"), &interview).await["number"], 1);

    let result =
        |word: &str, text: &str| json!({"result": word, "means": "observation", "text": text, "day": "2026-11-21"});
    for number in &numbers[1..] {
        made(auditor, &format!("{of}/items/{number}/results"), &result("in_order", "")).await;
    }
    let refused = auditor.command(Method::POST, &finish, &[], &json!({"event": "confirm"})).await;
    assert_eq!((refused.status, code(&refused)), (StatusCode::CONFLICT, "road.missing".to_owned()));
    assert!(refused.text().contains("抽出したすべての結果"), "{}", refused.text());
    let first = format!("{of}/items/{}/results", numbers[0]);
    made(auditor, &first, &result("not_in_order", "二か月遅れた")).await;
    let twice = auditor.command(Method::POST, &first, &[("if-match", "\"0\"")], &result("in_order", "")).await;
    assert_eq!((twice.status, code(&twice)), (StatusCode::PRECONDITION_FAILED, "sample.overtaken".to_owned()));
    let found = json!({
        "criterion": CRITERION, "kind": "finding", "text": "停止が遅れた", "sample": drawn["id"], "item": numbers[0],
    });
    let issue = made(auditor, &format!("roads/{road}/issues"), &found).await;
    assert_eq!(
        (&issue["due"], &issue["step"], &issue["item"]),
        (&json!("2027-05-20"), &json!("audit"), &json!(numbers[0]))
    );
    let replies = format!("issues/{}/replies", word(&issue["id"]));

    // Sent back, corrected, retested, reviewed by somebody else, confirmed.
    let end = async |by: &Browser, event: &str| {
        let ended = by.command(Method::POST, &finish, &[], &json!({"event": event})).await;
        assert_eq!(ended.status, StatusCode::OK, "{event}: {}", ended.text());
        word(&ended.json()["state"])
    };
    assert_eq!(end(auditor, "return").await, "correcting/audit");
    made(lead, &replies, &json!({"kind": "answer", "text": "手順を直した"})).await;
    assert_eq!(end(lead, "correct").await, "doing/audit");
    assert_eq!(made(auditor, &first, &result("in_order", "直った")).await["number"], 2);
    made(auditor, &replies, &json!({"kind": "accept"})).await;
    let review = async |by: &Browser| {
        let path = format!("{first}/2/review");
        by.command(Method::PUT, &path, &[], &Value::Null).await.status
    };
    assert_eq!((review(auditor).await, review(second).await), (StatusCode::CONFLICT, StatusCode::NO_CONTENT));
    let shown = lead.api(&of).await.json();
    assert_eq!((&shown["examined"], &shown["total"], &shown["unreviewed"]), (&json!(4), &json!(4), &json!(3)));
    assert_eq!(shown["items"][0]["results"][1]["reviewed_name"], "別の審査員");
    let whole = lead.api(&audit).await.json();
    assert_eq!((&whole["populations"][0]["samples"][0]["examined"], &whole["may_examine"]), (&json!(4), &json!(false)));
    assert_eq!(end(auditor, "confirm").await, "doing/technical_check");
}

/// A page's form with a file.
async fn upload(by: &Browser, path: &str, fields: &[(&str, &str)], file: &[u8]) -> Answer {
    let field = |(name, value): &(&str, &str)| {
        format!("--x\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
    };
    let mut body = fields.iter().map(field).collect::<String>().into_bytes();
    body.extend_from_slice(b"--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"list.csv\"\r\n\r\n");
    body.extend_from_slice(file);
    body.extend_from_slice(b"\r\n--x--\r\n");
    by.send(Method::POST, path, &[("content-type", "multipart/form-data; boundary=x")], body).await
}

/// Plans the audit on its page. A refused form is shown again with what was typed.
async fn plan_on_the_page(auditor: &Browser, road: &str) {
    let plan = [
        ("starts", "2026-11-24"),
        ("ends", "2026-11-20"),
        ("place", "本社3階"),
        ("people", "審査員"),
        ("areas", "退職者"),
        ("version", "0"),
        ("once", "n1"),
    ];
    let refused = auditor.form(&format!("roads/{road}/audit/plan"), &plan).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text().contains("始まりの日より前です") && refused.text().contains("本社3階"));
    let fields: Vec<_> = plan.iter().map(|own| if own.0 == "ends" { ("ends", "2026-11-25") } else { *own }).collect();
    let planned = auditor.form(&format!("roads/{road}/audit/plan"), &fields).await;
    assert!(planned.header("location").ends_with("/audit?kept=plan.n1&told=saved"), "{}", planned.text());
}

#[tokio::test]
async fn people_do_it_on_pages() {
    let company = Company::new().await;
    let Company { lead, auditor, road, .. } = &company;
    let base = company.base();
    let page = format!("{base}/roads/{road}/audit");
    let shown = lead.get(&format!("{base}/roads/{road}")).await.text();
    assert!(shown.contains("実地審査を開く"), "{shown}");
    let seen = lead.get(&page).await.text();
    assert!(seen.contains("まだ計画はありません") && !seen.contains("母集団を固定する"), "{seen}");

    plan_on_the_page(auditor, road).await;

    // A list as a file, in the encoding of Japanese Windows: 佐藤, 鈴木.
    let freeze = async |list: &[u8]| {
        let fields = [("title", "<b>退職者</b>"), ("source", "台帳"), ("criteria", "1-2-1-1、1-2-1-2")];
        upload(auditor, &format!("{page}/populations"), &fields, list).await
    };
    let frozen = freeze(b"\x8d\xb2\x93\xa1\r\n\x97\xe9\x96\xd8\r\n").await;
    assert_eq!(frozen.status, StatusCode::SEE_OTHER, "{}", frozen.text());
    let refused = freeze(b"\n\n").await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text().contains("一覧に行がありません") && refused.text().contains("&#60;b&#62;退職者"));
    let population = frozen.header("location").split('?').next().unwrap_or_default().to_owned();
    let shown = lead.get(&population).await.text();
    assert!(shown.contains(&sample::digest(&["佐藤".to_owned(), "鈴木".to_owned()]).to_string()), "{shown}");
    assert!(shown.contains("&#60;b&#62;退職者") && !shown.contains("<b>退職者"), "nothing typed is markup");
    let list = lead.get(&format!("{population}/list.txt")).await;
    assert!(list.text() == "佐藤\n鈴木\n" && list.header("content-disposition").contains("list.txt"));

    let within = population.trim_start_matches(&format!("{base}/")).to_owned();
    let drawn = auditor.form(&within, &[("size", "2"), ("how", "停止日を見る"), ("seed", "")]).await;
    assert_eq!(drawn.status, StatusCode::SEE_OTHER, "{}", drawn.text());
    let sample = drawn.header("location").split('?').next().unwrap_or_default().to_owned();
    let form = sample.trim_start_matches(&format!("{base}/")).to_owned();
    let shown = auditor.get(&sample).await.text();
    assert!(shown.contains("data-keep") && shown.contains("id=\"r-1\"") && shown.contains("結果を保存"), "{shown}");
    assert!(!lead.get(&sample).await.text().contains("結果を保存"));

    // Without words, what is not in order is refused, and what was chosen is shown again.
    let result = |text| {
        [
            ("item", "1"),
            ("result", "not_in_order"),
            ("means", "test"),
            ("text", text),
            ("day", "2026-11-21"),
            ("version", "0"),
            ("once", "n2"),
        ]
    };
    let refused = auditor.form(&form, &result("")).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text().contains("value=\"not_in_order\" checked"), "{}", refused.text());
    let saved = auditor.form(&form, &result("遅れた")).await;
    assert!(saved.header("location").ends_with("?kept=r-1.n2#item-1"), "{}", saved.text());
    let found = [
        ("item", "1"),
        ("criterion", CRITERION),
        ("severity", "major"),
        ("text", "停止が遅れた"),
        ("at_once", "yes"),
        ("due", ""),
        ("once", "n3"),
    ];
    let raised = auditor.form(&format!("{form}/findings"), &found).await;
    assert!(raised.header("location").ends_with("?kept=f-1.n3#item-1"), "{}", raised.text());
    let seen = lead.get(&page).await.text();
    for text in ["停止が遅れた", "猶予なし", "問題あり", "1 / 2"] {
        assert!(seen.contains(text), "{text}: {seen}");
    }
    // The answer leads back to the audit, and the issue itself to its place there.
    let issue = seen.split("id=\"i-").nth(1).and_then(|rest| rest.get(..26)).expect("an issue").to_owned();
    let answer =
        [("kind", "answer"), ("text", "直した"), ("version", "1"), ("back", page.as_str()), ("once", "n4/?&x#")];
    let answered = lead.form(&format!("issues/{issue}/replies"), &answer).await;
    assert!(
        answered.header("location").ends_with(&format!("/audit?kept=reply-form-{issue}.n4x#i-{issue}")),
        "{}",
        answered.text()
    );
    let shown = lead.get(&format!("{base}/issues/{issue}")).await;
    assert!(shown.header("location").ends_with(&format!("/audit#i-{issue}")));
    let refused = lead
        .form(
            &format!("issues/{issue}/replies"),
            &[("kind", "answer"), ("text", ""), ("version", "2"), ("back", &page)],
        )
        .await;
    assert!(refused.status == StatusCode::UNPROCESSABLE_ENTITY && refused.text().contains("指摘と是正"));

    let early = auditor.form(&format!("roads/{road}/audit"), &[("event", "confirm"), ("version", "3")]).await;
    assert!(early.status == StatusCode::CONFLICT && early.text().contains("まだ足りません"), "{}", early.text());
    let back = auditor.form(&format!("roads/{road}/audit"), &[("event", "return"), ("version", "3")]).await;
    assert_eq!(back.status, StatusCode::SEE_OTHER, "{}", back.text());
    let aside = auditor.form(&format!("{form}/set-aside"), &[("reason", "件数を間違えた"), ("version", "1")]).await;
    assert_eq!(aside.status, StatusCode::SEE_OTHER, "{}", aside.text());
    let shown = auditor.get(&sample).await.text();
    assert!(
        shown.contains("この抽出は数えません") && shown.contains("件数を間違えた") && !shown.contains("結果を保存")
    );
}
