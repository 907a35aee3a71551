//! Guessing beside a right password, locking others out, known devices.

use tasuki_app::sign_in::Entered;
use tasuki_app::{App, account, sign_in};
use tasuki_scheme::Role;

use super::{DAY, House, MINUTE, OTHER, PASSWORD, SECOND, code, from, halfway, house, letters, mail, now, with_codes};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_right_password_gives_no_guess_at_the_code_back() {
    let House { world, app, admin } = house().await;
    with_codes(&app, &admin).await;
    world.wait(MINUTE);
    let half = halfway(&app, &mail(&admin), from("")).await;
    let mut judged = 0;
    for turn in 0..60_u64 {
        // A right password is under way all the time, beginning before a guess and ending after it.
        let right = tokio::spawn({
            let (app, mail) = (app.clone(), mail(&admin));
            async move { sign_in::with_password(&app, &mail, PASSWORD, from("")).await.is_ok() }
        });
        let guess = format!("{:06}", 100_000 + turn);
        let error = sign_in::with_code(&app, &half, &guess, from("")).await.err();
        assert!(right.await.expect("done"), "the right password is let in, whatever happens to the code");
        judged += usize::from(code(error) == "code-wrong");
        world.wait(SECOND);
    }
    assert_eq!(judged, 7, "what the waiting allows within a minute, and no more");
}

#[tokio::test]
async fn the_code_locks_after_ten_and_for_longer_each_time() {
    let House { world, app, admin } = house().await;
    let secret = with_codes(&app, &admin).await;
    let mut judged = 0;
    let mut waited = 0;
    while waited < DAY {
        let half = halfway(&app, &mail(&admin), from("")).await;
        match sign_in::with_code(&app, &half, "000000", from("")).await.expect_err("wrong") {
            error if error.code == "code-wrong" => judged += 1,
            error => {
                // An hour at most: a half-done sign-in ends by then.
                let wait = error.retry_after.unwrap_or(1).min(3_600) * SECOND;
                world.wait(wait);
                waited += wait;
            }
        }
    }
    assert!((10..=17).contains(&judged), "{judged} guesses in a day");
    let told = letters(&app).await;
    let told: Vec<_> = told.iter().filter(|(_, subject, _)| subject.contains("パスワードを知っている")).collect();
    assert_eq!(told.len(), 1, "once a day: {told:?}");
    let half = halfway(&app, &mail(&admin), from("")).await;
    let right = secret.code(now(&app));
    assert_eq!(code(sign_in::with_code(&app, &half, &right, from("")).await.err()), "sign_in.locked");
}

#[tokio::test]
async fn a_known_device_passes_when_strangers_have_locked_the_account() {
    let House { world, app, admin } = house().await;
    let Entered::In(_) = sign_in::with_password(&app, &mail(&admin), PASSWORD, from("own")).await.expect("in") else {
        panic!("one factor")
    };
    let mut locked = false;
    while !locked {
        let error = sign_in::with_password(&app, &mail(&admin), "guess", from("stranger")).await.expect_err("wrong");
        locked = error.code == "sign_in.locked";
        world.wait(if error.code == "sign_in.wait" { error.retry_after.unwrap_or(0) * SECOND } else { 0 });
    }
    assert_eq!(code(sign_in::with_password(&app, &mail(&admin), PASSWORD, from("")).await.err()), "sign_in.locked");
    assert!(sign_in::with_password(&app, &mail(&admin), PASSWORD, from("own")).await.is_ok(), "the own device passes");
    // What the owner does gives the stranger nothing back.
    assert_eq!(code(sign_in::with_password(&app, &mail(&admin), "x", from("")).await.err()), "sign_in.locked");
    let told = letters(&app).await;
    assert_eq!(told.iter().filter(|(_, subject, _)| subject.contains("失敗が続いています")).count(), 1);
    // A device that was stolen is no way to guess either.
    let mut seen = Vec::new();
    for _ in 0..60 {
        let error = sign_in::with_password(&app, &mail(&admin), "guess", from("own")).await.expect_err("wrong");
        world.wait(if error.code == "sign_in.wait" { error.retry_after.unwrap_or(0) * SECOND } else { 0 });
        seen.push(error.code);
    }
    assert_eq!(seen.iter().filter(|code| **code == "sign_in.wrong").count(), 10);
    // The device of one account is unknown to another.
    let sato = world.somebody("佐藤", Role::Viewer).await;
    let devices = app.read(sato.credentials, None, tasuki_app::devices::list).await.expect("devices");
    assert!(devices.is_empty());
}

#[tokio::test]
async fn a_device_is_forgotten_when_asked_and_with_the_password() {
    let House { app, admin, world: _world } = house().await;
    for browser in ["one", "two", "three"] {
        sign_in::with_password(&app, &mail(&admin), PASSWORD, from(browser)).await.expect("in");
    }
    let list = |app: &App| {
        let (app, who) = (app.clone(), admin.credentials);
        async move { app.read(who, None, tasuki_app::devices::list).await.expect("devices") }
    };
    let known = list(&app).await;
    assert_eq!(known.len(), 3);
    let id = known[0].id;
    app.write(admin.credentials, None, move |cx| tasuki_app::devices::forget(cx, id)).await.expect("forgotten");
    assert_eq!(list(&app).await.len(), 2);
    account::change_password(&app, admin.credentials, PASSWORD, OTHER, &from("one")).await.expect("changed");
    assert!(list(&app).await.len() <= 1, "only the browser that changed it is known");
    for browser in 0..30 {
        sign_in::with_password(&app, &mail(&admin), OTHER, from(&browser.to_string())).await.expect("in");
    }
    assert_eq!(list(&app).await.len(), 20);
}
