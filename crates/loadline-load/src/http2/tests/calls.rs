//! Calls: bodies without an end in sight, pieces as they come, head and trailers apart.

use super::peer::{END_HEADERS, END_STREAM, OK, Peer};
use crate::http2::{Event, StreamError, StreamKey};

const HEAD: &[u8] = b"POST /guide/Talk HTTP/1.1\r\nhost: a\r\nte: trailers\r\n\r\n";
/// `a: 1`, a literal that nobody remembers.
const FIELD: &[u8] = &[0, 1, b'a', 1, b'1'];

fn call(peer: &mut Peer) -> StreamKey {
    let key = peer.client.open_call(HEAD).unwrap();
    peer.frames();
    key
}

#[test]
fn both_sides_talk_until_each_has_said_that_it_is_done() {
    let mut peer = Peer::new();
    let key = call(&mut peer);
    assert_eq!(peer.client.send_body(key, b"one"), 3);
    assert_eq!(peer.frames(), [(0, 0, 1, b"one".to_vec())]);
    peer.say(1, END_HEADERS, 1, &[OK, FIELD].concat()).unwrap();
    peer.say(0, 0, 1, b"eins").unwrap();
    assert!(peer.events.contains(&Event::Readable(key)));
    let progress = peer.client.take_progress(key);
    let (status, fields) = progress.head.unwrap();
    assert_eq!((status, fields.get("a")), (200, Some(&b"1"[..])));
    assert_eq!((&*progress.body, progress.end), (&b"eins"[..], None));
    peer.client.end_body(key, 3);
    assert_eq!(peer.client.send_body(key, b"two"), 3);
    assert_eq!(peer.frames(), [(0, END_STREAM, 1, b"two".to_vec())]);
    peer.say(1, END_HEADERS | END_STREAM, 1, FIELD).unwrap();
    assert!(peer.events.contains(&Event::Done(key)));
    let progress = peer.client.take_progress(key);
    assert_eq!((progress.head, progress.body), (None, Vec::new()));
    assert_eq!(progress.end.unwrap().unwrap().get("a"), Some(&b"1"[..]));
    peer.client.close_call(key);
    assert_eq!(peer.frames(), []);
    assert_eq!(peer.client.streams_open(), 0);
}

#[test]
fn a_call_ends_with_an_empty_frame_where_nothing_is_left_to_say() {
    let mut peer = Peer::new();
    let key = call(&mut peer);
    peer.client.end_body(key, 0);
    peer.client.end_body(key, 0);
    assert_eq!(peer.frames(), [(0, END_STREAM, 1, Vec::new())]);
}

#[test]
fn the_window_opens_again_only_as_the_answer_is_taken() {
    let mut peer = Peer::new();
    let key = call(&mut peer);
    peer.say(1, END_HEADERS, 1, OK).unwrap();
    let piece = vec![7; 16 * 1024];
    let is_update = |frame: &(u8, u8, u32, Vec<u8>)| frame.0 == 8 && frame.2 == 1;
    for _ in 0..1_024 {
        peer.say(0, 0, 1, &piece).unwrap();
    }
    assert!(!peer.frames().iter().any(is_update));
    assert_eq!(peer.client.take_progress(key).body.len(), 16 << 20);
    assert!(peer.frames().iter().any(is_update));
    peer.say(0, 0, 1, &piece).unwrap();
    assert_eq!(peer.client.take_progress(key).body.len(), piece.len());
}

#[test]
fn a_peer_that_sends_more_than_its_window_ends_the_connection() {
    let mut peer = Peer::new();
    call(&mut peer);
    peer.say(1, END_HEADERS, 1, OK).unwrap();
    let piece = vec![7; 16 * 1024];
    for _ in 0..1_024 {
        peer.say(0, 0, 1, &piece).unwrap();
    }
    peer.say(0, 0, 1, &piece).unwrap_err();
}

#[test]
fn a_reset_ends_a_call_and_leaves_what_came_before_it() {
    let mut peer = Peer::new();
    let key = call(&mut peer);
    peer.say(1, END_HEADERS, 1, OK).unwrap();
    peer.say(0, 0, 1, b"half").unwrap();
    peer.say(3, 0, 1, &[0, 0, 0, 2]).unwrap();
    let progress = peer.client.take_progress(key);
    assert_eq!(progress.body, b"half");
    assert_eq!(progress.end, Some(Err(StreamError::Reset { code: 2 })));
}

#[test]
fn a_call_that_is_given_up_is_reset() {
    let mut peer = Peer::new();
    let key = call(&mut peer);
    peer.client.close_call(key);
    assert_eq!(peer.frames(), [(3, 0, 1, vec![0, 0, 0, 8])]);
    let key = call(&mut peer);
    peer.say(1, END_HEADERS | END_STREAM, 3, OK).unwrap();
    assert_eq!(peer.client.take_progress(key).end.unwrap().unwrap().iter().count(), 0);
    peer.client.close_call(key);
    assert_eq!(peer.frames(), [(3, 0, 3, vec![0, 0, 0, 0])]);
}
