//! The subject or issuer of a certificate.

use x509_cert::der::Tag;
use x509_cert::der::asn1::AnyRef;
use x509_cert::name::Name;

/// A distinguished name, taken apart as k6 does.
pub(super) struct Names {
    /// Each part: its type as dotted numbers, its text.
    pub(super) all: Vec<(String, String)>,
}

impl Names {
    pub(super) fn of(name: &Name) -> Self {
        let parts = name.iter();
        Self { all: parts.map(|part| (part.oid.to_string(), text(part.value.to_ref()))).collect() }
    }

    /// The common name; the last one where there are several.
    pub(super) fn common_name(&self) -> &str {
        self.of_type("2.5.4.3").last().unwrap_or_default()
    }

    /// The first part of that type.
    pub(super) fn first(&self, kind: &'static str) -> &str {
        self.of_type(kind).next().unwrap_or_default()
    }

    /// All parts of that type.
    pub(super) fn of_type(&self, kind: &'static str) -> impl Iterator<Item = &str> {
        self.all.iter().filter(move |(each, _)| each == kind).map(|(_, text)| text.as_str())
    }
}

/// The text of a value in any of the string types.
fn text(value: AnyRef<'_>) -> String {
    let bytes = value.value();
    match value.header().tag() {
        Tag::BmpString => {
            let units = bytes.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]]));
            String::from_utf16_lossy(&units.collect::<Vec<_>>())
        }
        Tag::TeletexString => bytes.iter().map(|byte| char::from(*byte)).collect(),
        _ => String::from_utf8_lossy(bytes).into_owned(),
    }
}
