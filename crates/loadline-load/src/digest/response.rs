//! The answer to a challenge.

use std::fmt::Write as _;

use md5::Md5;
use sha2::{Digest as _, Sha256};

use super::challenge::Challenge;

/// The functions a server may ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Hash {
    Md5,
    Sha256,
}

/// What is proven, and with what.
pub(super) struct Proof<'a> {
    pub(super) user: &'a str,
    pub(super) password: &'a str,
    pub(super) method: &'a str,
    /// The path with its query, as the request line has it.
    pub(super) path: &'a str,
    pub(super) client_nonce: &'a str,
}

impl Hash {
    /// The function of that lowercase name.
    pub(super) fn named(name: &str) -> Option<Self> {
        match name {
            "md5" => Some(Self::Md5),
            "sha-256" => Some(Self::Sha256),
            _ => None,
        }
    }

    /// The hash of texts with colons between them, in hexadecimal.
    fn of(self, texts: &[&str]) -> String {
        let joined = texts.join(":");
        match self {
            Self::Md5 => hex(&Md5::digest(joined)),
            Self::Sha256 => hex(&Sha256::digest(joined)),
        }
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").expect("writing to memory does not fail");
        text
    })
}

impl Challenge {
    /// The value of the `Authorization` header, for the request of the current count.
    pub(super) fn answer(&self, proof: &Proof<'_>) -> String {
        let Proof { user, password, method, path, client_nonce } = proof;
        let mut secret = self.hash.of(&[user, &self.realm, password]);
        if self.session {
            secret = self.hash.of(&[&secret, &self.nonce, client_nonce]);
        }
        let request = self.hash.of(&[method, path]);
        let count = format!("{:08x}", self.count);
        let response = if self.qop_auth {
            self.hash.of(&[&secret, &self.nonce, &count, client_nonce, "auth", &request])
        } else {
            self.hash.of(&[&secret, &self.nonce, &request])
        };
        let mut header = format!(
            "Digest username={}, realm={}, nonce={}, uri={}, response=\"{response}\"",
            quoted(user),
            quoted(&self.realm),
            quoted(&self.nonce),
            quoted(path)
        );
        if let Some(algorithm) = &self.algorithm {
            header.push_str(&format!(", algorithm={algorithm}"));
        }
        if let Some(opaque) = &self.opaque {
            header.push_str(&format!(", opaque={}", quoted(opaque)));
        }
        if self.qop_auth {
            header.push_str(&format!(", qop=auth, nc={count}, cnonce={}", quoted(client_nonce)));
        } else if self.session {
            header.push_str(&format!(", cnonce={}", quoted(client_nonce)));
        }
        header
    }
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}
