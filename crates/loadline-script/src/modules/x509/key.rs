//! The public key of a certificate: its numbers.

use x509_cert::der::asn1::{AnyRef, ObjectIdentifier, UintRef};
use x509_cert::der::{Decode, Reader};
use x509_cert::spki::SubjectPublicKeyInfoOwned;

use super::certificate::Malformed;

/// A whole number of any size, its highest byte first.
pub(super) type Number = Vec<u8>;

/// The kinds of keys that k6 shows.
pub(super) enum PublicKey {
    Rsa {
        n: Number,
        e: u64,
    },
    Ecdsa {
        curve: Curve,
        x: Number,
        y: Number,
    },
    Dsa {
        p: Number,
        q: Number,
        g: Number,
        y: Number,
    },
    /// One that can stand in a certificate and cannot be shown.
    Other,
}

/// The curves that k6 knows.
#[derive(Debug, Clone, Copy)]
pub(super) struct Curve {
    pub(super) name: &'static str,
    pub(super) size_bits: u32,
    oid: ObjectIdentifier,
}

const RSA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.1");
const EC: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.2.1");
const DSA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10040.4.1");

const CURVES: [Curve; 4] = [
    Curve { name: "P-224", size_bits: 224, oid: ObjectIdentifier::new_unwrap("1.3.132.0.33") },
    Curve {
        name: "P-256",
        size_bits: 256,
        oid: ObjectIdentifier::new_unwrap("1.2.840.10045.3.1.7"),
    },
    Curve { name: "P-384", size_bits: 384, oid: ObjectIdentifier::new_unwrap("1.3.132.0.34") },
    Curve { name: "P-521", size_bits: 521, oid: ObjectIdentifier::new_unwrap("1.3.132.0.35") },
];

impl PublicKey {
    pub(super) fn of(info: &SubjectPublicKeyInfoOwned) -> Result<Self, Malformed> {
        let key = info.subject_public_key.raw_bytes();
        let parameters = info.algorithm.parameters.as_ref().map(|any| any.to_ref());
        match info.algorithm.oid {
            RSA => {
                let (n, e) = AnyRef::from_der(key)?
                    .sequence(|reader| Ok::<_, Malformed>((number(reader)?, number(reader)?)))?;
                let e = e.iter().fold(0_u64, |sum, byte| (sum << 8) | u64::from(*byte));
                Ok(Self::Rsa { n, e })
            }
            EC => {
                let oid: ObjectIdentifier = parameters.ok_or(Malformed::Curve)?.decode_as()?;
                let curve =
                    CURVES.into_iter().find(|curve| curve.oid == oid).ok_or(Malformed::Curve)?;
                let point = key.strip_prefix(&[4]).ok_or(Malformed::Point)?;
                let (x, y) = point.split_at(point.len() / 2);
                Ok(Self::Ecdsa { curve, x: x.to_vec(), y: y.to_vec() })
            }
            DSA => {
                let given = parameters.ok_or(Malformed::Certificate)?;
                let (p, q, g) = given.sequence(|reader| {
                    Ok::<_, Malformed>((number(reader)?, number(reader)?, number(reader)?))
                })?;
                let y = UintRef::from_der(key)?.as_bytes().to_vec();
                Ok(Self::Dsa { p, q, g, y })
            }
            _ => Ok(Self::Other),
        }
    }
}

fn number<'a>(reader: &mut impl Reader<'a>) -> Result<Number, Malformed> {
    Ok(UintRef::decode(reader)?.as_bytes().to_vec())
}
