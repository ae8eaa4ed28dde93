//! Bounds on what a peer may do.

use super::peer::{END_HEADERS, END_STREAM, OK, Peer, frame};
use crate::http2::{ConnectionError, StreamError};

/// How a frame said again and again ends.
fn check_flood(begin: &[u8], again: &[u8], error: ConnectionError) {
    let mut peer = Peer::new();
    let key = peer.get();
    peer.feed(begin).unwrap();
    let failed = (0..2_000).find_map(|_| peer.feed(again).err());
    assert_eq!(failed, Some(error));
    assert_eq!(peer.end_of(key).result, Err(StreamError::Connection(error)));
    assert!(peer.client.out().len() < 64 * 1024);
}

#[test]
fn floods_of_frames_that_bring_nothing_give_the_connection_up() {
    let flood = ConnectionError::Flood;
    check_flood(&[], &frame(6, 0, 0, &[0; 8]), flood);
    check_flood(&[], &frame(4, 0, 0, &[]), flood);
    check_flood(&[], &frame(2, 0, 1, &[0; 5]), flood);
    check_flood(&[], &frame(99, 0, 0, &[]), flood);
    check_flood(&[], &frame(8, 0, 0, &[0, 0, 0, 1]), flood);
    check_flood(&frame(1, END_HEADERS, 1, OK), &frame(0, 0, 1, &[]), flood);
    check_flood(&frame(1, 0, 1, OK), &frame(9, 0, 1, &[]), flood);
}

#[test]
fn resets_of_streams_that_are_over_are_a_flood_too() {
    let mut peer = Peer::new();
    let key = peer.get();
    peer.client.release(key);
    let reset = frame(3, 0, 1, &[0, 0, 0, 8]);
    let failed = (0..2_000).find_map(|_| peer.feed(&reset).err());
    assert_eq!(failed, Some(ConnectionError::Flood));
}

#[test]
fn answers_between_them_make_frames_without_use_no_flood() {
    let mut peer = Peer::new();
    for stream in (1..).step_by(2).take(20) {
        let key = peer.get();
        for _ in 0..900 {
            peer.say(6, 0, 0, &[0; 8]).unwrap();
        }
        peer.say(1, END_HEADERS | END_STREAM, stream, OK).unwrap();
        peer.end_of(key).result.unwrap();
        peer.flush();
    }
}

#[test]
fn a_head_without_end_is_not_gathered() {
    let mut peer = Peer::new();
    peer.get();
    peer.say(1, 0, 1, OK).unwrap();
    let failed = (0..20).find_map(|_| peer.say(9, 0, 1, &[0; 500]).err());
    assert_eq!(failed, Some(ConnectionError::HeadTooLarge));
}

#[test]
fn a_small_block_that_means_a_large_head_is_counted_and_not_kept() {
    let mut peer = Peer::new();
    let key = peer.get();
    // One field of a thousand bytes goes into the table, and is then named by one byte each.
    let field = [&b"\x40\x01a\x7f\xe9\x06"[..], &[b'v'; 1000], &[0xbe; 900]].concat();
    peer.say(1, END_HEADERS, 1, &[OK, &field].concat()).unwrap();
    assert_eq!(peer.end_of(key).result, Err(StreamError::HeadTooLarge));
    // The table is still right for the next answer.
    let next = peer.get();
    peer.say(1, END_HEADERS | END_STREAM, 3, &[0x88, 0xbe]).unwrap();
    peer.end_of(next).result.unwrap();
}

#[test]
fn a_body_beyond_the_limit_fails_its_stream() {
    let mut peer = Peer::new();
    let key = peer.get();
    peer.say(1, END_HEADERS, 1, OK).unwrap();
    for _ in 0..65 {
        peer.say(0, 0, 1, &[0; 16_384]).unwrap();
    }
    let ended = peer.end_of(key);
    assert_eq!(ended.result, Err(StreamError::BodyTooLarge));
    peer.say(0, 0, 1, &[0; 16_384]).unwrap();
}

#[test]
fn a_peer_that_goes_on_sending_for_streams_that_are_over_is_given_up() {
    let mut peer = Peer::new();
    let key = peer.get();
    peer.say(1, END_HEADERS, 1, OK).unwrap();
    peer.client.release(key);
    let failed = (0..1_100).find_map(|_| peer.say(0, 0, 1, &[0; 16_384]).err());
    assert_eq!(failed, Some(ConnectionError::Flood));
}

#[test]
fn a_huge_table_of_the_peer_s_is_not_filled() {
    let mut peer = Peer::new();
    peer.say(4, 0, 0, &[0, 1, 0xff, 0xff, 0xff, 0xff]).unwrap();
    for number in 0..1_000 {
        let written = format!("GET / HTTP/1.1\r\nhost: a\r\nx: {number:050}\r\n\r\n");
        let key = peer.open(written.as_bytes(), crate::message::Keep::default());
        peer.client.release(key);
        peer.flush();
    }
    // As many entries as fit into 4,096 bytes, and no more.
    let state = format!("{:?}", peer.client);
    assert!(state.len() < 100_000, "{} bytes", state.len());
}
