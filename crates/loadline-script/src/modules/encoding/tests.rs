//! Base64 as scripts see it.

use super::Encoding;
use crate::modules::Builtin;
use crate::modules::testing::evaluate;

#[track_caller]
fn check(script: &str, expected: &str) {
    assert_eq!(evaluate("encoding", Encoding::build, script), expected, "{script}");
}

#[test]
fn every_form_has_its_alphabet_and_padding() {
    let bytes = "new Uint8Array([0xfb, 0xff, 0xfe, 1])";
    for (form, text) in
        [("std", "+//+AQ=="), ("rawstd", "+//+AQ"), ("url", "-__-AQ=="), ("rawurl", "-__-AQ")]
    {
        check(&format!("encoding.b64encode({bytes}, '{form}')"), text);
        check(&format!("encoding.b64encode({bytes}.buffer, '{form}')"), text);
        let back = format!("new Uint8Array(encoding.b64decode('{text}', '{form}')).join()");
        check(&back, "251,255,254,1");
    }
    check(&format!("encoding.b64encode({bytes}.subarray(1, 3))"), "//4=");
}

#[test]
fn unknown_forms_mean_the_standard_one() {
    check("encoding.b64encode('hello', 'bogus')", "aGVsbG8=");
    check("encoding.b64encode('hello', null)", "aGVsbG8=");
    check("encoding.b64encode('')", "");
}

#[test]
fn texts_are_utf_8_and_half_a_surrogate_pair_is_replaced() {
    check("encoding.b64encode('héllo €😀')", "aMOpbGxvIOKCrPCfmIA=");
    check("encoding.b64encode('a\\ud800b')", "Ye+/vWI=");
    check("encoding.b64decode('aMOpbGxvIOKCrPCfmIA=', 'std', 's')", "héllo €😀");
    check("encoding.b64decode('+//+', 'std', 's')", "\u{FFFD}\u{FFFD}\u{FFFD}");
}

#[test]
fn only_an_s_asks_for_text() {
    for output in ["'S'", "'x'", "1", "undefined"] {
        check(
            &format!("encoding.b64decode('aGVsbG8=', 'std', {output}) instanceof ArrayBuffer"),
            "true",
        );
    }
}

#[test]
fn what_is_not_text_or_bytes_is_refused_by_kind() {
    for (value, kind) in [
        ("12", "int64"),
        ("1.5", "float64"),
        ("null", "<nil>"),
        ("", "<nil>"),
        ("true", "bool"),
        ("{}", "map[string]interface {}"),
        ("[1, 2]", "[]interface {}"),
        ("new Uint16Array([1])", "[]uint16"),
    ] {
        let expected =
            format!("thrown: invalid type {kind}, expected string, []byte or ArrayBuffer");
        check(&format!("encoding.b64encode({value})"), &expected);
    }
}

#[test]
fn what_is_not_base64_is_named_by_its_byte() {
    for (text, form, byte) in [
        ("-_-_", "std", 0),
        ("aGVsbG8", "std", 4),
        ("aGVsbG8=", "rawstd", 7),
        ("a$b=", "std", 1),
        ("aGVs bG8=", "std", 4),
        ("aGVsbG8==", "std", 8),
        ("a", "std", 0),
        ("a", "rawstd", 0),
        ("aGVsbG8=aGVsbG8=", "std", 8),
        ("aG=x", "std", 2),
        ("aG=", "std", 3),
        ("aG==x", "std", 4),
        ("=", "std", 0),
        ("a=", "std", 1),
        ("a\\n", "std", 1),
        ("aG=\\n", "std", 4),
        ("aGVs=", "std", 4),
        ("aG\\nVs\\r\\nbG8=", "rawstd", 10),
        ("aGVsbG8=\\nx", "std", 9),
        ("€", "std", 0),
    ] {
        check(
            &format!("encoding.b64decode('{text}', '{form}')"),
            &format!("thrown: illegal base64 data at input byte {byte}"),
        );
    }
}

#[test]
fn line_ends_and_spare_bits_are_let_pass() {
    for text in ["aG\\nVs\\r\\nbG8=", "aGVsbG9=", "aGVsbG8=\\n"] {
        check(&format!("encoding.b64decode('{text}', 'std', 's')"), "hello");
    }
    check("encoding.b64decode('aG=\\n=', 'std', 's')", "h");
    check("encoding.b64decode(null, 'std', 's')", "");
    check("encoding.b64decode('\\n', 'std', 's')", "");
}
