//! A device in software: it holds one key and answers challenges in the form in which a browser passes the answers
//! on.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use p256::ecdsa::{Signature, SigningKey, signature::Signer};
use serde_json::{Value, json};
use tasuki_signin::tokens::Digest;

const PRESENT: u8 = 0b0000_0001;
const VERIFIED: u8 = 0b0000_0100;
const WITH_KEY: u8 = 0b0100_0000;

pub(crate) struct Device {
    key: SigningKey,
    id: [u8; 16],
    user: Vec<u8>,
    /// The address that the browser shows.
    pub(crate) origin: String,
    /// How often it has signed.
    pub(crate) counter: u32,
    /// Whether it verifies its owner.
    pub(crate) verifies: bool,
}

impl Device {
    pub(crate) fn new(origin: &str, seed: u8) -> Self {
        let key = SigningKey::from_slice(&[seed; 32]).expect("a key");
        Self { key, id: [seed; 16], user: Vec::new(), origin: origin.to_owned(), counter: 0, verifies: true }
    }

    pub(crate) fn create(&mut self, challenge: &Value) -> Value {
        let options = &challenge["publicKey"];
        self.user = URL_SAFE_NO_PAD.decode(text(&options["user"]["id"])).expect("base64");
        let client = self.client_data("webauthn.create", &options["challenge"]);
        let data = self.authenticator_data(text(&options["rp"]["id"]), WITH_KEY);
        let mut attestation = vec![0xa3];
        attestation.extend(b"\x63fmt\x64none\x67attStmt\xa0\x68authData\x58");
        attestation.push(u8::try_from(data.len()).expect("short"));
        attestation.extend(data);
        json!({
            "id": encode(&self.id), "rawId": encode(&self.id), "type": "public-key",
            "response": { "attestationObject": encode(&attestation), "clientDataJSON": encode(&client) },
            "clientExtensionResults": {}, "extensions": {},
        })
    }

    pub(crate) fn get(&mut self, challenge: &Value) -> Value {
        let options = &challenge["publicKey"];
        let client = self.client_data("webauthn.get", &options["challenge"]);
        self.counter += 1;
        let data = self.authenticator_data(text(&options["rpId"]), 0);
        let mut signed = data.clone();
        signed.extend(Digest::of(&client).as_bytes());
        let signature: Signature = self.key.sign(&signed);
        json!({
            "id": encode(&self.id), "rawId": encode(&self.id), "type": "public-key",
            "response": {
                "authenticatorData": encode(&data), "clientDataJSON": encode(&client),
                "signature": encode(signature.to_der().as_bytes()), "userHandle": encode(&self.user),
            },
            "clientExtensionResults": {}, "extensions": {},
        })
    }

    fn client_data(&self, kind: &str, challenge: &Value) -> Vec<u8> {
        json!({ "type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": false })
            .to_string()
            .into_bytes()
    }

    fn authenticator_data(&self, site: &str, more: u8) -> Vec<u8> {
        let mut data = Digest::of(site.as_bytes()).as_bytes().to_vec();
        data.push(PRESENT | if self.verifies { VERIFIED } else { 0 } | more);
        data.extend(self.counter.to_be_bytes());
        if more & WITH_KEY != 0 {
            let point = self.key.verifying_key().to_sec1_point(false);
            data.extend([0; 16]);
            data.extend([0, 16]);
            data.extend(self.id);
            // A COSE key: {1: EC2, 3: ES256, -1: P-256, -2: x, -3: y}.
            data.extend(b"\xa5\x01\x02\x03\x26\x20\x01\x21\x58\x20");
            data.extend(&point.as_bytes()[1..33]);
            data.extend(b"\x22\x58\x20");
            data.extend(&point.as_bytes()[33..65]);
        }
        data
    }
}

fn encode(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

fn text(value: &Value) -> &str {
    value.as_str().expect("a text")
}
