//! Passwords and bearer tokens of the demonstration.
//!
//! A token is `<user id>.<HMAC-SHA-256 of the user id>`: it is checked without a look at the
//! database, so a call with a token costs one query, not two. Deliberately not here: secrecy. The
//! key is public, each password is `secret`, digests are quick to compute and tokens never expire.

use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};

/// The password of each seeded user.
pub(crate) const DEMO_PASSWORD: &str = "secret";

const DEMO_KEY: &[u8] = b"loadline-shop demonstration key";

/// SHA-256 over the address, which serves as the salt, and the password.
pub(crate) fn password_digest(email: &str, password: &str) -> [u8; 32] {
    let digest = Sha256::new().chain_update(email).chain_update([0]).chain_update(password);
    digest.finalize().into()
}

/// The token with which this user signs later requests.
pub(crate) fn issue_token(user_id: i64) -> String {
    let tag: [u8; 32] = signature(user_id).finalize().into_bytes().into();
    format!("{user_id}.{}", hex(&tag))
}

/// The user who was issued this token; `None` for anything else.
pub(crate) fn read_token(token: &str) -> Option<i64> {
    let (user_id, tag) = token.split_once('.')?;
    let user_id = user_id.parse().ok()?;
    signature(user_id).verify_slice(&unhex(tag)?).ok()?;
    Some(user_id)
}

/// Lower-case hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn unhex(text: &str) -> Option<[u8; 32]> {
    let mut bytes = [0; 32];
    // The length is checked before the slicing below, and ASCII has no character to cut in two.
    if text.len() != 2 * bytes.len() || !text.is_ascii() {
        return None;
    }
    for (index, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(&text[2 * index..2 * index + 2], 16).ok()?;
    }
    Some(bytes)
}

fn signature(user_id: i64) -> Hmac<Sha256> {
    let hmac = Hmac::<Sha256>::new_from_slice(DEMO_KEY).expect("HMAC takes keys of any length");
    hmac.chain_update(user_id.to_be_bytes())
}
