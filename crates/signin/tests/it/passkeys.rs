use serde_json::json;
use tasuki_signin::passkeys::{Key, PasskeyRefusal, Passkeys, Registering, SigningIn, Uuid};
use url::Url;

use crate::device::Device;

const ADDRESS: &str = "https://tasuki.example.jp/";
const PERSON: Uuid = Uuid::from_bytes([7; 16]);

fn server(address: &str) -> Result<Passkeys, PasskeyRefusal> {
    Passkeys::new(&Url::parse(address).expect("an address"), "Tasuki")
}

fn here() -> Passkeys {
    server(ADDRESS).expect("suitable")
}

fn registered(device: &mut Device) -> Key {
    let (challenge, state) = here().start_registration(PERSON, "hanako@example.jp", "山田 花子", &[]).expect("started");
    here().finish_registration(device.create(&challenge), &state).expect("registered")
}

fn device() -> Device {
    Device::new("https://tasuki.example.jp", 1)
}

#[test]
fn a_key_is_registered_and_signs_in_without_a_name() {
    let mut device = device();
    let key = registered(&mut device);
    let (challenge, state) = here().start_sign_in().expect("started");
    assert_eq!(challenge["mediation"], "conditional");
    let answer = device.get(&challenge);
    let claim = here().claim(&answer).expect("a claim");
    assert_eq!((claim.person, claim.credential), (Some(PERSON), key.credential()));
    let kept = here().finish_sign_in(&answer, state, &key).expect("signed in").expect("the counter moved");
    assert_eq!(kept.credential(), key.credential());
}

#[test]
fn the_browser_is_asked_for_a_key_that_needs_no_name_and_for_its_owner() {
    let (challenge, _) = here().start_registration(PERSON, "a@example.jp", "A", &[]).expect("started");
    let selection = &challenge["publicKey"]["authenticatorSelection"];
    assert_eq!((&selection["residentKey"], &selection["userVerification"]), (&json!("preferred"), &json!("required")));
    assert_eq!(challenge["publicKey"]["rp"], json!({ "id": "tasuki.example.jp", "name": "Tasuki" }));
}

#[test]
fn what_the_server_keeps_survives_being_written_down() {
    let mut device = device();
    let (challenge, state) = here().start_registration(PERSON, "a@example.jp", "A", &[]).expect("started");
    let state: Registering = serde_json::from_str(&serde_json::to_string(&state).expect("written")).expect("read");
    let key = here().finish_registration(device.create(&challenge), &state).expect("registered");
    let key = Key::from_json(&key.to_json().expect("written")).expect("read");
    let (challenge, state) = here().start_sign_in().expect("started");
    let state: SigningIn = serde_json::from_str(&serde_json::to_string(&state).expect("written")).expect("read");
    assert!(here().finish_sign_in(&device.get(&challenge), state, &key).is_ok());
}

#[test]
fn a_known_person_proves_a_key() {
    let mut device = device();
    let key = registered(&mut device);
    let (challenge, state) = here().start_proof(std::slice::from_ref(&key)).expect("started");
    assert_eq!(challenge["publicKey"]["allowCredentials"].as_array().map(Vec::len), Some(1));
    assert!(here().finish_sign_in(&device.get(&challenge), state, &key).is_ok());
}

#[test]
fn a_copied_key_is_noticed() {
    let mut device = device();
    let key = registered(&mut device);
    device.counter = 40;
    let (challenge, state) = here().start_sign_in().expect("started");
    let key = here().finish_sign_in(&device.get(&challenge), state, &key).expect("in").expect("moved");
    device.counter = 3;
    let (challenge, state) = here().start_sign_in().expect("started");
    assert_eq!(here().finish_sign_in(&device.get(&challenge), state, &key).err(), Some(PasskeyRefusal::Copied));
}

#[test]
fn an_answer_to_another_challenge_is_stale() {
    let mut device = device();
    let key = registered(&mut device);
    let (challenge, _) = here().start_sign_in().expect("started");
    let (_, other) = here().start_sign_in().expect("started");
    assert_eq!(here().finish_sign_in(&device.get(&challenge), other, &key).err(), Some(PasskeyRefusal::Stale));
}

#[test]
fn a_phishing_site_gets_nothing() {
    let mut device = device();
    let key = registered(&mut device);
    device.origin = "https://tasuki.example.net".to_owned();
    let (challenge, state) = here().start_sign_in().expect("started");
    assert_eq!(here().finish_sign_in(&device.get(&challenge), state, &key).err(), Some(PasskeyRefusal::OtherSite));
}

#[test]
fn the_owner_must_be_verified() {
    let mut device = device();
    let key = registered(&mut device);
    device.verifies = false;
    let (challenge, state) = here().start_sign_in().expect("started");
    let refused = here().finish_sign_in(&device.get(&challenge), state, &key).err();
    assert_eq!(refused, Some(PasskeyRefusal::OwnerNotVerified));
    let (challenge, state) = here().start_registration(PERSON, "a@example.jp", "A", &[]).expect("started");
    let refused = here().finish_registration(device.create(&challenge), &state).err();
    assert_eq!(refused, Some(PasskeyRefusal::OwnerNotVerified));
}

#[test]
fn another_device_does_not_pass_for_this_one() {
    let (mut device, mut other) = (device(), Device::new("https://tasuki.example.jp", 2));
    let key = registered(&mut device);
    registered(&mut other);
    let (challenge, state) = here().start_sign_in().expect("started");
    assert_eq!(here().finish_sign_in(&other.get(&challenge), state, &key).err(), Some(PasskeyRefusal::Unknown));
    let (challenge, state) = here().start_sign_in().expect("started");
    let mut forged = other.get(&challenge);
    forged["rawId"] = device.get(&challenge)["rawId"].clone();
    assert!(matches!(here().finish_sign_in(&forged, state, &key).err(), Some(PasskeyRefusal::Wrong { .. })));
}

#[test]
fn nonsense_is_malformed() {
    let (_, state) = here().start_registration(PERSON, "a@example.jp", "A", &[]).expect("started");
    for nonsense in [json!(null), json!({}), json!({ "id": "x", "rawId": "あ" }), json!([1, 2])] {
        assert_eq!(here().claim(&nonsense).err(), Some(PasskeyRefusal::Malformed));
        assert_eq!(here().finish_registration(nonsense, &state).err(), Some(PasskeyRefusal::Malformed));
    }
    assert!(matches!(Key::from_json("{}").err(), Some(PasskeyRefusal::Damaged)));
}

#[test]
fn passkeys_belong_to_a_name() {
    for address in ["http://localhost:8642/", "https://tasuki.example.jp:8443/", "http://a.localhost/"] {
        assert!(server(address).is_ok(), "{address}");
    }
    for address in ["http://127.0.0.1:8642/", "https://192.0.2.1/", "http://tasuki.example.jp/", "https://[::1]/"] {
        assert!(matches!(server(address), Err(PasskeyRefusal::UnsuitableAddress { .. })), "{address}");
    }
}
