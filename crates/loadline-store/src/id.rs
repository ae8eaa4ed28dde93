//! The id of a run: `20261121-013254-load-7k3q`, its start (UTC), its name, and four characters that
//! tell it from others of the same second.
//!
//! Start, name and attempt go in, an id comes out: the same every time, so that the store needs neither
//! clock nor chance. Whether an id is taken is the store's to know.

use std::fmt;

/// Ids tried for one run before giving up.
pub(crate) const ATTEMPTS_MAX: u32 = 64;
/// Characters of the name that stay.
const NAME_LENGTH_MAX: usize = 24;
/// What stands for a name of which nothing stays.
const NAMELESS: &str = "run";
const SUFFIX_LENGTH: usize = 4;
/// Digits and letters without those that are mistaken for others.
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// What a run is called by: unique in its store, and in the order of time.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RunId(pub(crate) String);

impl RunId {
    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The id of a run that started at `moment` (`20261121-013254`, of `started_ms`).
    pub(crate) fn new(moment: &str, started_ms: i64, name: &str, attempt: u32) -> Self {
        let mut hash = Fnv::new();
        hash.add(&started_ms.to_le_bytes());
        hash.add(name.as_bytes());
        hash.add(&attempt.to_le_bytes());
        Self(format!("{moment}-{}-{}", plain(name), hash.suffix()))
    }
}

impl fmt::Display for RunId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// The name in lower-case ASCII letters, digits and single hyphens.
fn plain(name: &str) -> String {
    let mut plain = String::with_capacity(NAME_LENGTH_MAX);
    for letter in name.chars() {
        if plain.len() == NAME_LENGTH_MAX {
            break;
        }
        if letter.is_ascii_alphanumeric() {
            plain.push(letter.to_ascii_lowercase());
        } else if !plain.is_empty() && !plain.ends_with('-') {
            plain.push('-');
        }
    }
    let plain = plain.trim_end_matches('-');
    if plain.is_empty() { NAMELESS.to_owned() } else { plain.to_owned() }
}

/// The 64-bit FNV-1a hash: plenty for four characters.
struct Fnv(u64);

impl Fnv {
    const fn new() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }

    fn add(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }

    /// The upper bits as text: they depend on every byte.
    fn suffix(&self) -> String {
        let letter =
            |place: usize| ALPHABET[(self.0 >> (59 - 5 * place)) as usize % ALPHABET.len()];
        (0..SUFFIX_LENGTH).map(|place| char::from(letter(place))).collect()
    }
}
