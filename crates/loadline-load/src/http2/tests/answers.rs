//! Answers, good and bad.

use super::peer::{END_HEADERS, END_STREAM, GET, OK, Peer, frame};
use crate::http2::{ConnectionError, Event, StreamError};
use crate::message::{Fields, Keep};

#[test]
fn an_answer_has_its_status_its_body_and_its_bytes() {
    let mut peer = Peer::new();
    let key = peer.get();
    peer.flush();
    assert_eq!(peer.events, [Event::Sent(key)]);
    peer.say(1, END_HEADERS, 1, OK).unwrap();
    peer.say(0, 0, 1, b"hal").unwrap();
    peer.say(0, END_STREAM, 1, b"lo").unwrap();
    assert_eq!(peer.events[1..], [Event::FirstByte(key), Event::Done(key)]);
    let ended = peer.end_of(key);
    let reply = ended.result.unwrap();
    assert_eq!((reply.status, reply.body_bytes, reply.keep_alive), (200, 5, true));
    assert_eq!(reply.body.as_deref(), Some(&b"hallo"[..]));
    assert_eq!(ended.bytes_received, 10 + 12 + 11);
    assert_eq!(ended.bytes_sent, peer.written.len() as u64);
    assert_eq!(peer.client.streams_open(), 0);
}

#[test]
fn fields_are_kept_where_they_are_wanted_or_tell_what_to_do_next() {
    let with_length = [OK, b"\x0f\x0d\x012"].concat();
    let with_cookie = [OK, b"\x0f\x28\x01c"].concat();
    for (block, keep_fields, kept) in [
        (&with_length, false, None),
        (&with_length, true, Some("content-length")),
        (&with_cookie, false, Some("set-cookie")),
        // From memory, a block means the same.
        (&with_length, false, None),
        (&with_cookie, false, Some("set-cookie")),
    ] {
        let mut peer = Peer::new();
        let key =
            peer.open(GET, Keep { fields: keep_fields, body: false, failure: false, peer: false });
        peer.say(1, END_HEADERS, 1, block).unwrap();
        peer.say(0, END_STREAM, 1, b"ok").unwrap();
        let fields = peer.end_of(key).result.unwrap().fields;
        let name = fields.iter().flat_map(Fields::iter).next().map(|field| field.0);
        assert_eq!(name, kept);
    }
}

#[test]
fn of_a_failure_that_is_to_be_shown_the_fields_and_the_beginning_are_kept() {
    // The memory must not come between: the second one is shown, too.
    for _ in 0..2 {
        let mut peer = Peer::new();
        let key = peer.open(GET, Keep { fields: false, body: false, failure: true, peer: false });
        peer.say(1, END_HEADERS, 1, b"\x8d\x00\x01a\x01b").unwrap();
        peer.say(0, END_STREAM, 1, &[b'x'; 5_000]).unwrap();
        let reply = peer.end_of(key).result.unwrap();
        assert_eq!((reply.status, reply.body_bytes), (404, 5_000));
        assert_eq!(reply.body.map(|body| body.len()), Some(4_096));
        assert_eq!(reply.fields.unwrap().get("a"), Some(&b"b"[..]));
    }
}

#[test]
fn interim_answers_and_trailers_are_read_past() {
    let mut peer = Peer::new();
    let key = peer.open(GET, Keep { fields: true, body: false, failure: false, peer: false });
    // `:status: 103`, then the answer, then a trailer.
    peer.say(1, END_HEADERS, 1, b"\x08\x03103").unwrap();
    peer.say(1, END_HEADERS, 1, OK).unwrap();
    peer.say(0, 0, 1, b"x").unwrap();
    peer.say(1, END_HEADERS | END_STREAM, 1, b"\x00\x01t\x01v").unwrap();
    let reply = peer.end_of(key).result.unwrap();
    assert_eq!((reply.status, reply.body_bytes), (200, 1));
    assert_eq!(reply.fields.unwrap().get("t"), Some(&b"v"[..]));
}

#[test]
fn padding_and_priority_are_left_out() {
    let mut peer = Peer::new();
    let key = peer.get();
    let block = [&[2, 0, 0, 0, 0, 9][..], OK, &[0, 0]].concat();
    peer.say(1, END_HEADERS | 0x8 | 0x20, 1, &block).unwrap();
    peer.say(0, END_STREAM | 0x8, 1, b"\x03hi\0\0\0").unwrap();
    assert_eq!(peer.end_of(key).result.unwrap().body.as_deref(), Some(&b"hi"[..]));
}

/// Whether an answer fails its stream alone, and with what.
fn check_stream(frames: &[Vec<u8>], error: StreamError) {
    let mut peer = Peer::new();
    let (key, other) = (peer.get(), peer.get());
    for bytes in frames {
        peer.feed(bytes).unwrap();
    }
    assert_eq!(peer.end_of(key).result, Err(error));
    peer.say(1, END_HEADERS | END_STREAM, 3, OK).unwrap();
    assert_eq!(peer.end_of(other).result.unwrap().status, 200);
}

#[test]
fn a_bad_answer_fails_its_own_stream_and_no_other() {
    let head = |block: &[u8]| frame(1, END_HEADERS, 1, block);
    let data = |flags, bytes: &[u8]| frame(0, flags, 1, bytes);
    let wrong = StreamError::Protocol;
    check_stream(&[frame(3, 0, 1, &[0, 0, 0, 2])], StreamError::Reset { code: 2 });
    check_stream(&[frame(3, 0, 1, &[0, 0, 0, 7])], StreamError::Refused);
    check_stream(&[data(0, b"x")], wrong("a body comes before its head"));
    let length_2 = [OK, b"\x0f\x0d\x012"].concat();
    let differs = wrong("the body is not as long as announced");
    check_stream(&[head(&length_2), data(END_STREAM, b"x")], differs);
    check_stream(&[head(&length_2), data(END_STREAM, b"xyz")], differs);
    let status = wrong("the answer's status is malformed or misplaced");
    check_stream(&[head(b"\x08\x02xx")], status);
    check_stream(&[head(b"\x00\x01a\x01b\x88")], status);
    check_stream(&[head(b"\x82")], status);
    let missing = wrong("the answer's status is missing or misplaced");
    check_stream(&[head(b"\x00\x01a\x01b")], missing);
    check_stream(&[head(OK), head(OK)], missing);
    let upper = wrong("the answer has a field whose name is malformed");
    check_stream(&[head(b"\x88\x00\x01A\x01b")], upper);
    let of_http1 = wrong("the answer has a field that HTTP/2 does not allow");
    check_stream(&[head(b"\x88\x0f\x2a\x07chunked")], of_http1);
    let long = [OK, &[0x00, 1, b'a', 0x7f, 0xc5, 0x0e][..], &[b'v'; 1988]].concat();
    check_stream(&[head(&long)], StreamError::HeadTooLarge);
    let huge = [OK, b"\x0f\x0d\x0899999999"].concat();
    check_stream(&[head(&huge)], StreamError::BodyTooLarge);
}

/// What gives the whole connection up, after a request was sent on it.
fn check_connection(bytes: &[u8], error: ConnectionError) {
    let mut peer = Peer::new();
    let key = peer.get();
    peer.flush();
    peer.written.clear();
    assert_eq!(peer.feed(bytes), Err(error));
    assert_eq!(peer.end_of(key).result, Err(StreamError::Connection(error)));
    assert!(!peer.client.is_open());
    let kinds: Vec<u8> = peer.frames().iter().map(|frame| frame.0).collect();
    assert_eq!(kinds, [7], "GOAWAY is said, once");
}

#[test]
fn a_broken_rule_gives_the_connection_up() {
    let wrong = ConnectionError::Protocol;
    let check = check_connection;
    check(&frame(1, END_HEADERS, 2, OK), wrong("a frame belongs to a stream that is not open"));
    check(&frame(0, 0, 9, b"x"), wrong("a frame belongs to a stream that is not open"));
    check(&frame(1, END_HEADERS, 0, OK), wrong("a frame belongs to the wrong stream"));
    check(&frame(4, 0, 1, &[]), wrong("a frame belongs to the wrong stream"));
    check(&frame(5, END_HEADERS, 1, &[0; 4]), wrong("a push that nobody asked for"));
    check(&frame(9, 0, 1, OK), wrong("a header block goes on that never began"));
    let interrupted = [frame(1, 0, 1, OK), frame(6, 0, 0, &[0; 8])].concat();
    check(&interrupted, wrong("a header block is interrupted"));
    check(&frame(8, 0, 0, &[0; 4]), wrong("a window opens by nothing"));
    check(&frame(8, 0, 0, &[0x7f, 255, 255, 255]), ConnectionError::FlowControl);
    check(&frame(6, 0, 0, &[0; 7]), ConnectionError::FrameSize);
    check(&frame(3, 0, 1, &[0; 5]), ConnectionError::FrameSize);
    check(&frame(7, 0, 0, &[0; 7]), ConnectionError::FrameSize);
    check(&frame(4, 0, 0, &[0; 5]), ConnectionError::FrameSize);
    check(&frame(0, 0, 1, &[0; 16_385]), ConnectionError::FrameSize);
    check(&frame(0, 8, 1, &[5, 0]), wrong("a frame is padded beyond its end"));
    check(&frame(4, 0, 0, &[0, 4, 0x80, 0, 0, 0]), ConnectionError::FlowControl);
    let unknown = crate::http2::hpack::HpackError::UnknownIndex;
    check(&frame(1, END_HEADERS, 1, &[0xff, 0]), ConnectionError::Compression(unknown));
}

#[test]
fn a_peer_that_speaks_something_else_is_told_apart() {
    let other = ConnectionError::Protocol("the peer does not speak HTTP/2");
    let bad_request = b"HTTP/1.1 400 Bad Request\r\n\r\n";
    for bytes in [&bad_request[..], &frame(6, 0, 0, &[0; 8]), &frame(4, 1, 0, &[])] {
        let mut peer = Peer::silent();
        let key = peer.get();
        assert_eq!(peer.feed(bytes), Err(other));
        let heard = peer.end_of(key).result;
        assert_eq!(heard, Err(StreamError::Connection(other)));
    }
}

#[test]
fn goaway_ends_what_was_not_begun_and_lets_the_rest_finish() {
    let mut peer = Peer::new();
    let (first, second) = (peer.get(), peer.get());
    peer.say(7, 0, 0, &[0, 0, 0, 1, 0, 0, 0, 0]).unwrap();
    let refused = peer.end_of(second).result.unwrap_err();
    assert!(refused.is_unprocessed());
    assert!(!peer.client.is_open());
    peer.say(1, END_HEADERS | END_STREAM, 1, OK).unwrap();
    assert_eq!(peer.end_of(first).result.unwrap().status, 200);
}

#[test]
fn the_end_of_the_connection_ends_every_stream() {
    let mut peer = Peer::new();
    let key = peer.get();
    peer.client.end(&mut |event| peer.events.push(event));
    assert_eq!(peer.end_of(key).result, Err(StreamError::Connection(ConnectionError::Closed)));
}
