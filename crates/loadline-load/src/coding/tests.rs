//! Every coding there and back, and what a server can do wrong with it.

use loadline_core::file::Coding;
use proptest::prelude::*;

use super::*;

const LIMIT_BYTES: usize = 1024 * 1024;

fn codings() -> impl Iterator<Item = (Coding, &'static str)> {
    Coding::ALL.into_iter()
}

fn text() -> Vec<u8> {
    "the load line shows how deep she may lie in the water. ".repeat(2_000).into_bytes()
}

proptest! {
    #[test]
    fn every_coding_gives_back_what_it_was_given(body in prop::collection::vec(any::<u8>(), 0..5_000)) {
        for (coding, name) in codings() {
            let decoded = decode(coding, &encode(coding, &body), LIMIT_BYTES);
            prop_assert_eq!(decoded.as_ref(), Ok(&body), "{}", name);
        }
    }

    #[test]
    fn noise_is_refused_without_a_panic(body in prop::collection::vec(any::<u8>(), 0..500)) {
        for (coding, _) in codings() {
            let _ = decode(coding, &body, LIMIT_BYTES);
        }
    }
}

#[test]
fn every_coding_makes_a_text_smaller() {
    for (coding, name) in codings() {
        assert!(encode(coding, &text()).len() < text().len() / 10, "{name}");
    }
}

#[test]
fn a_body_cut_short_is_called_truncated() {
    for (coding, name) in codings() {
        let coded = encode(coding, &text());
        for length in [1, coded.len() / 2, coded.len() - 1] {
            let decoded = decode(coding, &coded[..length], LIMIT_BYTES);
            assert_eq!(decoded, Err(CodingError::Truncated { coding: name }), "{name} {length}");
        }
    }
}

#[test]
fn a_raw_deflate_body_is_understood_and_its_truncation_noticed() {
    let zlib = encode(Coding::Deflate, &text());
    let raw = &zlib[2..zlib.len() - 4];
    assert_eq!(decode(Coding::Deflate, raw, LIMIT_BYTES), Ok(text()));
    let cut = decode(Coding::Deflate, &raw[..raw.len() - 1], LIMIT_BYTES);
    assert_eq!(cut, Err(CodingError::Truncated { coding: "deflate" }));
}

#[test]
fn a_bomb_is_given_up_at_the_limit() {
    let zeros = vec![0; 8 * LIMIT_BYTES];
    for (coding, name) in codings() {
        let bomb = encode(coding, &zeros);
        let decoded = decode(coding, &bomb, LIMIT_BYTES);
        assert_eq!(decoded, Err(CodingError::TooLarge { limit_bytes: LIMIT_BYTES }), "{name}");
    }
}

#[test]
fn a_body_of_exactly_the_limit_takes_no_more_room_than_that() {
    for (coding, name) in codings() {
        let decoded = decode(coding, &encode(coding, &text()), text().len()).expect("it fits");
        assert_eq!(decoded.capacity(), text().len(), "{name}");
    }
}

#[test]
fn a_window_of_zstd_beyond_what_http_allows_is_refused() {
    // A frame header that asks for a window of 2 GiB, then nothing.
    let body = [0x28, 0xB5, 0x2F, 0xFD, 0x00, 0xA8, 0x01, 0x00, 0x00];
    let decoded = decode(Coding::Zstd, &body, LIMIT_BYTES);
    assert!(matches!(decoded, Err(CodingError::Malformed { coding: "zstd", .. })), "{decoded:?}");
}

#[test]
fn several_bodies_in_one_are_all_decoded() {
    for coding in [Coding::Gzip, Coding::Zstd] {
        let coded = [encode(coding, b"one "), encode(coding, b"two")].concat();
        assert_eq!(decode(coding, &coded, LIMIT_BYTES), Ok(b"one two".to_vec()));
    }
}

#[test]
fn several_codings_are_undone_from_the_last_to_the_first() {
    let codings = named("gzip, identity, BR").expect("known codings");
    assert_eq!(codings, [Coding::Gzip, Coding::Brotli]);
    let coded = encode(Coding::Brotli, &encode(Coding::Gzip, b"meant"));
    assert_eq!(decode_all(&codings, coded, LIMIT_BYTES), Ok(b"meant".to_vec()));
}

#[test]
fn names_that_nobody_knows_or_too_many_of_them_are_refused() {
    assert_eq!(named("compress"), Err(CodingError::Unknown("compress".into())));
    assert_eq!(named("gzip,gzip,gzip,gzip,gzip"), Err(CodingError::TooMany { max: 4 }));
    assert_eq!(named(""), Ok(Vec::new()));
}
