//! Properties: how the bytes are cut does not matter, and no bytes at all do harm.

use proptest::prelude::*;

use super::*;

/// A response that is complete and correct, its body and whether the connection can be kept.
#[derive(Debug, Clone)]
struct Valid {
    bytes: Vec<u8>,
    reply: Reply,
}

fn valid() -> impl Strategy<Value = Valid> {
    let body = prop::collection::vec(any::<u8>(), 0..200);
    let sizes = prop::collection::vec(1usize..40, 1..8);
    (0..3u8, 200u16..600, body, sizes, 0..3usize, any::<bool>()).prop_map(
        |(framing, status, body, sizes, interim, trailers)| {
            let mut bytes =
                b"HTTP/1.1 103 Early Hints\r\nlink: </style.css>\r\n\r\n".repeat(interim);
            bytes.extend(format!("HTTP/1.1 {status} Some Words\r\nx-filler: y\r\n").bytes());
            let bodiless = matches!(status, 204 | 304);
            match framing {
                0 => bytes.extend(format!("Content-Length: {}\r\n\r\n", body.len()).bytes()),
                1 => bytes.extend(b"Transfer-Encoding: chunked\r\n\r\n"),
                _ => bytes.extend(b"\r\n"),
            }
            match framing {
                _ if bodiless => {}
                1 => bytes.extend(in_chunks(&body, &sizes, trailers)),
                _ => bytes.extend(&body),
            }
            let body = if bodiless { Vec::new() } else { body };
            let keep_alive = framing != 2 || bodiless;
            let body_bytes = body.len() as u64;
            Valid {
                bytes,
                reply: Reply { status, keep_alive, body_bytes, fields: None, body: Some(body) },
            }
        },
    )
}

fn in_chunks(body: &[u8], sizes: &[usize], trailers: bool) -> Vec<u8> {
    let mut out = Vec::new();
    let (mut rest, mut sizes) = (body, sizes.iter().cycle());
    while !rest.is_empty() {
        let (chunk, after) = rest.split_at(rest.len().min(*sizes.next().unwrap_or(&1)));
        let extension = if trailers { ";name=\"value\"" } else { "" };
        out.extend(format!("{:x}{extension}\r\n", chunk.len()).bytes());
        out.extend(chunk);
        out.extend(b"\r\n");
        rest = after;
    }
    out.extend(b"0\r\n");
    out.extend(if trailers { &b"x-sum: 1\r\n\r\n"[..] } else { b"\r\n" });
    out
}

/// Cuts `bytes` into pieces of these lengths, again and again.
fn cut<'a>(bytes: &'a [u8], lengths: &'a [usize]) -> impl Iterator<Item = &'a [u8]> {
    let (mut rest, mut lengths) = (bytes, lengths.iter().cycle());
    std::iter::from_fn(move || {
        let length = rest.len().min(*lengths.next()?);
        let (piece, after) = rest.split_at(length);
        rest = after;
        (!piece.is_empty()).then_some(piece)
    })
}

/// Bytes that get further into the parser than noise does.
fn hostile() -> impl Strategy<Value = Vec<u8>> {
    const WORDS: [&str; 14] = [
        "HTTP/1.1 200 OK\r\n",
        "HTTP/1.0 204 No\r\n",
        "HTTP/1.1 100 Continue\r\n\r\n",
        "content-length: 7\r\n",
        "content-length: 99999999999\r\n",
        "transfer-encoding: chunked\r\n",
        "connection: close\r\n",
        "\r\n",
        "5\r\nhello\r\n",
        "ffffffffffffffff\r\n",
        ";x=y",
        "0\r\n",
        "\r\r\r\r",
        "x: 0123456789012345678901234567890123456789012345678901234567890123456789\r\n",
    ];
    let word = prop_oneof![
        8 => prop::sample::select(&WORDS[..]).prop_map(|word| word.as_bytes().to_vec()),
        1 => prop::collection::vec(any::<u8>(), 1..20),
    ];
    prop::collection::vec(word, 0..60).prop_map(|words| words.concat())
}

proptest! {
    #[test]
    fn a_valid_response_means_the_same_in_any_pieces(
        valid in valid(),
        lengths in prop::collection::vec(1usize..60, 1..10),
    ) {
        let outcome = parse_pieces(Limits::default(), false, cut(&valid.bytes, &lengths));
        prop_assert_eq!(outcome.as_ref(), Ok(&valid.reply));
    }

    #[test]
    fn no_bytes_do_harm_and_memory_stays_within_the_limits(
        bytes in hostile(),
        lengths in prop::collection::vec(1usize..200, 1..10),
        to_head_request in any::<bool>(),
    ) {
        let limits = Limits { head_bytes_max: 256, body_bytes_max: 512 };
        // A growing vector has at most twice the room that it needs, and never less than for 8 bytes.
        let held_bytes_max = 2 * (256 + 1 + 512) + 16;
        let mut parser = ResponseParser::new(limits, HeadMemo::default());
        parser.expect(to_head_request, Keep { body: true, ..Keep::default() });
        for piece in cut(&bytes, &lengths) {
            let step = parser.feed(piece);
            prop_assert!(parser.memory_held_bytes() <= held_bytes_max);
            if step != Ok(Step::More) {
                break;
            }
        }
        let _ = parser.end();
        prop_assert!(parser.take_reply().body_bytes <= 512 + 200);
    }
}
