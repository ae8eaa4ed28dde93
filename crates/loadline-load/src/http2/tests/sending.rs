//! Requests on the wire: heads, bodies, flow control, settings.

use super::peer::{END_HEADERS, END_STREAM, GET, OK, Peer};
use crate::http2::hpack::Decoder;
use crate::http2::{Event, Opening, RequestError, StreamKey};
use crate::message::Keep;

fn post(peer: &mut Peer, body_bytes: u64) -> StreamKey {
    let written = b"POST / HTTP/1.1\r\nhost: a\r\n\r\n";
    let keep = Keep::default();
    let opening = Opening { written, rest_bytes: body_bytes, head_only: false, keep };
    peer.client.open(&opening).unwrap().0
}

fn data_bytes(peer: &mut Peer) -> usize {
    peer.frames().iter().filter(|frame| frame.0 == 0).map(|frame| frame.3.len()).sum()
}

#[test]
fn a_head_is_translated_and_costs_a_few_bytes_when_it_comes_again() {
    let mut peer = Peer::new();
    let mut decoder = Decoder::new(4096);
    let mut lengths = Vec::new();
    for stream in [1, 3, 5, 7] {
        let key = peer.get();
        let frames = peer.frames();
        let [(kind, flags, number, block)] = &frames[..] else { panic!("{frames:?}") };
        assert_eq!((*kind, *flags, *number), (1, END_HEADERS | END_STREAM, stream));
        let mut fields = Vec::new();
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
        decoder.decode(block, |name, value| fields.push((text(name), text(value)))).unwrap();
        let expected = [
            (":method", "GET"),
            (":scheme", "http"),
            (":path", "/items"),
            (":authority", "shop.test"),
            ("x-one", "1"),
        ];
        assert_eq!(fields, expected.map(|(name, value)| (name.to_owned(), value.to_owned())));
        lengths.push(block.len());
        peer.client.release(key);
        peer.frames();
    }
    assert!(lengths[0] > 20 && lengths[1] < 12, "{lengths:?}");
    assert_eq!(lengths[1..], [lengths[1]; 3]);
}

#[test]
fn a_remembered_head_is_written_anew_when_the_table_has_changed() {
    let mut peer = Peer::new();
    let mut decoder = Decoder::new(4096);
    let other = b"GET /items HTTP/1.1\r\nhost: other.test\r\nx-two: 2\r\n\r\n";
    for (place, written) in [GET, GET, GET, other, GET, other, GET].iter().enumerate() {
        let key = peer.open(written, Keep::default());
        let block = peer.frames().remove(0).3;
        let mut authority = Vec::new();
        let mut note = |name: &[u8], value: &[u8]| {
            if name == b":authority" {
                authority = value.to_vec();
            }
        };
        decoder.decode(&block, &mut note).unwrap();
        let expected: &[u8] = if *written == GET { b"shop.test" } else { b"other.test" };
        assert_eq!(authority, expected, "request {place}");
        peer.client.release(key);
        peer.frames();
    }
}

#[test]
fn a_head_longer_than_a_frame_goes_on_in_others() {
    let mut peer = Peer::new();
    let value = "~".repeat(40_000);
    let written = format!("GET / HTTP/1.1\r\nhost: a\r\nx-long: {value}\r\n\r\n");
    peer.open(written.as_bytes(), Keep::default());
    let frames = peer.frames();
    let kinds: Vec<(u8, u8)> = frames.iter().map(|frame| (frame.0, frame.1)).collect();
    assert_eq!(kinds, [(1, END_STREAM), (9, 0), (9, END_HEADERS)]);
}

#[test]
fn a_body_waits_for_the_windows_of_the_stream_and_of_the_connection() {
    let mut peer = Peer::new();
    let key = post(&mut peer, 200_000);
    peer.flush();
    let body = [0; 200_000];
    assert_eq!(peer.client.send_body(key, &body), 65_535);
    assert_eq!(data_bytes(&mut peer), 65_535);
    assert_eq!(peer.client.send_body(key, &body), 0);
    // The stream's window alone is not enough.
    peer.say(8, 0, 1, &200_000_u32.to_be_bytes()).unwrap();
    assert!(!peer.events.contains(&Event::Writable(key)));
    peer.say(8, 0, 0, &40_000_u32.to_be_bytes()).unwrap();
    assert!(peer.events.contains(&Event::Writable(key)));
    assert_eq!(peer.client.send_body(key, &body), 40_000);
    peer.say(8, 0, 0, &200_000_u32.to_be_bytes()).unwrap();
    let mut left = 200_000 - 65_535 - 40_000;
    while left > 0 {
        let taken = peer.client.send_body(key, &body[..left]);
        assert!(taken > 0);
        left -= taken;
        peer.flush();
    }
    let frames = peer.frames();
    assert_eq!(frames.last().map(|frame| frame.1), Some(END_STREAM));
    assert!(frames.iter().all(|frame| frame.3.len() <= 16_384));
    assert_eq!(peer.events.last(), Some(&Event::Sent(key)));
}

#[test]
fn bodies_that_nobody_reads_are_not_gathered() {
    let mut peer = Peer::new();
    peer.say(4, 0, 0, &[0, 4, 0x7f, 255, 255, 255]).unwrap();
    peer.say(8, 0, 0, &[0x7f, 0, 0, 0]).unwrap();
    let key = post(&mut peer, 1 << 30);
    while peer.client.send_body(key, &[0; 100_000]) > 0 {}
    assert!(peer.client.out().len() < 100_000);
    peer.flush();
    assert!(peer.events.contains(&Event::Writable(key)));
}

#[test]
fn smaller_windows_take_back_what_was_not_used() {
    let mut peer = Peer::new();
    let key = post(&mut peer, 100);
    peer.say(4, 0, 0, &[0, 4, 0, 0, 0, 10]).unwrap();
    assert_eq!(peer.client.send_body(key, &[0; 100]), 10);
    peer.say(4, 0, 0, &[0, 4, 0, 0, 0, 0]).unwrap();
    peer.say(8, 0, 1, &[0, 0, 0, 10]).unwrap();
    assert_eq!(peer.client.send_body(key, &[0; 90]), 0);
    peer.say(8, 0, 1, &[0, 0, 0, 1]).unwrap();
    assert_eq!(peer.client.send_body(key, &[0; 90]), 1);
}

#[test]
fn no_more_streams_are_opened_than_the_peer_allows() {
    let mut peer = Peer::new();
    peer.say(4, 0, 0, &[0, 3, 0, 0, 0, 1]).unwrap();
    assert_eq!(peer.client.streams_max(), 1);
    let key = peer.get();
    let opening = Opening { written: GET, rest_bytes: 0, head_only: false, keep: Keep::default() };
    assert_eq!(peer.client.open(&opening), Err(RequestError::NoRoom));
    peer.say(1, END_HEADERS | END_STREAM, 1, OK).unwrap();
    peer.end_of(key);
    assert!(peer.client.open(&opening).is_ok());
}

#[test]
fn a_head_that_is_none_is_refused_and_costs_nothing() {
    let mut peer = Peer::new();
    let opening =
        Opening { written: b"GET", rest_bytes: 0, head_only: false, keep: Keep::default() };
    assert_eq!(peer.client.open(&opening), Err(RequestError::Malformed));
    assert!(peer.client.out().is_empty() && peer.client.streams_open() == 0);
}

#[test]
fn windows_are_opened_again_by_halves() {
    let mut peer = Peer::new();
    let key = peer.open(GET, Keep::default());
    peer.say(1, END_HEADERS, 1, OK).unwrap();
    peer.frames();
    for _ in 0..60 {
        peer.say(0, 0, 1, &[0; 16_384]).unwrap();
    }
    assert!(peer.frames().is_empty());
    peer.client.release(key);
    let frames = peer.frames();
    assert_eq!(frames, [(3, 0, 1, vec![0, 0, 0, 8])]);
    // What the peer had sent before it heard of that is let in.
    peer.say(0, 0, 1, &[0; 16_384]).unwrap();
}

#[test]
fn settings_and_pings_are_answered() {
    let mut peer = Peer::silent();
    peer.say(4, 0, 0, &[0, 99, 0, 0, 0, 1]).unwrap();
    peer.say(6, 0, 0, b"12345678").unwrap();
    peer.say(6, 1, 0, b"12345678").unwrap();
    peer.flush();
    let preface = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
    assert!(peer.written.starts_with(preface));
    peer.written.drain(..preface.len());
    let frames = peer.frames();
    let kinds: Vec<(u8, u8)> = frames.iter().map(|frame| (frame.0, frame.1)).collect();
    assert_eq!(kinds, [(4, 0), (8, 0), (4, 1), (6, 1)]);
    assert_eq!(frames[3].3, b"12345678");
}
