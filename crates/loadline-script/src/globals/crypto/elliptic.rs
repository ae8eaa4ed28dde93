//! Elliptic curves: keys come in and go out as bytes, signatures and shared secrets are made with them.
//!
//! A private key is its number, a public key its uncompressed point, both as long as the curve is wide.

use super::failure::Failure;
use super::hash::Hash;

/// What one curve can do; `None` is bad input.
pub(super) trait Curve: Sync {
    /// The bytes of a coordinate.
    fn width_bytes(&self) -> usize;
    /// A fresh private key.
    fn generate(&self) -> Vec<u8>;
    /// The point of a private key.
    fn point(&self, private: &[u8]) -> Option<Vec<u8>>;
    /// The point itself when it lies on the curve.
    fn checked(&self, point: &[u8]) -> Option<Vec<u8>>;
    fn read_pkcs8(&self, der: &[u8]) -> Option<Vec<u8>>;
    fn write_pkcs8(&self, private: &[u8]) -> Option<Vec<u8>>;
    fn read_spki(&self, der: &[u8]) -> Option<Vec<u8>>;
    fn write_spki(&self, point: &[u8]) -> Option<Vec<u8>>;
    /// Both halves of a signature over a digest.
    fn sign(&self, private: &[u8], digest: &[u8]) -> Option<Vec<u8>>;
    fn verify(&self, point: &[u8], digest: &[u8], signature: &[u8]) -> Option<()>;
    /// What two keys agree on.
    fn agree(&self, private: &[u8], point: &[u8]) -> Option<Vec<u8>>;
}

/// The curve of that name.
pub(super) fn curve(name: &str) -> Result<&'static dyn Curve, Failure> {
    match name {
        "P-256" => Ok(&P256),
        "P-384" => Ok(&P384),
        "P-521" => Ok(&P521),
        _ => Err(Failure::not_supported(format!("elliptic curve {name} is not supported"))),
    }
}

/// Signs what `data` digests to.
pub(super) fn sign(
    curve: &dyn Curve,
    private: &[u8],
    hash: Hash,
    data: &[u8],
) -> Result<Vec<u8>, Failure> {
    let signature = curve.sign(private, &prehashed(curve, hash, data));
    signature.ok_or_else(|| Failure::operation("could not sign data"))
}

/// Whether a signature is that of `data`.
pub(super) fn verify(
    curve: &dyn Curve,
    point: &[u8],
    hash: Hash,
    signature: &[u8],
    data: &[u8],
) -> bool {
    curve.verify(point, &prehashed(curve, hash, data), signature).is_some()
}

/// The digest, filled up in front to the width of the curve, which leaves its number as it is.
fn prehashed(curve: &dyn Curve, hash: Hash, data: &[u8]) -> Vec<u8> {
    let digest = hash.digest(data);
    let missing = curve.width_bytes().saturating_sub(digest.len());
    [vec![0; missing], digest].concat()
}

/// Implements a curve with the crate of its name.
macro_rules! implement {
    ($name:ident, $library:ident, $width_bytes:literal) => {
        struct $name;

        impl Curve for $name {
            fn width_bytes(&self) -> usize {
                $width_bytes
            }

            fn generate(&self) -> Vec<u8> {
                use $library::elliptic_curve::Generate;
                $library::SecretKey::generate().to_bytes().to_vec()
            }

            fn point(&self, private: &[u8]) -> Option<Vec<u8>> {
                let secret = $library::SecretKey::from_slice(private).ok()?;
                Some(uncompressed!(secret.public_key()))
            }

            fn checked(&self, point: &[u8]) -> Option<Vec<u8>> {
                let is_uncompressed = point.first() == Some(&4);
                let key = $library::PublicKey::from_sec1_bytes(point).ok()?;
                is_uncompressed.then(|| uncompressed!(key))
            }

            fn read_pkcs8(&self, der: &[u8]) -> Option<Vec<u8>> {
                use $library::pkcs8::DecodePrivateKey;
                Some($library::SecretKey::from_pkcs8_der(der).ok()?.to_bytes().to_vec())
            }

            fn write_pkcs8(&self, private: &[u8]) -> Option<Vec<u8>> {
                use $library::pkcs8::EncodePrivateKey;
                let secret = $library::SecretKey::from_slice(private).ok()?;
                Some(secret.to_pkcs8_der().ok()?.as_bytes().to_vec())
            }

            fn read_spki(&self, der: &[u8]) -> Option<Vec<u8>> {
                use $library::pkcs8::DecodePublicKey;
                Some(uncompressed!($library::PublicKey::from_public_key_der(der).ok()?))
            }

            fn write_spki(&self, point: &[u8]) -> Option<Vec<u8>> {
                use $library::pkcs8::EncodePublicKey;
                let key = $library::PublicKey::from_sec1_bytes(point).ok()?;
                Some(key.to_public_key_der().ok()?.as_bytes().to_vec())
            }

            fn sign(&self, private: &[u8], digest: &[u8]) -> Option<Vec<u8>> {
                use $library::ecdsa::signature::hazmat::PrehashSigner;
                let key = $library::ecdsa::SigningKey::from_slice(private).ok()?;
                let signature: $library::ecdsa::Signature = key.sign_prehash(digest).ok()?;
                Some(signature.to_bytes().to_vec())
            }

            fn verify(&self, point: &[u8], digest: &[u8], signature: &[u8]) -> Option<()> {
                use $library::ecdsa::signature::hazmat::PrehashVerifier;
                let key = $library::ecdsa::VerifyingKey::from_sec1_bytes(point).ok()?;
                let signature = $library::ecdsa::Signature::from_slice(signature).ok()?;
                key.verify_prehash(digest, &signature).ok()
            }

            fn agree(&self, private: &[u8], point: &[u8]) -> Option<Vec<u8>> {
                let secret = $library::SecretKey::from_slice(private).ok()?;
                let key = $library::PublicKey::from_sec1_bytes(point).ok()?;
                Some(secret.diffie_hellman(&key).raw_secret_bytes().to_vec())
            }
        }
    };
}

/// A public key as its point.
macro_rules! uncompressed {
    ($key:expr) => {{
        use ::p256::elliptic_curve::sec1::ToSec1Point;
        $key.to_sec1_point(false).as_bytes().to_vec()
    }};
}

implement!(P256, p256, 32);
implement!(P384, p384, 48);
implement!(P521, p521, 66);
