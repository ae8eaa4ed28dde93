//! What a well-behaved server sends is read the same, wherever it is cut; what we send can be read.

use proptest::prelude::*;

use super::*;

fn check(bytes: &[u8], wanted: &[&str]) {
    for piece in [1, 2, 3, 7, 1_000, usize::MAX] {
        assert_eq!(read(bytes, piece.min(bytes.len().max(1))), wanted, "in pieces of {piece}");
    }
}

#[test]
fn messages_are_read_whatever_their_length() {
    for length in [0, 1, 125, 126, 65_535, 65_536] {
        let bytes = frame(0x81, "a".repeat(length).as_bytes());
        let wanted = match length {
            0..=100 => format!("text {}", "a".repeat(length)),
            _ => format!("text of {length}"),
        };
        check(&bytes, &[&wanted]);
    }
}

#[test]
fn several_messages_in_one_read_are_all_found() {
    let bytes = [frame(0x81, b"one"), frame(0x82, &[2]), frame(0x81, b"three")].concat();
    check(&bytes, &["text one", "binary [2]", "text three"]);
}

#[test]
fn pieces_become_one_message_and_control_frames_come_between_them() {
    let bytes = [
        frame(0x01, "sch\u{f6}".as_bytes().split_last().expect("bytes").1),
        frame(0x89, b"?"),
        frame(0x00, &[0xB6]),
        frame(0x8A, b""),
        frame(0x80, b"n"),
        frame(0x82, b""),
    ];
    check(&bytes.concat(), &["ping [63]", "pong []", "text sch\u{f6}n", "binary []"]);
}

#[test]
fn a_close_is_read_with_its_code_and_reason() {
    check(&frame(0x88, b""), &["close without a code"]);
    check(&frame(0x88, &[3, 232]), &["close with code 1000"]);
    check(&frame(0x88, b"\x03\xE9gone"), &["close with code 1001: gone"]);
}

#[test]
fn a_reader_at_rest_holds_no_memory() {
    let mut reader = MessageReader::new(100_000);
    let bytes = [frame(0x01, &[b'a'; 50_000]), frame(0x80, b"b"), frame(0x89, b"")].concat();
    for mut input in bytes.chunks(1_000) {
        while reader.read(&mut input).expect("a good server").is_some() {}
    }
    assert_eq!(reader.memory_held_bytes(), 0);
}

proptest! {
    #[test]
    fn masking_twice_gives_back_what_it_was_given(
        bytes in prop::collection::vec(any::<u8>(), 0..100), key in any::<[u8; 4]>(),
    ) {
        let mut masked = bytes.clone();
        mask(&mut masked, key);
        let one_by_one: Vec<u8> =
            bytes.iter().zip(key.iter().cycle()).map(|(byte, key)| byte ^ key).collect();
        prop_assert_eq!(&masked, &one_by_one);
        mask(&mut masked, key);
        prop_assert_eq!(masked, bytes);
    }

    #[test]
    fn a_frame_we_write_is_read_once_its_mask_is_off(
        payload in prop::collection::vec(any::<u8>(), 0..70_000), key in any::<[u8; 4]>(),
    ) {
        let mut written = Vec::new();
        write_frame(&mut written, Kind::Binary, &payload, key);
        let head = written.len() - payload.len() - MASK_BYTES;
        prop_assert_eq!(&written[head..head + MASK_BYTES], &key[..]);
        written.drain(head..head + MASK_BYTES);
        mask(&mut written[head..], key);
        written[1] &= 0x7F;
        let mut reader = MessageReader::new(100_000);
        prop_assert_eq!(reader.read(&mut &written[..]), Ok(Some(Received::Binary(&payload))));
    }

    #[test]
    fn cuts_change_nothing(bytes in prop::collection::vec(any::<u8>(), 1..300), piece in 1_usize..20) {
        prop_assert_eq!(read(&bytes, piece), read(&bytes, bytes.len()));
    }
}
