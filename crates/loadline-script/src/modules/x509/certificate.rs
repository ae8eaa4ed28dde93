//! A certificate as k6 shows it: its bytes come in, names, dates, key and fingerprint go out.

use std::net::{Ipv4Addr, Ipv6Addr};

use sha1::{Digest, Sha1};
use x509_cert::Certificate as Encoded;
use x509_cert::der::Decode;
use x509_cert::ext::pkix::SubjectAltName;
use x509_cert::ext::pkix::name::GeneralName;
use x509_cert::spki::AlgorithmIdentifierOwned;
use x509_cert::time::Time;

use super::key::PublicKey;
use super::names::Names;

/// What can be wrong with a certificate, in the words of k6.
#[derive(Debug, thiserror::Error)]
pub(super) enum Malformed {
    #[error("x509: malformed certificate")]
    Certificate,
    #[error("x509: unsupported elliptic curve")]
    Curve,
    #[error("x509: failed to unmarshal elliptic curve point")]
    Point,
}

impl From<x509_cert::der::Error> for Malformed {
    fn from(_: x509_cert::der::Error) -> Self {
        Self::Certificate
    }
}

/// What a certificate says.
pub(super) struct Certificate {
    pub(super) subject: Names,
    pub(super) issuer: Names,
    pub(super) not_before: String,
    pub(super) not_after: String,
    pub(super) alt_names: Vec<String>,
    pub(super) signature_algorithm: &'static str,
    pub(super) fingerprint: Vec<u8>,
    pub(super) public_key: PublicKey,
}

impl Certificate {
    pub(super) fn read(der: &[u8]) -> Result<Self, Malformed> {
        let encoded = Encoded::from_der(der)?;
        let content = encoded.tbs_certificate();
        Ok(Self {
            subject: Names::of(content.subject()),
            issuer: Names::of(content.issuer()),
            not_before: date(content.validity().not_before),
            not_after: date(content.validity().not_after),
            alt_names: alt_names(&encoded)?,
            signature_algorithm: signature_algorithm(encoded.signature_algorithm()),
            fingerprint: Sha1::digest(der).to_vec(),
            public_key: PublicKey::of(content.subject_public_key_info())?,
        })
    }
}

/// As RFC 3339 in UTC.
fn date(time: Time) -> String {
    let time = time.to_date_time();
    let (year, month, day) = (time.year(), time.month(), time.day());
    let (hour, minute, second) = (time.hour(), time.minutes(), time.seconds());
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
}

/// Its other names: hosts, then mail addresses, IP addresses and URIs.
fn alt_names(encoded: &Encoded) -> Result<Vec<String>, Malformed> {
    let found = encoded.tbs_certificate().get_extension::<SubjectAltName>()?;
    let names = found.map(|(_, names)| names.0).unwrap_or_default();
    let mut kinds: [Vec<String>; 4] = Default::default();
    for name in names {
        match name {
            GeneralName::DnsName(host) => kinds[0].push(host.to_string()),
            GeneralName::Rfc822Name(mail) => kinds[1].push(mail.to_string()),
            GeneralName::IpAddress(bytes) => kinds[2].extend(address(bytes.as_bytes())),
            GeneralName::UniformResourceIdentifier(uri) => kinds[3].push(uri.to_string()),
            _ => {}
        }
    }
    Ok(kinds.concat())
}

fn address(bytes: &[u8]) -> Option<String> {
    let v4 = <[u8; 4]>::try_from(bytes).map(|bytes| Ipv4Addr::from(bytes).to_string());
    v4.or_else(|_| <[u8; 16]>::try_from(bytes).map(|bytes| Ipv6Addr::from(bytes).to_string())).ok()
}

/// The parameters of RSASSA-PSS with SHA-256 for everything and a salt of 32 bytes.
const PSS_SHA256: [u8; 52] = [
    0xa0, 0x0f, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01, 0x05,
    0x00, 0xa1, 0x1c, 0x30, 0x1a, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x08,
    0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01, 0x05, 0x00, 0xa2,
    0x03, 0x02, 0x01, 0x20,
];
/// Where in them the digest and the length of the salt stand.
const PSS_DIGESTS: [usize; 2] = [14, 44];
const PSS_SALT: usize = 51;

/// The name of how it was signed.
fn signature_algorithm(algorithm: &AlgorithmIdentifierOwned) -> &'static str {
    match algorithm.oid.to_string().as_str() {
        "1.2.840.113549.1.1.2" => "MD2-RSA",
        "1.2.840.113549.1.1.4" => "MD5-RSA",
        "1.2.840.113549.1.1.5" | "1.3.14.3.2.29" => "SHA1-RSA",
        "1.2.840.113549.1.1.11" => "SHA256-RSA",
        "1.2.840.113549.1.1.12" => "SHA384-RSA",
        "1.2.840.113549.1.1.13" => "SHA512-RSA",
        "1.2.840.113549.1.1.10" => pss(algorithm),
        "1.2.840.10040.4.3" => "DSA-SHA1",
        "2.16.840.1.101.3.4.3.2" => "DSA-SHA256",
        "1.2.840.10045.4.1" => "ECDSA-SHA1",
        "1.2.840.10045.4.3.2" => "ECDSA-SHA256",
        "1.2.840.10045.4.3.3" => "ECDSA-SHA384",
        "1.2.840.10045.4.3.4" => "ECDSA-SHA512",
        _ => UNKNOWN,
    }
}

const UNKNOWN: &str = "UnknownSignatureAlgorithm";

/// RSASSA-PSS has a name for three sets of parameters only.
fn pss(algorithm: &AlgorithmIdentifierOwned) -> &'static str {
    let given = algorithm.parameters.as_ref().map(x509_cert::der::Any::value).unwrap_or_default();
    let known = [(1, 32, "SHA256-RSAPSS"), (2, 48, "SHA384-RSAPSS"), (3, 64, "SHA512-RSAPSS")];
    let found = known.into_iter().find(|(digest, salt, _)| {
        let mut expected = PSS_SHA256;
        for place in PSS_DIGESTS {
            expected[place] = *digest;
        }
        expected[PSS_SALT] = *salt;
        given == expected
    });
    found.map_or(UNKNOWN, |(_, _, name)| name)
}
