//! Authentication: basic, bearer and digest, held against what the path says.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use md5::{Digest as _, Md5};
use serde_json::json;
use sha2::Sha256;

use super::answer::Answer;
use super::request::Asked;

const REALM: &str = "testkit";
const NONCE: &str = "dcd98b7102dd2f0e8b11d0f600bfb0c093";
const OPAQUE: &str = "5ccc069c403ebaf9f0171e9517f40e41";

pub(super) fn basic(asked: &Asked, user: &str, password: &str) -> Answer {
    let expected = format!("Basic {}", STANDARD.encode(format!("{user}:{password}")));
    if asked.field("authorization") == Some(&expected) {
        return granted(user);
    }
    Answer::empty(401).with("www-authenticate", format!("Basic realm=\"{REALM}\""))
}

/// The same without a challenge: a stranger is told that there is nothing.
pub(super) fn hidden_basic(asked: &Asked, user: &str, password: &str) -> Answer {
    match basic(asked, user, password) {
        refused if refused.status == 401 => Answer::empty(404),
        granted => granted,
    }
}

pub(super) fn bearer(asked: &Asked) -> Answer {
    match asked.field("authorization").and_then(|value| value.strip_prefix("Bearer ")) {
        Some(token) => Answer::json(&json!({ "authenticated": true, "token": token })),
        None => Answer::empty(401).with("www-authenticate", "Bearer"),
    }
}

/// Digest with the quality of protection, user, password and algorithm that the path names.
pub(super) fn digest(asked: &Asked, parts: &[&str]) -> Answer {
    let [qop, user, password, rest @ ..] = parts else { return Answer::empty(404) };
    let algorithm = rest.first().copied().unwrap_or("MD5");
    let challenge = || {
        let header = format!(
            "Digest realm=\"{REALM}\", nonce=\"{NONCE}\", qop=\"{qop}\", opaque=\"{OPAQUE}\", \
             algorithm={algorithm}"
        );
        Answer::empty(401).with("www-authenticate", header)
    };
    let Some(header) = asked.field("authorization").and_then(|it| it.strip_prefix("Digest "))
    else {
        return challenge();
    };
    let given = |name: &str| {
        let found = header.split(", ").find_map(|pair| pair.strip_prefix(&format!("{name}=")));
        found.unwrap_or_default().trim_matches('"')
    };
    let hash = |texts: &[&str]| hashed(algorithm, &texts.join(":"));
    let mut secret = hash(&[user, REALM, password]);
    if algorithm.ends_with("-sess") {
        secret = hash(&[&secret, NONCE, given("cnonce")]);
    }
    let request = hash(&[&asked.method, &asked.target]);
    let expected = hash(&[&secret, NONCE, given("nc"), given("cnonce"), given("qop"), &request]);
    let is_good = given("response") == expected
        && given("username") == *user
        && given("nonce") == NONCE
        && given("opaque") == OPAQUE
        && given("uri") == asked.target;
    if is_good { granted(user) } else { challenge() }
}

fn granted(user: &str) -> Answer {
    Answer::json(&json!({ "authenticated": true, "user": user }))
}

fn hashed(algorithm: &str, text: &str) -> String {
    let bytes = match algorithm.starts_with("SHA-256") {
        true => Sha256::digest(text).to_vec(),
        false => Md5::digest(text).to_vec(),
    };
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
