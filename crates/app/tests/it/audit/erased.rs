//! People who are erased: what they did stays, who they were does not.

use tasuki_app::answers::{self, Change};
use tasuki_app::{Kind, comments, erasure};
use tasuki_scheme::Role;
use tasuki_store::persons;

use super::{differing, entries};
use crate::common::{NOW, World};

#[tokio::test]
async fn a_person_is_erased_and_what_they_did_stays() {
    let world = World::new().await;
    let admin = world.somebody("山 一郎", Role::Administrator).await;
    let lead = world.somebody("海野 花子", Role::SecurityLead).await;
    let id = world.assessment(&lead).await.id;
    let said = world.write(&lead, move |cx| {
        let owner = Change {
            owner: Some(Some(cx.person()?.id)),
            note: Some("海野 花子に聞く".to_owned()),
            ..Change::default()
        };
        answers::save(cx, id, "1-1-1-1", None, &owner)?;
        comments::add(cx, id, "1-1-1-1", "見てください @山 一郎")
    });
    said.await.expect("said");
    let called = world.write(&admin, move |cx| comments::add(cx, id, "1-1-1-1", "お願いします @海野 花子"));
    called.await.expect("called");
    let person = lead.id;
    let own = world
        .write(&admin, {
            let admin = admin.id;
            move |cx| erasure::erase_member(cx, admin)
        })
        .await;
    assert_eq!(own.expect_err("oneself").code, "person.own");
    let erased = world.write(&admin, move |cx| erasure::erase_member(cx, person)).await.expect("erased");
    assert_eq!((erased.remains.answers, erased.remains.comments, erased.remains.texts), (1, 1, 1), "{erased:?}");
    assert!(world.read(&lead, |cx| cx.person().map(drop)).await.is_err(), "signed out");
    let (found, text) = world
        .store
        .read(move |tx| {
            let found = persons::find(tx, person)?;
            let mut text = String::new();
            for sql in [
                "SELECT detail FROM audit",
                "SELECT subject FROM notifications",
                "SELECT body FROM deliveries",
                "SELECT subject || body FROM outbox",
                "SELECT name || mail FROM people",
                "SELECT text FROM search WHERE kind = 'comment'",
                "SELECT members FROM access_reviews",
                "SELECT mail || name FROM invitations",
            ] {
                text += &tx.query(sql, &[], |row| row.get::<String>(0))?.join("\n");
            }
            Ok::<_, tasuki_store::StoreError>((found, text))
        })
        .await
        .expect("read");
    let found = found.expect("the row stays");
    assert!(found.disabled.is_some() && found.name.contains("erased") && found.name == erased.name);
    let notes = text.matches("海野").count();
    assert_eq!(notes, 1, "only the note that somebody wrote, in the log: {text}");
    assert!(!text.contains(&format!("{person}@example.jp")));
    assert_eq!(differing(&world).await, []);
    entries(&world, String::new()).await;
    entries(&world, world.organization.to_string()).await;
    let again = world.write(&admin, move |cx| erasure::erase_member(cx, person)).await;
    assert_eq!(again.expect_err("not there").kind, Kind::NotFound);
    let again = world.app.system(move |cx| erasure::erase(cx, person)).await;
    assert_eq!(again.expect_err("erased").code, "person.erased");
}

#[tokio::test]
async fn who_belongs_elsewhere_too_is_not_erased_from_here() {
    let world = World::new().await;
    let admin = world.somebody("山 一郎", Role::Administrator).await;
    let guest = world.somebody("海野 花子", Role::Viewer).await;
    let (person, other) = (guest.id, tasuki_store::OrganizationId::new(NOW, [9; 10]));
    world.organization(other, "別の会社").await;
    world
        .arrange(move |tx| {
            let insert =
                "INSERT INTO members (organization, person, roles, areas, joined) VALUES (?1, ?2, 'viewer', '[]', 0)";
            tx.execute(insert, tasuki_store::params![&other, &person]).map(drop)
        })
        .await;
    let refused = world.write(&admin, move |cx| erasure::erase_member(cx, person)).await;
    assert_eq!(refused.expect_err("refused").code, "person.elsewhere");
    let refused = world
        .app
        .system({
            let admin = admin.id;
            move |cx| erasure::erase(cx, admin)
        })
        .await;
    assert_eq!(refused.expect_err("refused").code, "member.last_administrator");
    world.app.system(move |cx| erasure::erase(cx, person)).await.expect("from the machine");
    assert_eq!(differing(&world).await, []);
}
