//! What a server may not do is named, and takes no memory.

use super::*;

fn check(bytes: &[u8], wanted: &str) {
    for piece in [1, bytes.len()] {
        let said = read(bytes, piece);
        assert_eq!(said.last().map(String::as_str), Some(wanted), "in pieces of {piece}");
    }
}

#[test]
fn heads_that_mean_nothing_are_violations() {
    check(&frame(0xC1, b""), &Violation::ReservedBit.to_string());
    check(&frame(0x83, b""), &Violation::UnknownKind(3).to_string());
    check(&frame(0x8B, b""), &Violation::UnknownKind(11).to_string());
    check(&[0x81, 0x80, 1, 2, 3, 4], &Violation::Masked.to_string());
    check(&[0x81, 126, 0, 125], &Violation::BadLength.to_string());
    check(&[0x82, 127, 0, 0, 0, 0, 0, 0, 255, 255], &Violation::BadLength.to_string());
    check(&[0x82, 127, 255, 0, 0, 0, 0, 0, 0, 0], &Violation::BadLength.to_string());
}

#[test]
fn control_frames_in_pieces_or_too_long_are_violations() {
    check(&frame(0x09, b""), &Violation::BadControl.to_string());
    check(&frame(0x88, &[0; 126]), &Violation::BadControl.to_string());
}

#[test]
fn pieces_out_of_order_are_violations() {
    check(&frame(0x80, b"x"), &Violation::NothingToContinue.to_string());
    let interleaved = [frame(0x01, b"a"), frame(0x82, b"b")].concat();
    check(&interleaved, &Violation::Interleaved.to_string());
}

#[test]
fn a_text_that_is_not_utf_8_is_a_violation() {
    check(&frame(0x81, &[0xFF]), &Violation::NotUtf8.to_string());
    let cut = [frame(0x01, &[0xC3]), frame(0x80, b"a")].concat();
    check(&cut, &Violation::NotUtf8.to_string());
}

#[test]
fn a_malformed_close_is_a_violation() {
    check(&frame(0x88, &[3]), &Violation::BadClose.to_string());
    check(&frame(0x88, &[3, 237]), &Violation::BadClose.to_string());
    check(&frame(0x88, &[3, 232, 0xFF]), &Violation::NotUtf8.to_string());
}

#[test]
fn a_message_beyond_the_limit_is_refused_by_its_head() {
    let too_large = Violation::TooLarge { limit_bytes: 100_000 };
    check(&[0x82, 127, 0, 0, 0, 0, 0, 1, 0x86, 0xA1], &too_large.to_string());
    let in_pieces = [frame(0x02, &[0; 60_000]), frame(0x80, &[0; 40_001])].concat();
    check(&in_pieces, &too_large.to_string());
    assert_eq!(too_large.close_code(), 1009);
}
