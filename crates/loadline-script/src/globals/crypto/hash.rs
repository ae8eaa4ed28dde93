//! The digests that `crypto.subtle` takes, and what is made of them: MACs and derived bits.

use hkdf::Hkdf;
use pbkdf2::pbkdf2_hmac;
use sha1::Sha1;
use sha2::{Sha256, Sha384, Sha512};

use super::failure::Failure;
use crate::modules::crypto::Algorithm;

/// A digest by its name in the standard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Hash {
    Sha1,
    Sha256,
    Sha384,
    Sha512,
}

impl Hash {
    pub(super) fn named(name: &str) -> Result<Self, Failure> {
        match name {
            "SHA-1" => Ok(Self::Sha1),
            "SHA-256" => Ok(Self::Sha256),
            "SHA-384" => Ok(Self::Sha384),
            "SHA-512" => Ok(Self::Sha512),
            _ => Err(Failure::not_supported(format!("hash algorithm is not supported {name}"))),
        }
    }

    pub(super) fn digest(self, data: &[u8]) -> Vec<u8> {
        let mut hash = self.algorithm().hash();
        hash.update(data);
        hash.so_far()
    }

    pub(super) fn hmac(self, key: &[u8], data: &[u8]) -> Vec<u8> {
        let mut hmac = self.algorithm().hmac(key);
        hmac.update(data);
        hmac.so_far()
    }

    /// PBKDF2 of RFC 8018.
    pub(super) fn pbkdf2(
        self,
        password: &[u8],
        salt: &[u8],
        rounds: u32,
        length_bytes: usize,
    ) -> Vec<u8> {
        let mut derived = vec![0; length_bytes];
        let into = &mut derived;
        match self {
            Self::Sha1 => pbkdf2_hmac::<Sha1>(password, salt, rounds, into),
            Self::Sha256 => pbkdf2_hmac::<Sha256>(password, salt, rounds, into),
            Self::Sha384 => pbkdf2_hmac::<Sha384>(password, salt, rounds, into),
            Self::Sha512 => pbkdf2_hmac::<Sha512>(password, salt, rounds, into),
        }
        derived
    }

    /// HKDF of RFC 5869; at most 255 digests long.
    pub(super) fn hkdf(
        self,
        key: &[u8],
        salt: &[u8],
        info: &[u8],
        length_bytes: usize,
    ) -> Result<Vec<u8>, Failure> {
        let mut derived = vec![0; length_bytes];
        let into = &mut derived;
        let done = match self {
            Self::Sha1 => Hkdf::<Sha1>::new(Some(salt), key).expand(info, into),
            Self::Sha256 => Hkdf::<Sha256>::new(Some(salt), key).expand(info, into),
            Self::Sha384 => Hkdf::<Sha384>::new(Some(salt), key).expand(info, into),
            Self::Sha512 => Hkdf::<Sha512>::new(Some(salt), key).expand(info, into),
        };
        done.map_err(|_| Failure::operation("length is too large"))?;
        Ok(derived)
    }

    fn algorithm(self) -> Algorithm {
        match self {
            Self::Sha1 => Algorithm::Sha1,
            Self::Sha256 => Algorithm::Sha256,
            Self::Sha384 => Algorithm::Sha384,
            Self::Sha512 => Algorithm::Sha512,
        }
    }
}
