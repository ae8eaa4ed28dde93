//! Wherever the bytes are cut, they mean the same.

use proptest::prelude::*;

use super::peer::{END_HEADERS, END_STREAM, GET, OK, Peer, frame};
use crate::http2::Event;
use crate::message::Keep;

/// Everything that a peer may say to four requests, one frame after the other.
fn answers() -> Vec<u8> {
    let field = b"\x40\x01a\x03one";
    [
        frame(4, 0, 0, &[0, 3, 0, 0, 0, 50]),
        frame(1, END_HEADERS, 1, &[OK, field].concat()),
        frame(6, 0, 0, b"pingping"),
        frame(1, 0, 3, OK),
        frame(9, END_HEADERS, 3, &[0xbe]),
        frame(0, 0, 1, &[b'x'; 300]),
        frame(0, 8, 3, b"\x02hi\0\0"),
        frame(8, 0, 0, &[0, 0, 0, 5]),
        frame(0, END_STREAM, 1, b"end"),
        frame(3, 0, 5, &[0, 0, 0, 2]),
        frame(0, END_STREAM, 3, &[]),
        frame(7, 0, 0, &[0, 0, 0, 5, 0, 0, 0, 0]),
    ]
    .concat()
}

/// What four requests come to when the answers come in these pieces.
fn outcome(pieces: &[&[u8]]) -> (Vec<Event>, Vec<String>, Vec<u8>) {
    let mut peer = Peer::silent();
    let keys = [0; 4]
        .map(|_| peer.open(GET, Keep { fields: true, body: true, failure: false, peer: false }));
    for piece in pieces {
        peer.feed(piece).unwrap();
    }
    peer.flush();
    let ends = keys.map(|key| format!("{:?}", peer.client.take(key)));
    (peer.events, ends.to_vec(), peer.written)
}

proptest! {
    #[test]
    fn any_cut_gives_the_same_result(cuts in prop::collection::vec(0_usize..700, 0..20)) {
        let bytes = answers();
        let whole = outcome(&[&bytes]);
        let mut cuts: Vec<usize> = cuts.into_iter().map(|cut| cut.min(bytes.len())).collect();
        cuts.sort_unstable();
        let mut pieces = Vec::new();
        let mut begin = 0;
        for cut in cuts.into_iter().chain([bytes.len()]) {
            pieces.push(&bytes[begin..cut]);
            begin = cut;
        }
        prop_assert_eq!(outcome(&pieces), whole);
    }
}

#[test]
fn byte_by_byte_is_the_same_too() {
    let bytes = answers();
    let pieces: Vec<&[u8]> = bytes.chunks(1).collect();
    let (events, ends, written) = outcome(&pieces);
    assert_eq!((events, ends.clone(), written), outcome(&[&bytes]));
    assert!(ends[0].contains("Ok") && ends[1].contains("Ok"), "{ends:?}");
    assert!(ends[2].contains("Reset") && ends[3].contains("GoneAway"), "{ends:?}");
}
