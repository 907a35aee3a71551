//! Manners of the API that hold everywhere, each tried at every door.

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};
use tasuki_scheme::Role;

use crate::common::World;
use crate::support::{Browser, Part};

/// The day after today.
const TOMORROW: &str = "2026-11-22";

async fn lead(world: &World) -> Browser {
    let lead = world.somebody("佐藤", Role::SecurityLead).await;
    Browser::new(world, &lead)
}

fn description() -> Value {
    tasuki_web::openapi().clone()
}

fn resolved<'a>(document: &'a Value, schema: &'a Value) -> &'a Value {
    match schema["$ref"].as_str() {
        Some(path) => resolved(document, document.pointer(path.trim_start_matches('#')).expect("a schema")),
        None => schema,
    }
}

/// An address with something that looks right in each of its places.
fn address(path: &str, organization: &str) -> String {
    let mut address = String::new();
    for (at, part) in path.split(['{', '}']).enumerate() {
        address += match (at % 2, part) {
            (0, part) => part,
            (_, "organization") => organization,
            (_, "criterion") => "1-1-1-1",
            (_, "number" | "item") => "1",
            _ => "01jd0000000000000000000000",
        };
    }
    address
}

/// Bodies with a field that nobody knows: at the top, and within each object in it.
fn strange(document: &Value, schema: &Value, depth: usize) -> Vec<Value> {
    let schema = resolved(document, schema);
    if schema["items"].is_object() {
        return strange(document, &schema["items"], depth).into_iter().map(|one| json!([one])).collect();
    }
    let alternatives = ["oneOf", "anyOf"].iter().filter_map(|word| schema[*word].as_array()).flatten();
    let mut bodies: Vec<Value> = alternatives.flat_map(|one| strange(document, one, depth)).collect();
    let Some(fields) = schema["properties"].as_object().filter(|_| depth < 4) else { return bodies };
    // What says which kind of body it is must be there before anything else is looked at.
    let required = schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str);
    let kinds = required.filter_map(|name| Some((name, resolved(document, &fields[name])["enum"].get(0)?.clone())));
    let mut body: serde_json::Map<String, Value> = kinds.map(|(name, kind)| (name.to_owned(), kind)).collect();
    body.insert("zzz".to_owned(), json!(1));
    bodies.push(body.into());
    for (name, field) in fields {
        bodies.extend(strange(document, field, depth + 1).into_iter().map(|within| json!({ name.as_str(): within })));
    }
    bodies
}

#[tokio::test]
async fn no_body_takes_a_field_that_it_does_not_know() {
    let world = World::new().await;
    let browser = lead(&world).await;
    let document = description();
    let mut tried = 0;
    for (path, item) in document["paths"].as_object().expect("paths") {
        for (method, operation) in item.as_object().expect("operations") {
            let schema = &operation["requestBody"]["content"]["application/json"]["schema"];
            let address = address(path, world.organization.as_str());
            let method: Method = method.to_uppercase().parse().expect("a method");
            for body in if schema.is_object() { strange(&document, schema, 0) } else { Vec::new() } {
                let headers = [("content-type", "application/json")];
                let answer = browser.send(method.clone(), &address, &headers, body.to_string().into_bytes()).await;
                let said = answer.text();
                assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{method} {path} {body}: {said}");
                assert!(said.contains("zzz"), "{method} {path} {body}: {said}");
                tried += 1;
            }
        }
    }
    assert!(tried > 25, "only {tried}");
}

#[tokio::test]
async fn null_clears_what_can_be_cleared_and_is_refused_elsewhere() {
    let world = World::new().await;
    let browser = lead(&world).await;
    let made = browser.command(Method::POST, "assessments", &[], &json!({"edition": "scs-2026-03", "level": 3})).await;
    let id = made.json()["id"].as_str().expect("an identifier").to_owned();
    let answer = format!("assessments/{id}/answers/1-1-1-1");
    let sent = async |path: &str, body: Value| browser.command(Method::PATCH, path, &[], &body).await.status;
    for field in ["status", "note", "substitute", "reason", "accepted"] {
        assert!(sent(&answer, json!({ field: null })).await.is_client_error(), "{field}");
    }
    for field in ["owner", "due", "confirmed_on", "maturity"] {
        assert_eq!(sent(&answer, json!({ field: null })).await, StatusCode::OK, "{field}");
    }
    let assessment = format!("assessments/{id}");
    assert_eq!(sent(&assessment, json!({"title": null})).await, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(sent(&assessment, json!({"due": null})).await, StatusCode::OK);
}

#[tokio::test]
async fn no_operation_takes_a_parameter_that_it_does_not_know() {
    let world = World::new().await;
    let browser = lead(&world).await;
    let mut tried = 0;
    for (path, item) in description()["paths"].as_object().expect("paths") {
        for method in item.as_object().expect("operations").keys() {
            let address = format!("{}?limti=3", address(path, world.organization.as_str()));
            let method: Method = method.to_uppercase().parse().expect("a method");
            let answer = browser.send(method.clone(), &address, &[], Vec::new()).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{method} {path}");
            let problem = answer.json();
            assert_eq!((&problem["code"], &problem["fields"][0]["name"]), (&json!("query.unknown"), &json!("limti")));
            tried += 1;
        }
    }
    assert!(tried > 60, "only {tried}");
    assert_eq!(browser.api("tasks?limit=3").await.status, StatusCode::OK);
    assert_eq!(browser.api("evidence?limit=3&q=x").await.status, StatusCode::OK);
}

/// Every way in for a day on which something was done or shown.
#[tokio::test]
async fn what_happened_lies_neither_in_the_future_nor_before_all_time_whichever_door_it_takes() {
    let world = World::new().await;
    let browser = lead(&world).await;
    let made = browser.command(Method::POST, "assessments", &[], &json!({"edition": "scs-2026-03", "level": 4})).await;
    let id = made.json()["id"].as_str().expect("an identifier").to_owned();
    let one = format!("assessments/{id}/answers/1-2-1-3");
    let days = [
        (TOMORROW, ".future", "まだ来ていません"),
        ("2126-05-01", ".future", "まだ来ていません"),
        ("9999-12-31", ".future", "まだ来ていません"),
        ("0000-01-01", "day.impossible", "古すぎます"),
        ("1969-12-31", "day.impossible", "古すぎます"),
    ];
    for (day, code, words) in days {
        let refused = |answer: crate::support::Answer, field: &str| {
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", answer.text());
            let problem = answer.json();
            assert!(problem["code"].as_str().is_some_and(|own| own.ends_with(code)), "{problem}");
            assert!(problem["title"].as_str().is_some_and(|title| title.contains(words)), "{problem}");
            assert_eq!(problem["fields"][0]["name"], field);
        };
        // One answer, many at once, an inspection.
        let change = json!({"status": "met", "confirmed_on": day});
        refused(browser.command(Method::PATCH, &one, &[], &change).await, "confirmed_on");
        let many = json!({"changes": [{"criterion": "1-2-1-3", "change": {"confirmed_on": day}}]});
        refused(browser.command(Method::PATCH, &format!("assessments/{id}/answers"), &[], &many).await, "confirmed_on");
        let record = json!({"on": day, "result": "met", "record": "見た"});
        let inspections = format!("assessments/{id}/inspections/1-2-1-3");
        refused(browser.command(Method::POST, &inspections, &[], &record).await, "on");
        // The pages.
        let saved = browser
            .form(
                &format!("assessments/{id}/criteria/1-2-1-3"),
                &[("version", "0"), ("confirmed_on", day), ("status", "met")],
            )
            .await;
        assert_ne!(saved.status, StatusCode::OK, "{}", saved.text());
        let page = browser
            .form(&format!("inspections/of/{id}/1-2-1-3"), &[("on", day), ("result", "met"), ("record", "見た")])
            .await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", page.text());
        // A file: the answer comes, the day does not, and that is told.
        let sheet = format!("評価基準No.,自己評価,確認日\n1-2-1-3,○,{day}\n1-1-1-1,○,2026-11-21\n");
        let parts = [Part::file("回答.csv", sheet.as_bytes()), Part::field("edition", "scs-2026-03")];
        let read = browser.upload("imports", &parts).await;
        assert_eq!(read.status, StatusCode::CREATED, "{}", read.text());
        assert!(read.text().contains("1-2-1-3"), "{}", read.text());
        let commit = format!("imports/{}/commit", read.json()["id"].as_str().expect("an identifier"));
        let made = browser.command(Method::POST, &commit, &[], &json!({"title": "取込"})).await;
        assert!(made.status.is_success(), "{}", made.text());
        let new = made.json()["id"].as_str().expect("an identifier").to_owned();
        let exported = browser.api(&format!("assessments/{new}/export.json")).await.json();
        let days: Vec<&Value> =
            exported["criteria"].as_array().expect("a list").iter().map(|one| &one["confirmed"]).collect();
        assert_eq!(days, [&json!("2026-11-21"), &json!(null)], "{exported}");
    }
    // What is planned may lie ahead, and not before all time either.
    let long_ago = json!({"due": "0000-01-01"});
    for (method, path, body) in [
        (Method::PATCH, one.clone(), long_ago.clone()),
        (Method::PATCH, format!("assessments/{id}"), long_ago.clone()),
        (Method::POST, "assessments".to_owned(), json!({"edition": "scs-2026-03", "level": 4, "due": "0026-11-30"})),
        (Method::POST, "tasks".to_owned(), json!({"assessment": id, "criterion": "1-2-1-3", "due": "0026-11-30"})),
    ] {
        let answer = browser.command(method, &path, &[], &body).await;
        assert_eq!(
            (answer.status, answer.json()["code"].as_str()),
            (StatusCode::UNPROCESSABLE_ENTITY, Some("day.impossible")),
            "{path}"
        );
    }
    let still = browser.api(&format!("assessments/{id}/export.json")).await.json();
    assert_eq!(still["criteria"], json!([]), "nothing of all that was kept");
    let today = json!({"status": "met", "confirmed_on": "2026-11-21"});
    assert_eq!(browser.command(Method::PATCH, &one, &[], &today).await.status, StatusCode::OK);
}

#[tokio::test]
async fn notes_have_one_limit_whichever_door_they_take() {
    let world = World::new().await;
    let browser = lead(&world).await;
    let id = browser.command(Method::POST, "assessments", &[], &json!({"edition": "scs-2026-03", "level": 3})).await;
    let id = id.json()["id"].as_str().expect("an identifier").to_owned();
    let status = async |length: usize| {
        let note = "長".repeat(length);
        let one = browser
            .command(Method::PATCH, &format!("assessments/{id}/answers/1-1-1-1"), &[], &json!({"note": note}))
            .await;
        let record = json!({"on": "2026-11-20", "result": "met", "record": note});
        let path = format!("assessments/{id}/inspections/1-1-1-2");
        let inspection = browser.command(Method::POST, &path, &[], &record).await;
        let evidence = browser.upload("evidence", &[Part::field("note", &note), Part::field("name", "メモ")]).await;
        [one.status.is_success(), inspection.status.is_success(), evidence.status.is_success()]
    };
    assert_eq!(status(20_001).await, [false; 3]);
    assert_eq!(status(20_000).await, [true; 3]);
}

#[tokio::test]
async fn a_comparison_without_days_is_from_its_beginning_until_today() {
    let world = World::new().await;
    let browser = lead(&world).await;
    let id = browser.command(Method::POST, "assessments", &[], &json!({"edition": "scs-2026-03", "level": 3})).await;
    let id = id.json()["id"].as_str().expect("an identifier").to_owned();
    let compared = browser.api(&format!("assessments/{id}/compare")).await;
    assert_eq!(compared.status, StatusCode::OK, "{}", compared.text());
    let compared = compared.json();
    assert_eq!((&compared["left"]["day"], &compared["right"]["day"]), (&json!("2026-11-21"), &json!("2026-11-21")));
}

#[tokio::test]
async fn a_file_keeps_its_name_in_every_spelling_and_goes_on_only_where_it_is_the_same() {
    let world = World::new().await;
    let browser = lead(&world).await;
    let part = |head: &[u8]| {
        let mut body = b"--x\r\nContent-Disposition: form-data; name=\"file\"; ".to_vec();
        body.extend_from_slice(head);
        body.extend_from_slice(b"\r\nContent-Type: text/plain\r\n\r\n0123456789\r\n--x--\r\n");
        body
    };
    // 表.txt as Windows programs write it.
    let cp932 = part(b"filename=\"\x95\x5c.txt\"");
    for body in [cp932, part("filename=\"表.txt\"".as_bytes()), part(b"filename*=UTF-8''%E8%A1%A8.txt")] {
        let sent = browser.upload_bytes("evidence", &[], body).await;
        assert_eq!(sent.status, StatusCode::CREATED, "{}", sent.text());
        assert!(sent.text().contains("表.txt"), "{}", sent.text());
    }
    let listed = browser.api("evidence").await.json();
    let id = listed["items"][0]["id"].as_str().expect("an identifier").to_owned();
    let path = format!("/api/v1/organizations/{}/evidence/{id}/versions/1/file", world.organization);
    let whole = browser.get(&path).await;
    let tag = whole.header("etag").to_owned();
    let had = async |had: &str| browser.get_with(&path, &[("range", "bytes=4-"), ("if-range", had)]).await;
    let part = had(&tag).await;
    assert_eq!((part.status, part.bytes.as_slice()), (StatusCode::PARTIAL_CONTENT, &b"456789"[..]));
    for other in ["\"other\"", "Sat, 21 Nov 2026 05:03:00 GMT"] {
        let answer = had(other).await;
        assert_eq!((answer.status, answer.bytes.as_slice()), (StatusCode::OK, &b"0123456789"[..]), "{other}");
    }
}

#[tokio::test]
async fn what_is_searched_is_found_whatever_its_variant() {
    let world = World::new().await;
    let browser = lead(&world).await;
    let id = browser.command(Method::POST, "assessments", &[], &json!({"edition": "scs-2026-03", "level": 3})).await;
    let id = id.json()["id"].as_str().expect("an identifier").to_owned();
    let note = json!({"note": "葛\u{e0100}城市の工場で行う"});
    browser.command(Method::PATCH, &format!("assessments/{id}/answers/1-1-1-1"), &[], &note).await;
    // 葛城, and 葛󠄀城 with its selector.
    for query in ["%E8%91%9B%E5%9F%8E", "%E8%91%9B%F3%A0%84%80%E5%9F%8E"] {
        let found = browser.api(&format!("search?q={query}")).await.json();
        assert_eq!(found["items"].as_array().map(Vec::len), Some(1), "{query}");
    }
}
