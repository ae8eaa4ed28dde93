//! Whatever a server says: nothing here panics, and nothing of it breaks out of its place.

use proptest::prelude::*;

use super::super::head;
use super::super::redact::Redactor;
use crate::cookie::Jar;
use crate::digest::{Challenge, Challenges};
use crate::location::resolve;
use crate::message::Fields;
use crate::transport::Endpoint;

fn endpoint() -> Endpoint {
    Endpoint::of("http://shop.test").unwrap().0
}

fn fields(name: &str, value: &[u8]) -> Fields {
    let mut fields = Fields::default();
    fields.push(name.as_bytes(), value);
    fields
}

/// Bytes with the letters that headers are made of among them.
fn header() -> impl Strategy<Value = Vec<u8>> {
    let letter = prop_oneof![
        Just(b'='),
        Just(b';'),
        Just(b'"'),
        Just(b','),
        Just(b'\\'),
        Just(b'/'),
        Just(b':'),
        Just(b'.'),
        Just(b' '),
        Just(b'?'),
        b'a'..=b'z',
        b'0'..=b'9',
        any::<u8>()
    ];
    prop::collection::vec(letter, 0..80)
}

proptest! {
    #[test]
    fn cookies_stay_one_line(value in header()) {
        let mut jar = Jar::default();
        jar.keep(&fields("set-cookie", &value), &endpoint(), "/a/b");
        if let Some(cookies) = jar.header(&endpoint(), "/a/b", std::time::SystemTime::now()) {
            let mut written = b"GET / HTTP/1.1\r\nhost: a\r\n\r\n".to_vec();
            head::add(&mut written, &[("cookie", cookies)]);
            prop_assert_eq!(written.split(|byte| *byte == b'\n').count(), 5);
        }
    }

    #[test]
    fn challenges_are_answered_in_one_line_or_not_at_all(value in header()) {
        let value = [b"Digest nonce=n, ", &value[..]].concat();
        if let Some(challenge) = Challenge::read(&fields("www-authenticate", &value)) {
            let mut challenges = Challenges::default();
            challenges.remember(&endpoint(), challenge);
            let mut random = fastrand::Rng::with_seed(1);
            let line = challenges.authorization(&endpoint(), "me:secret", "GET", "/", &mut random);
            prop_assert!(!line.unwrap().contains(['\r', '\n']));
        }
    }

    #[test]
    fn locations_lead_to_a_path_or_nowhere(value in header()) {
        let location = String::from_utf8_lossy(&value);
        if let Ok((_, path)) = resolve(&location, &endpoint(), "/a/b?c") {
            prop_assert!(path.starts_with('/'), "{location} -> {path}");
        }
    }

    #[test]
    fn a_secret_is_never_shown(before in "[a-c]{0,9}", secret in "[a-c]{2,5}", after in "[a-c]{0,9}", limit in 0_usize..24) {
        let redactor = Redactor::new(std::slice::from_ref(&secret));
        let text = format!("{before}{secret}{after}");
        let shown = redactor.excerpt(text.as_bytes(), limit).replace(super::super::redact::MARK, "#");
        prop_assert!(!shown.contains(&secret), "{secret} in {shown} of {text}");
    }
}
