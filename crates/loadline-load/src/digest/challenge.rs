//! What a server asks for, and the challenges a user has met.

use super::response::{Hash, Proof};
use crate::message::Fields;
use crate::transport::Endpoint;

/// Servers whose challenges a user remembers; the one met first goes first.
const CHALLENGES_MAX: usize = 8;

/// A challenge that can be answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Challenge {
    pub(super) realm: String,
    pub(super) nonce: String,
    pub(super) opaque: Option<String>,
    /// The algorithm's name as the server wrote it, where it did.
    pub(super) algorithm: Option<String>,
    pub(super) hash: Hash,
    pub(super) session: bool,
    /// Whether the server knows `auth`; those of RFC 2069 do not.
    pub(super) qop_auth: bool,
    /// Requests answered with this nonce.
    pub(super) count: u32,
}

impl Challenge {
    /// The first challenge of an answer that can be met.
    pub fn read(fields: &Fields) -> Option<Self> {
        let values = fields.all("www-authenticate");
        values.filter_map(|value| Self::of(&String::from_utf8_lossy(value))).next()
    }

    fn of(value: &str) -> Option<Self> {
        let start = value.to_ascii_lowercase().find("digest ")?;
        let parameters = parameters(&value[start + "digest ".len()..]);
        let get = |name: &str| {
            let found = parameters.iter().find(|(own, _)| own.eq_ignore_ascii_case(name));
            found.map(|(_, value)| value.clone())
        };
        let algorithm = get("algorithm");
        let name = algorithm.as_deref().unwrap_or("MD5").to_ascii_lowercase();
        let (name, session) = match name.strip_suffix("-sess") {
            Some(bare) => (bare, true),
            None => (&*name, false),
        };
        let qop = get("qop");
        let offers_auth =
            |qop: &String| qop.split(',').any(|word| word.trim().eq_ignore_ascii_case("auth"));
        let qop_auth = qop.as_ref().is_some_and(offers_auth);
        // Only `auth-int` is offered: it would need the whole body ahead.
        if qop.is_some() && !qop_auth {
            return None;
        }
        Some(Self {
            realm: get("realm").unwrap_or_default(),
            nonce: get("nonce")?,
            opaque: get("opaque"),
            hash: Hash::named(name)?,
            algorithm,
            session,
            qop_auth,
            count: 0,
        })
    }
}

/// The challenges a user has met, each with its server.
#[derive(Debug, Default)]
pub struct Challenges(Vec<(Endpoint, Challenge)>);

impl Challenges {
    /// Remembers what a server asked for, in place of what it asked for before.
    pub fn remember(&mut self, endpoint: &Endpoint, challenge: Challenge) {
        self.0.retain(|(other, _)| other != endpoint);
        if self.0.len() == CHALLENGES_MAX {
            self.0.remove(0);
        }
        self.0.push((endpoint.clone(), challenge));
    }

    /// The value of the `Authorization` header that `credentials` (`user:password`) make for a request; none
    /// where the server has not asked yet.
    pub fn authorization(
        &mut self,
        endpoint: &Endpoint,
        credentials: &str,
        method: &str,
        path: &str,
        random: &mut fastrand::Rng,
    ) -> Option<String> {
        let (_, challenge) = self.0.iter_mut().find(|(other, _)| other == endpoint)?;
        challenge.count += 1;
        let (user, password) = credentials.split_once(':').unwrap_or((credentials, ""));
        let client_nonce = format!("{:016x}", random.u64(..));
        Some(challenge.answer(&Proof { user, password, method, path, client_nonce: &client_nonce }))
    }
}

/// `name=value` and `name="value"`, separated by commas, up to where another scheme begins.
fn parameters(text: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut rest = text.trim_start();
    while let Some((name, after)) = rest.split_once('=') {
        let name = name.trim();
        if name.contains(char::is_whitespace) {
            break;
        }
        let (value, after) = match after.strip_prefix('"') {
            Some(quoted) => unquoted(quoted),
            None => {
                let (value, after) = after.split_once(',').unwrap_or((after, ""));
                (value.trim().to_owned(), after)
            }
        };
        found.push((name.to_owned(), value));
        rest = after.trim_start_matches([',', ' ', '\t']);
    }
    found
}

/// A quoted text from behind its first quote, and what follows it.
fn unquoted(text: &str) -> (String, &str) {
    let mut value = String::new();
    let mut letters = text.char_indices();
    while let Some((place, letter)) = letters.next() {
        match letter {
            '"' => return (value, &text[place + 1..]),
            '\\' => value.extend(letters.next().map(|(_, escaped)| escaped)),
            _ => value.push(letter),
        }
    }
    (value, "")
}
