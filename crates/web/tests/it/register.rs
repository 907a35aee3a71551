//! The register of partners: entering, finding, changing and archiving one, over pages and over the API.

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};
use tasuki_scheme::Role;

use crate::common::World;
use crate::support::{Answer, Browser};

/// 法人番号 of an invented company, with the right check digit.
const NUMBER: &str = "7123456789012";

fn code(answer: &Answer) -> String {
    answer.json()["code"].as_str().unwrap_or_default().to_owned()
}

async fn made(by: &Browser, entry: &Value) -> String {
    let answer = by.command(Method::POST, "partners", &[], entry).await;
    assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.text());
    answer.json()["id"].as_str().expect("an identifier").to_owned()
}

async fn names(by: &Browser, query: &str) -> Vec<String> {
    let listed = by.api(&format!("partners{query}")).await.json();
    let items = listed["items"].as_array().expect("a list").iter();
    items.map(|own| own["name"].as_str().expect("a name").to_owned()).collect()
}

#[tokio::test]
async fn purchasing_keeps_the_register_and_others_read_it() {
    let world = World::new().await;
    let buyer = Browser::new(&world, &world.somebody("買", Role::Purchasing).await);
    let boss = Browser::new(&world, &world.somebody("長", Role::Executive).await);
    let worker = Browser::new(&world, &world.somebody("担", Role::Contributor).await);
    let entry =
        json!({"name": "例示商会", "identity_kind": "corporate_number", "identity": NUMBER, "supplies": "めっき"});
    let partner = made(&buyer, &entry).await;
    // What nobody sees in a name is not stored.
    made(&buyer, &json!({"name": "\u{202e}青\u{200b}空製作所", "supplies": "鋳物"})).await;
    assert_eq!(names(&boss, "").await, ["例示商会", "青空製作所"]);
    assert_eq!(names(&boss, "?q=%E3%82%81%E3%81%A3%E3%81%8D").await, ["例示商会"]);
    assert_eq!(worker.api("partners").await.status, StatusCode::NOT_FOUND);
    let refused = boss.command(Method::POST, "partners", &[], &json!({"name": "別の会社"})).await;
    assert_eq!(refused.status, StatusCode::NOT_FOUND);

    // The search finds it for those who may read about it, by its name, its number and what it supplies.
    for word in ["例示商会", NUMBER, "めっき"] {
        let found = |by: &Answer| by.json()["items"].as_array().map(Vec::len);
        let query = word.bytes().fold("search?q=".to_owned(), |query, byte| query + &format!("%{byte:02X}"));
        assert_eq!(found(&buyer.api(&query).await), Some(1), "{word}");
        assert_eq!(found(&worker.api(&query).await), Some(0), "{word}");
    }

    // Only who needs it has it in the side bar.
    let home = format!("/o/{}/assessments", buyer.organization());
    assert!(buyer.get(&home).await.text().contains("/partners\""));
    assert!(!worker.get(&home).await.text().contains("/partners\""));

    // Archived, it is in the archive and comes back.
    for (what, (list, archive)) in [("true", (1, 1)), ("true", (1, 1)), ("false", (2, 0))] {
        let done = buyer.form(&format!("partners/{partner}/archive"), &[("archived", what)]).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER);
        assert_eq!((names(&boss, "").await.len(), names(&boss, "?archived=true").await.len()), (list, archive));
    }
}

#[tokio::test]
async fn a_number_is_checked_and_stands_once() {
    let world = World::new().await;
    let lead = Browser::new(&world, &world.somebody("佐藤", Role::SecurityLead).await);
    let entry =
        |name: &str, kind: &str, identity: &str| json!({"name": name, "identity_kind": kind, "identity": identity});
    let first = made(&lead, &entry("例示商会", "corporate_number", "T7123-4567-89012")).await;
    for (entry, expected) in [
        (entry("例示商会", "corporate_number", NUMBER), "partner.known"),
        (entry("", "own", ""), "partner.name"),
        (entry("例\n示", "own", ""), "partner.name"),
        (entry("例示", "passport", ""), "organization.identity_kind"),
        (json!({"name": "例示", "note": "あ".repeat(2_001)}), "partner.long"),
    ] {
        let refused = lead.command(Method::POST, "partners", &[], &entry).await;
        assert_eq!((refused.status, code(&refused)), (StatusCode::UNPROCESSABLE_ENTITY, expected.to_owned()));
    }
    let wrong = lead.command(Method::POST, "partners", &[], &entry("例示", "corporate_number", "7123456789013")).await;
    assert_eq!(wrong.json()["fields"][0]["name"], "identity");
    // Names of our own may stand several times, and a partner keeps its own number.
    for _ in 0..2 {
        made(&lead, &json!({"name": "同じ名前"})).await;
    }
    let kept = entry("例示商会（改称）", "corporate_number", NUMBER);
    let changed = lead.command(Method::PUT, &format!("partners/{first}"), &[], &kept).await;
    assert_eq!(changed.status, StatusCode::OK, "{}", changed.text());
}

#[tokio::test]
async fn of_two_who_change_one_the_second_is_told_and_the_history_says_what_was() {
    let world = World::new().await;
    let lead = Browser::new(&world, &world.somebody("佐藤", Role::SecurityLead).await);
    let partner = made(&lead, &json!({"name": "例示商会", "supplies": "めっき"})).await;
    let path = format!("partners/{partner}");
    let change = json!({"name": "例示商会", "supplies": "塗装"});
    let done = lead.command(Method::PUT, &path, &[("if-match", "\"1\"")], &change).await;
    assert_eq!((done.status, done.header("etag")), (StatusCode::OK, "\"2\""));
    for archived in [true, false] {
        let change = json!({"name": "例示商会", "supplies": "塗装", "archived": archived});
        let done = lead.command(Method::PUT, &path, &[], &change).await.json();
        assert_eq!(done["archived"].is_null(), !archived, "{done}");
    }
    let late = lead.command(Method::PUT, &path, &[("if-match", "\"1\"")], &json!({"name": "別の名前"})).await;
    assert_eq!((late.status, code(&late)), (StatusCode::PRECONDITION_FAILED, "partner.conflict".to_owned()));
    // What changes nothing is no change.
    assert_eq!(lead.command(Method::PUT, &path, &[], &change).await.json()["version"], 4);
    let history = lead.api(&format!("{path}/history")).await.json();
    assert_eq!(history["items"].as_array().map(Vec::len), Some(4));
    assert!(history["items"][2].to_string().contains("めっき"), "{history}");

    // The page says the same, keeps what was typed when it is refused, and saves.
    let page = format!("/o/{}/{path}", lead.organization());
    let shown = lead.get(&page).await.text();
    assert!(shown.contains("塗装") && shown.contains("が取引先を登録しました"), "{shown}");
    let refused = lead.form(&path, &[("name", ""), ("note", "書きかけ"), ("version", "4")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text().contains("書きかけ"));
    let late = lead.form(&path, &[("name", "例示商会"), ("note", "書きかけ"), ("version", "1")]).await;
    assert_eq!(late.status, StatusCode::PRECONDITION_FAILED);
    assert!(late.text().contains("書きかけ"));
    let saved = lead.form(&path, &[("name", "例示商会"), ("note", "書いた"), ("version", "4")]).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text());
    let kept = lead.api(&path).await.json();
    assert_eq!((&kept["note"], &kept["identity"]), (&json!("書いた"), &json!("")));
}

#[tokio::test]
async fn a_chain_has_tiers_and_what_is_entered_stands_on_its_page() {
    let world = World::new().await;
    let buyer = Browser::new(&world, &world.somebody("買", Role::Purchasing).await);
    let first = made(&buyer, &json!({"name": "例示商会", "supplies": "めっき"})).await;
    let entry = json!({"name": "青空製作所", "direct": false, "customers": [first],
        "contacts": [{"name": "窓口 花子", "mail": "desk@example.com"}],
        "products": ["軸受け", "軸受け", ""], "sites": ["北工場"],
        "contracts": [{"title": "基本契約", "starts": "2026-04-01", "ends": "2027-03-31"}]});
    let second = made(&buyer, &entry).await;
    made(&buyer, &json!({"name": "遠い会社", "direct": false, "customers": [second]})).await;
    made(&buyer, &json!({"name": "島の会社", "direct": false})).await;
    let tiers = |listed: &Value| {
        let items = listed["items"].as_array().expect("a list").iter();
        items.map(|own| (own["name"].as_str().unwrap_or_default().to_owned(), own["tier"].as_u64())).collect::<Vec<_>>()
    };
    let listed = tiers(&buyer.api("partners").await.json());
    let expected = [("例示商会", Some(1)), ("島の会社", None), ("遠い会社", Some(3)), ("青空製作所", Some(2))];
    assert_eq!(listed, expected.map(|(name, tier)| (name.to_owned(), tier)));
    assert_eq!(names(&buyer, "?tier=2").await, ["青空製作所"]);
    assert_eq!(names(&buyer, "?tier=unknown").await, ["島の会社"]);
    let kept = buyer.api(&format!("partners/{second}")).await.json();
    assert_eq!((&kept["products"], &kept["sites"]), (&json!(["軸受け"]), &json!(["北工場"])));

    // What is not sent stays; the page shows all of it, and the form sends it again.
    let renamed = json!({"name": "青空製作所（改称）"});
    assert_eq!(buyer.command(Method::PUT, &format!("partners/{second}"), &[], &renamed).await.status, StatusCode::OK);
    let page = format!("/o/{}/partners/{second}", buyer.organization());
    let shown = buyer.get(&page).await.text();
    for word in ["窓口 花子", "軸受け", "北工場", "基本契約", "例示商会", "遠い会社", "2次"] {
        assert!(shown.contains(word), "{word}: {shown}");
    }
    let form = [
        ("name", "青空製作所"),
        ("direct", "true"),
        ("further", "例示商会\n"),
        ("contract_title", "基本契約"),
        ("contract_starts", ""),
        ("contract_ends", "2028-03-31"),
        ("contact_name", "窓口 太郎"),
        ("contact_office", "総務"),
        ("contact_mail", "taro@example.com"),
        ("contact_phone", ""),
        ("products", "軸受け\r\n歯車\r\n"),
        ("version", "2"),
    ];
    let saved = buyer.form(&format!("partners/{second}"), &form).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text());
    let kept = buyer.api(&format!("partners/{second}")).await.json();
    assert_eq!(kept["customers"], json!([first]));
    assert_eq!(kept["contracts"], json!([{"title": "基本契約", "starts": null, "ends": "2028-03-31"}]));
    assert_eq!(
        (&kept["products"], kept["contacts"][0]["name"].as_str()),
        (&json!(["歯車", "軸受け"]), Some("窓口 太郎"))
    );
    // A customer that goes into the archive is still supplied: saving the form again keeps it.
    let archived = buyer.form(&format!("partners/{first}/archive"), &[("archived", "true")]).await;
    assert_eq!(archived.status, StatusCode::SEE_OTHER);
    assert!(buyer.get(&format!("{page}/edit")).await.text().contains(&first));
    // Contracts that end on one day are one item of the calendar.
    let contract = |title: &str| json!({"title": title, "ends": "2028-03-31"});
    let both = json!({"name": "青空製作所", "contracts": [contract("基本契約"), contract("秘密保持契約")]});
    assert_eq!(buyer.command(Method::PUT, &format!("partners/{second}"), &[], &both).await.status, StatusCode::OK);
    // A contract that nobody looks after stands in the calendar of whoever may read partners.
    let lead = Browser::new(&world, &world.somebody("佐藤", Role::SecurityLead).await);
    let due = lead.get(&format!("/o/{}/calendar/2028-03", buyer.organization())).await.text();
    assert!(due.contains("「基本契約」「秘密保持契約」"), "{due}");
}

#[tokio::test]
async fn wrong_details_are_told_beside_their_field() {
    let world = World::new().await;
    let lead = Browser::new(&world, &world.somebody("佐藤", Role::SecurityLead).await);
    let own = made(&lead, &json!({"name": "例示商会"})).await;
    for (entry, expected, field) in [
        (
            json!({"name": "例示", "customers": [own.replace(|c: char| c.is_ascii_digit(), "0")]}),
            "partner.customer",
            "customers",
        ),
        (json!({"name": "例示", "contacts": [{"mail": "nobody"}]}), "partner.mail", "contacts"),
        (
            json!({"name": "例示", "contracts": [{"title": ""}, {"title": "", "ends": "2027-01-01"}]}),
            "partner.contract",
            "contracts",
        ),
        (
            json!({"name": "例示", "contracts": [{"title": "契約", "starts": "2027-01-02", "ends": "2027-01-01"}]}),
            "partner.contract",
            "contracts",
        ),
        (json!({"name": "例示", "products": vec!["あ".repeat(201)]}), "partner.line", "products"),
        (
            json!({"name": "例示", "sites": (0..201).map(|at| at.to_string()).collect::<Vec<_>>()}),
            "partner.many",
            "sites",
        ),
        (json!({"name": "例示", "owner": "me"}), "partner.identifier", "owner"),
    ] {
        let refused = lead.command(Method::POST, "partners", &[], &entry).await;
        assert_eq!(
            (refused.status, code(&refused)),
            (StatusCode::UNPROCESSABLE_ENTITY, expected.to_owned()),
            "{entry}"
        );
        assert_eq!(refused.json()["fields"][0]["name"], *field, "{entry}");
    }
    // It cannot supply itself, and what is typed stays when a name is not known.
    let itself = json!({"name": "例示商会", "customers": [own]});
    let refused = lead.command(Method::PUT, &format!("partners/{own}"), &[], &itself).await;
    assert_eq!(code(&refused), "partner.customer");
    let many = "例示\n".repeat(201);
    let refused =
        lead.form(&format!("partners/{own}"), &[("name", "例示商会"), ("further", &many), ("version", "1")]).await;
    assert_eq!((refused.status, refused.text().contains("200件以内")), (StatusCode::UNPROCESSABLE_ENTITY, true));
    let form = [("name", "例示商会"), ("further", "知らない会社"), ("products", "歯車"), ("version", "1")];
    let refused = lead.form(&format!("partners/{own}"), &form).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let text = refused.text();
    assert!(text.contains("知らない会社") && text.contains("歯車"), "{text}");
}

#[tokio::test]
async fn which_star_is_asked_is_decided_by_a_person_and_every_decision_stays() {
    let world = World::new().await;
    let buyer = Browser::new(&world, &world.somebody("買", Role::Purchasing).await);
    let boss = Browser::new(&world, &world.somebody("長", Role::Executive).await);
    let partner = made(&buyer, &json!({"name": "例示商会"})).await;
    let path = format!("partners/{partner}/need");
    let asked = boss.api(&path).await.json();
    assert_eq!((asked["questions"].as_array().map(Vec::len), asked["yes"].as_u64()), (Some(3), Some(4)));
    let reply = |question: &str, reply: &str| json!({"question": question, "reply": reply, "reason": "図面を渡す"});
    let no = || json!([reply("confidential", "no"), reply("stop", "no"), reply("reach", "no")]);
    let yes = || json!([reply("confidential", "yes"), reply("stop", "unknown")]);
    for (decision, expected) in [
        (json!({"replies": no(), "star": 5}), "partner.star"),
        (json!({"replies": no(), "star": 4}), "partner.reason"),
        (json!({"replies": yes(), "star": null}), "partner.reason"),
        // What nobody knows is no no.
        (json!({"replies": [], "star": 3}), "partner.reason"),
        (json!({"replies": [reply("weather", "yes")], "star": 4}), "partner.question"),
        (json!({"replies": yes(), "star": 4, "factors": ["rain"]}), "partner.question"),
    ] {
        let refused = buyer.command(Method::POST, &path, &[], &decision).await;
        assert_eq!(
            (refused.status, code(&refused)),
            (StatusCode::UNPROCESSABLE_ENTITY, expected.to_owned()),
            "{decision}"
        );
    }
    let refused = boss.command(Method::POST, &path, &[], &json!({"replies": no(), "star": 3})).await;
    assert_eq!(refused.status, StatusCode::NOT_FOUND);
    let first =
        buyer.command(Method::POST, &path, &[("if-match", "\"0\"")], &json!({"replies": no(), "star": 3})).await;
    assert_eq!((first.status, first.json()["proposed"].as_u64()), (StatusCode::CREATED, Some(3)));
    let late =
        buyer.command(Method::POST, &path, &[("if-match", "\"0\"")], &json!({"replies": yes(), "star": 4})).await;
    assert_eq!((late.status, code(&late)), (StatusCode::PRECONDITION_FAILED, "partner.decided".to_owned()));
    let form = [
        ("number", "1"),
        ("question", "confidential"),
        ("reply-confidential", "yes"),
        ("reason-confidential", "試作の図面"),
        ("factor", "software"),
        ("star", "4"),
    ];
    let page = format!("/o/{}/partners/{partner}", buyer.organization());
    assert!(buyer.get(&format!("{page}/need")).await.text().contains("図面を渡す"));
    let refused = buyer.form(&path, &form[..5]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text().contains("試作の図面"));
    let decided = buyer.form(&path, &form).await;
    assert_eq!(decided.status, StatusCode::SEE_OTHER, "{}", decided.text());
    let items = boss.api(&path).await.json()["items"].clone();
    let stars: Vec<_> = items.as_array().expect("a list").iter().map(|own| own["star"].as_u64()).collect();
    assert_eq!((stars, &items[0]["factors"]), (vec![Some(4), Some(3)], &json!(["software"])));
    let shown = boss.get(&page).await.text();
    assert!(shown.contains("★4") && shown.contains("試作の図面") && shown.contains("求める★を決めました"), "{shown}");
    assert_eq!((names(&buyer, "?star=4").await.len(), names(&buyer, "?star=open").await.len()), (1, 0));
}
