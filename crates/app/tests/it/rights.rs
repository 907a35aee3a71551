//! Who may what: people with a browser, tokens of each scope, contributors of an area, and people who are no members.

use jiff::civil::date;
use tasuki_app::links::{self, visits};
use tasuki_app::tokens;
use tasuki_app::{Context, Credentials, Error, Kind};
use tasuki_scheme::{Classification, Permission, Role, Roles};
use tasuki_store::grants::{Grant, Holder, Opening};
use tasuki_store::members::{self, Area};
use tasuki_store::tokens as kept;
use tasuki_store::{ApiTokenId, GrantId, OrganizationId, grants};

use crate::common::{NOW, Somebody, World, opening};

async fn token(world: &World, by: &Somebody, scope: &str) -> Result<Credentials, Error> {
    let new = tokens::New { name: "夜".to_owned(), scope: scope.to_owned(), days: 1 };
    let (_, secret) = world.write(by, move |cx| tokens::create(cx, &new)).await?;
    Ok(Credentials::Token(tasuki_app::digest(&secret)))
}

/// What somebody may do in the organization, and that what is required is what is allowed.
async fn allowed(world: &World, credentials: Credentials) -> Vec<Permission> {
    let look = |cx: &mut Context<'_, '_>| {
        let own = cx.organization()?;
        let may: Vec<Permission> = Permission::ALL.into_iter().filter(|permission| cx.may(*permission)).collect();
        for permission in Permission::ALL {
            match cx.require(permission) {
                Ok(organization) => assert!(may.contains(&permission) && organization == own),
                Err(error) => assert!(!may.contains(&permission) && error.kind == Kind::NotFound, "{permission:?}"),
            }
        }
        Ok(may)
    };
    world.app.read(credentials, Some(world.organization), look).await.expect("a look")
}

fn of(roles: &[Role]) -> Vec<Permission> {
    let roles = Roles::new(roles.to_vec());
    Permission::ALL.into_iter().filter(|permission| roles.may(*permission)).collect()
}

/// What the scopes say, in words of their own: reading, and working without touching people, organization and programs.
fn within(scope: &str, permission: Permission) -> bool {
    use Permission as P;
    let ruling = [P::ManageMembers, P::ManageOrganization, P::ManageIntegrations];
    match scope {
        "read" => format!("{permission:?}").starts_with("Read"),
        "write" => !ruling.contains(&permission),
        other => other == "admin",
    }
}

#[tokio::test]
async fn a_token_may_what_its_scope_covers_and_its_person_may_too() {
    let world = World::new().await;
    let both = [Role::Administrator, Role::SecurityLead];
    let lead = world.somebody_with("佐藤", &both).await;
    assert_eq!(allowed(&world, lead.credentials).await, of(&both));
    let mut made = Vec::new();
    for scope in ["read", "write", "admin"] {
        let credentials = token(&world, &lead, scope).await.expect("a token");
        let covered: Vec<Permission> = of(&both).into_iter().filter(|own| within(scope, *own)).collect();
        assert!(!covered.is_empty());
        assert_eq!(allowed(&world, credentials).await, covered, "{scope}");
        made.push((scope, credentials));
    }
    for scope in ["", "everything", "Admin", "read write admin"] {
        assert!(token(&world, &lead, scope).await.is_err(), "{scope:?} is no scope");
    }
    // The person loses roles, and the tokens with them.
    let (organization, person) = (world.organization, lead.id);
    world
        .arrange(move |tx| {
            let member = members::find(tx, organization, person, "2026-11-21")?.expect("a member");
            members::put(tx, &members::Member { roles: Roles::new([Role::Contributor]), ..member })
        })
        .await;
    for (scope, credentials) in made {
        let covered: Vec<Permission> = of(&[Role::Contributor]).into_iter().filter(|own| within(scope, *own)).collect();
        assert_eq!(allowed(&world, credentials).await, covered, "{scope}");
    }
}

#[tokio::test]
async fn each_role_may_what_the_table_says_and_the_others_nothing() {
    let world = World::new().await;
    for role in Role::ALL {
        let somebody = world.somebody("誰か", role).await;
        assert_eq!(allowed(&world, somebody.credentials).await, of(&[role]), "{role:?}");
    }
    let elsewhere = OrganizationId::new(NOW, [9; 10]);
    world.organization(elsewhere, "別の会社").await;
    let stranger = world.somebody_in(elsewhere, "他社", Role::Administrator).await;
    let look = |cx: &mut Context<'_, '_>| {
        assert!(Permission::ALL.into_iter().all(|permission| !cx.may(permission)));
        assert!(!cx.may_answer("scs-2026-03", "1"));
        cx.member().map(drop)
    };
    let refused = world.read(&stranger, look).await.expect_err("no member");
    assert_eq!(refused.kind, Kind::NotFound, "as if the organization did not exist");
    let nobody = world.app.read(Credentials::None, Some(world.organization), look).await.expect_err("nobody");
    assert_eq!(nobody.kind, Kind::SignIn);
}

#[tokio::test]
async fn a_contributor_answers_the_own_areas_and_a_lead_all() {
    let world = World::new().await;
    let area = |edition: &str, area: &str| Area { edition: edition.to_owned(), area: area.to_owned() };
    let own = vec![area("scs-2026-03", "1"), area("jama-2.3", "4")];
    let asked =
        [("scs-2026-03", "1"), ("scs-2026-03", "4"), ("jama-2.3", "1"), ("jama-2.3", "4"), ("scs-2025-12", "1")];
    let mine = [true, false, false, true, false];
    for (roles, areas, expected) in [
        (vec![Role::Contributor], own.clone(), mine),
        (vec![Role::Contributor, Role::Viewer], own.clone(), mine),
        (vec![Role::Contributor], Vec::new(), [true; 5]),
        (vec![Role::Contributor, Role::SecurityLead], own.clone(), [true; 5]),
        (vec![Role::SecurityLead], Vec::new(), [true; 5]),
        // Areas alone give no right.
        (vec![Role::Viewer], own.clone(), [false; 5]),
        (vec![Role::Administrator, Role::Approver], own, [false; 5]),
    ] {
        let somebody = world.somebody_with("誰か", &roles).await;
        let (organization, person) = (world.organization, somebody.id);
        world
            .arrange(move |tx| {
                let member = members::find(tx, organization, person, "2026-11-21")?.expect("a member");
                members::put(tx, &members::Member { areas, ..member })
            })
            .await;
        let may = move |cx: &mut Context<'_, '_>| Ok(asked.map(|(edition, area)| cx.may_answer(edition, area)));
        assert_eq!(world.read(&somebody, may).await.expect("a look"), expected, "{roles:?}");
        let read = token(&world, &somebody, "read").await.expect("a token");
        let none = world.app.read(read, Some(world.organization), may).await.expect("a look");
        assert_eq!(none, [false; 5], "a token that reads answers nothing: {roles:?}");
    }
}

#[tokio::test]
async fn a_link_only_reads_whatever_its_grant_says() {
    let world = World::new().await;
    let administrator = world.session(&world.somebody("田中", Role::Administrator).await).await;
    let lead = world.somebody("佐藤", Role::SecurityLead).await;
    let assessment = world.assessment(&lead).await.id;
    let opening = opening(assessment, &[Permission::ReadAssessments], None);
    let new = links::New {
        recipient: "例示商事".to_owned(),
        openings: vec![opening.clone()],
        starts: None,
        ends: date(2027, 3, 31),
    };
    let (link, address) = world.write(&administrator, move |cx| links::create(cx, new)).await.expect("a link");
    // No form offers it: a row that says more than a link may do.
    let (organization, id) = (world.organization, link.link.id);
    world
        .arrange(move |tx| {
            let own = grants::of_holder(tx, organization, Holder::Link(id))?.remove(0);
            let opening = Opening { permissions: Permission::ON_ASSESSMENTS.to_vec(), ..opening };
            grants::add(tx, &Grant { id: GrantId::new(NOW, [7; 10]), opening, ..own })
        })
        .await;
    let (shown, code) = (id.to_string(), address.rsplit('#').next().unwrap_or_default().to_owned());
    let visit =
        world.app.write(Credentials::None, None, move |cx| visits::enter(cx, &shown, &code)).await.expect("a visit");
    let may = world.app.read(Credentials::None, None, move |cx| {
        visits::arrive(cx, &id.to_string(), &visit)?;
        Ok(Permission::ALL.into_iter().filter(|permission| cx.may_in(*permission, assessment)).collect::<Vec<_>>())
    });
    let may = may.await.expect("a look");
    assert_eq!(may, [Permission::ReadResults, Permission::ReadAssessments], "it neither comments nor accepts");
}

#[tokio::test]
async fn a_token_without_a_scope_sees_no_evidence() {
    let world = World::new().await;
    let lead = world.somebody("佐藤", Role::SecurityLead).await;
    let Credentials::Token(digest) = token(&world, &lead, "read").await.expect("a token") else { panic!("a token") };
    let credentials = Credentials::Token(digest);
    let sees = |cx: &mut Context<'_, '_>| Ok(cx.sees_evidence());
    assert!(world.app.read(credentials, Some(world.organization), sees).await.expect("a look"));
    // As a scope of a later version would look to this one.
    let (organization, person) = (world.organization, lead.id);
    let bare = tasuki_app::digest("bare");
    world
        .arrange(move |tx| {
            let old = kept::of_person(tx, organization, person)?.remove(0);
            let new = kept::Token { id: ApiTokenId::new(NOW, [8; 10]), scopes: vec!["later".to_owned()], ..old };
            kept::add(tx, &new, &bare)
        })
        .await;
    let sees = |cx: &mut Context<'_, '_>| Ok(cx.sees_evidence());
    assert!(!world.app.read(Credentials::Token(bare), Some(world.organization), sees).await.expect("a look"));
}

#[tokio::test]
async fn a_grant_of_evidence_is_for_its_assessment_alone() {
    let world = World::new().await;
    let administrator = world.session(&world.somebody("田中", Role::Administrator).await).await;
    let lead = world.somebody("佐藤", Role::SecurityLead).await;
    let (open, answers, closed) =
        (world.assessment(&lead).await.id, world.assessment(&lead).await.id, world.assessment(&lead).await.id);
    let guest = world.somebody("専門家", Role::Guest).await;
    let read = [Permission::ReadAssessments];
    world.grant(&administrator, &guest, opening(open, &read, Some(Classification::Internal))).await;
    world.grant(&administrator, &guest, opening(answers, &read, None)).await;
    let look =
        move |cx: &mut Context<'_, '_>| Ok([open, answers, closed].map(|id| cx.may_in(Permission::ReadEvidence, id)));
    assert_eq!(world.read(&guest, look).await.expect("a look"), [true, false, false]);
}
