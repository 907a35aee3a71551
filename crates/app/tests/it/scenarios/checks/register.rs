//! The register of partners: one that is changed, one that goes into the archive, found again by the search.

use futures_util::future::BoxFuture;
use serde::{Deserialize, Serialize};
use tasuki_app::register::{self, Entry};
use tasuki_app::register::{Decision, Whole};
use tasuki_app::search;
use tasuki_store::register::{Contact, Contract, Partner};
use tasuki_store::{Noun, PartnerId};

use super::{Check, Notes, Scene, noted, read};

/// 法人番号 of an invented company, with the right check digit.
const NUMBER: &str = "7123456789012";

pub(super) struct Register;

#[derive(Serialize, Deserialize)]
struct Noted {
    /// As they were acknowledged.
    used: Vec<Known>,
    archived: Vec<Known>,
}

#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Known {
    id: PartnerId,
    version: i64,
    name: String,
    identity: String,
    supplies: String,
}

impl From<Whole> for Known {
    fn from(own: Whole) -> Self {
        own.partner.into()
    }
}

impl From<Partner> for Known {
    fn from(own: Partner) -> Self {
        let identity = own.identity.text().to_owned();
        Self { id: own.id, version: own.version, name: own.name, identity, supplies: own.supplies }
    }
}

async fn add(scene: &Scene<'_>, name: &str, number: &str, supplies: &str) -> Known {
    let kind = if number.is_empty() { "own" } else { "corporate_number" };
    let entry = Entry {
        name: name.to_owned(),
        identity_kind: kind.to_owned(),
        identity: number.to_owned(),
        supplies: supplies.to_owned(),
        contacts: vec![Contact {
            name: "窓口".to_owned(), mail: "desk@example.com".to_owned(), ..Contact::default()
        }],
        products: vec!["軸受け".to_owned()],
        contracts: vec![Contract { title: "取引基本契約".to_owned(), ..Contract::default() }],
        ..Entry::default()
    };
    scene.act(&scene.cast.lead, move |cx| register::create(cx, &entry)).await.into()
}

impl Check for Register {
    fn name(&self) -> &'static str {
        "partners"
    }

    fn begin<'a>(&'a self, scene: &'a Scene<'a>) -> BoxFuture<'a, Notes> {
        Box::pin(async {
            let one = add(scene, "例示商会", NUMBER, "亜鉛めっき").await;
            let other = add(scene, "青空製作所", "", "鋳物").await;
            noted(&Noted { used: vec![one, other], archived: Vec::new() })
        })
    }

    fn change<'a>(&'a self, scene: &'a Scene<'a>, notes: Notes) -> BoxFuture<'a, Notes> {
        Box::pin(async move {
            let Noted { mut used, mut archived } = read(&notes);
            let Known { id, version, .. } = used[0];
            let entry = Entry { name: "例示商会".to_owned(), supplies: "塗装".to_owned(), ..Entry::default() };
            let late = entry.clone();
            let refused =
                scene.world.write(&scene.cast.lead, move |cx| register::change(cx, id, Some(version - 1), &late));
            assert_eq!(refused.await.expect_err("it was changed since").code, "partner.conflict");
            let changed = scene.act(&scene.cast.lead, move |cx| register::change(cx, id, Some(version), &entry));
            used[0] = changed.await.into();
            // Its details were not entered again; which ★ is asked stays.
            let decision = Decision { star: Some(3), reason: "試作だけ".to_owned(), ..Decision::default() };
            let need = scene.act(&scene.cast.lead, move |cx| register::decide(cx, id, None, &decision)).await;
            assert_eq!((need.proposed, need.star), (None, Some(3)));
            let gone = used.pop().expect("the other").id;
            archived.push(scene.act(&scene.cast.lead, move |cx| register::archive(cx, gone, true)).await.into());
            noted(&Noted { used, archived })
        })
    }

    fn validate<'a>(&'a self, scene: &'a Scene<'a>, notes: &'a Notes) -> BoxFuture<'a, ()> {
        Box::pin(async move {
            let Noted { used, archived } = read(notes);
            for (own, is_changed) in used.iter().map(|own| (own.id, own.version > 1)).collect::<Vec<_>>() {
                let (details, needs) = scene
                    .get(&scene.cast.lead, move |cx| Ok((register::whole(cx, own)?.details, register::needs(cx, own)?)))
                    .await;
                assert_eq!((details.contacts.is_empty(), details.products.is_empty()), (is_changed, is_changed));
                assert_eq!(needs.iter().map(|need| need.star).collect::<Vec<_>>(), vec![Some(3); needs.len()]);
                assert_eq!(!needs.is_empty(), is_changed);
            }
            for (is_archived, expected) in [(false, used), (true, archived)] {
                let listed = scene.get(&scene.cast.lead, move |cx| register::list(cx, is_archived)).await;
                let mut listed: Vec<Known> = listed.into_iter().map(Known::from).collect();
                listed.sort_by_key(|own| own.id);
                assert_eq!(listed, expected);
                for own in expected {
                    let hits =
                        scene.get(&scene.cast.lead, move |cx| Ok(search::search(cx, &own.supplies, 9)?.hits)).await;
                    let found = hits.iter().filter(|hit| hit.kind == search::Kind::Thing(Noun::Partner)).count();
                    assert_eq!(found, 1, "{}", own.name);
                }
            }
            let refused = scene.world.read(&scene.cast.worker, |cx| register::list(cx, false).map(drop)).await;
            assert_eq!(refused.expect_err("a contributor has no partners").code, "not_found");
        })
    }
}
