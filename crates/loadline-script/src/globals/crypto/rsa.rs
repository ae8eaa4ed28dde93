//! RSA: keys come in and go out as DER, and sign, encrypt and check with it.
//!
//! Keys have at most 4,096 bits. A label of OAEP must be UTF-8.

use rsa::pkcs8::{DecodePrivateKey, DecodePublicKey, EncodePrivateKey, EncodePublicKey};
use rsa::rand_core::OsRng;
use rsa::traits::{PrivateKeyParts, PublicKeyParts};
use rsa::{BigUint, Oaep, Pkcs1v15Sign, Pss, RsaPrivateKey, RsaPublicKey};

use super::failure::Failure;
use super::hash::Hash;

/// The longest modulus.
const MODULUS_BITS_MAX: usize = 4_096;

/// A key, of which side it may be.
pub(super) enum Key {
    Private(Box<RsaPrivateKey>),
    Public(RsaPublicKey),
}

/// The two ways to sign.
#[derive(Debug, Clone, Copy)]
pub(super) enum Padding {
    Pkcs1,
    /// With a salt of that many bytes.
    Pss(usize),
}

/// Evaluates an expression in which the digest of a hash has a name.
macro_rules! with_digest {
    ($hash:expr, $name:ident => $body:expr) => {
        match $hash {
            Hash::Sha1 => {
                type $name = rsa_sha1::Sha1;
                $body
            }
            Hash::Sha256 => {
                type $name = rsa::sha2::Sha256;
                $body
            }
            Hash::Sha384 => {
                type $name = rsa::sha2::Sha384;
                $body
            }
            Hash::Sha512 => {
                type $name = rsa::sha2::Sha512;
                $body
            }
        }
    };
}

/// A fresh private key as PKCS #8; takes a good part of a second.
pub(super) fn generate(modulus_bits: usize, exponent: &[u8]) -> Result<Vec<u8>, Failure> {
    let exponent = BigUint::from_bytes_be(exponent);
    if exponent.to_bytes_le().first().is_none_or(|byte| byte & 1 == 0) {
        return Err(Failure::operation("invalid public exponent: public exponent is even"));
    }
    let is_possible =
        (256..=MODULUS_BITS_MAX).contains(&modulus_bits) && exponent > BigUint::from(1_u8);
    let key = is_possible.then(|| RsaPrivateKey::new_with_exp(&mut OsRng, modulus_bits, &exponent));
    match key {
        Some(Ok(key)) => Key::Private(Box::new(key)).to_der(),
        _ => Err(Failure::operation("could not generate RSA key pair")),
    }
}

impl Key {
    pub(super) fn from_pkcs8(der: &[u8]) -> Result<Self, Failure> {
        let key = RsaPrivateKey::from_pkcs8_der(der);
        let key = key.map_err(|error| {
            Failure::data(format!("unable to import RSA private key data: {error}"))
        })?;
        Ok(Self::Private(Box::new(key)))
    }

    pub(super) fn from_spki(der: &[u8]) -> Result<Self, Failure> {
        let key = RsaPublicKey::from_public_key_der(der);
        key.map(Self::Public).map_err(|error| {
            Failure::data(format!("unable to import RSA public key data: {error}"))
        })
    }

    /// From the members of a JWK: n and e, and for a private key d and, where they are given, p and q.
    pub(super) fn from_parts(parts: &[Vec<u8>]) -> Result<Self, Failure> {
        let parts: Vec<BigUint> = parts.iter().map(|part| BigUint::from_bytes_be(part)).collect();
        let wrong =
            |error: rsa::Error| Failure::data(format!("failed to validate the key: {error}"));
        match parts.as_slice() {
            [n, e] => RsaPublicKey::new(n.clone(), e.clone()).map(Self::Public).map_err(wrong),
            [n, e, d, primes @ ..] => {
                let key = RsaPrivateKey::from_components(
                    n.clone(),
                    e.clone(),
                    d.clone(),
                    primes.to_vec(),
                );
                key.map(|key| Self::Private(Box::new(key))).map_err(wrong)
            }
            _ => Err(Failure::data("modulus (n) and exponent (e) are required")),
        }
    }

    /// n and e, and of a private key d, p, q, dp, dq and qi.
    pub(super) fn parts(&self) -> Vec<Vec<u8>> {
        let public = |key: &dyn PublicParts| vec![key.modulus(), key.exponent()];
        match self {
            Self::Public(key) => public(key),
            Self::Private(key) => {
                let mut parts = public(&**key);
                parts.push(key.d().to_bytes_be());
                parts.extend(key.primes().iter().map(BigUint::to_bytes_be));
                parts.extend([key.dp(), key.dq()].into_iter().flatten().map(BigUint::to_bytes_be));
                parts.extend(key.crt_coefficient().map(|number| number.to_bytes_be()));
                parts
            }
        }
    }

    /// PKCS #8 of a private key, SPKI of a public one.
    pub(super) fn to_der(&self) -> Result<Vec<u8>, Failure> {
        let der = match self {
            Self::Private(key) => key.to_pkcs8_der().ok().map(|der| der.as_bytes().to_vec()),
            Self::Public(key) => key.to_public_key_der().ok().map(|der| der.as_bytes().to_vec()),
        };
        der.ok_or_else(|| Failure::operation("could not encode the key"))
    }

    /// The public side.
    pub(super) fn public(&self) -> RsaPublicKey {
        match self {
            Self::Private(key) => key.to_public_key(),
            Self::Public(key) => key.clone(),
        }
    }

    pub(super) fn sign(
        &self,
        padding: Padding,
        hash: Hash,
        data: &[u8],
    ) -> Result<Vec<u8>, Failure> {
        let Self::Private(key) = self else {
            return Err(Failure::operation("could not sign data"));
        };
        let digest = hash.digest(data);
        let signature = match padding {
            Padding::Pkcs1 => key.sign(pkcs1(hash), &digest),
            Padding::Pss(salt_bytes) => {
                key.sign_with_rng(&mut OsRng, pss(hash, salt_bytes), &digest)
            }
        };
        signature.map_err(|error| Failure::operation(format!("could not sign data: {error}")))
    }

    pub(super) fn verify(
        &self,
        padding: Padding,
        hash: Hash,
        signature: &[u8],
        data: &[u8],
    ) -> bool {
        let (key, digest) = (self.public(), hash.digest(data));
        match padding {
            Padding::Pkcs1 => key.verify(pkcs1(hash), &digest, signature).is_ok(),
            Padding::Pss(salt_bytes) => {
                key.verify(pss(hash, salt_bytes), &digest, signature).is_ok()
            }
        }
    }

    pub(super) fn encrypt(
        &self,
        hash: Hash,
        label: &[u8],
        data: &[u8],
    ) -> Result<Vec<u8>, Failure> {
        let done = self.public().encrypt(&mut OsRng, oaep(hash, label)?, data);
        done.map_err(|error| Failure::operation(format!("could not encrypt data: {error}")))
    }

    pub(super) fn decrypt(
        &self,
        hash: Hash,
        label: &[u8],
        data: &[u8],
    ) -> Result<Vec<u8>, Failure> {
        let Self::Private(key) = self else {
            return Err(Failure::operation("could not decrypt data"));
        };
        let done = key.decrypt(oaep(hash, label)?, data);
        done.map_err(|error| Failure::operation(format!("could not decrypt data: {error}")))
    }
}

/// What both sides of a key know.
trait PublicParts {
    fn modulus(&self) -> Vec<u8>;
    fn exponent(&self) -> Vec<u8>;
}

impl<K: PublicKeyParts> PublicParts for K {
    fn modulus(&self) -> Vec<u8> {
        self.n().to_bytes_be()
    }

    fn exponent(&self) -> Vec<u8> {
        self.e().to_bytes_be()
    }
}

fn pkcs1(hash: Hash) -> Pkcs1v15Sign {
    with_digest!(hash, D => Pkcs1v15Sign::new::<D>())
}

fn pss(hash: Hash, salt_bytes: usize) -> Pss {
    with_digest!(hash, D => Pss::new_with_salt::<D>(salt_bytes))
}

fn oaep(hash: Hash, label: &[u8]) -> Result<Oaep, Failure> {
    let text = std::str::from_utf8(label);
    let label = text.map_err(|_| Failure::not_supported("only labels in UTF-8 are supported"))?;
    let mut padding = with_digest!(hash, D => Oaep::new::<D>());
    padding.label = (!label.is_empty()).then(|| label.to_owned());
    Ok(padding)
}
