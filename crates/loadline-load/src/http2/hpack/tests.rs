//! The examples of RFC 7541, appendix C; what a peer may not write; and that what is encoded is read
//! back, whatever it is.

use proptest::prelude::*;

use super::{Decoder, Encoder, HpackError, Indexing, huffman, integer};

type Field = (Vec<u8>, Vec<u8>);

fn bytes(hex: &str) -> Vec<u8> {
    let digits: Vec<u8> = hex.bytes().filter(|byte| !byte.is_ascii_whitespace()).collect();
    let byte = |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap();
    digits.chunks(2).map(byte).collect()
}

fn read(decoder: &mut Decoder, block: &[u8]) -> Result<Vec<Field>, HpackError> {
    let mut fields = Vec::new();
    decoder.decode(block, |name, value| fields.push((name.to_vec(), value.to_vec())))?;
    Ok(fields)
}

/// Each line is a field, `name: value`.
fn fields(lines: &str) -> Vec<Field> {
    let field = |line: &str| {
        let colon = 1 + line[1..].find(": ").unwrap();
        (line[..colon].into(), line[colon + 2..].into())
    };
    lines.lines().map(|line| field(line.trim())).collect()
}

/// Blocks of one connection: the hexadecimal bytes, the fields, the table's size afterwards.
fn check(table_bytes: usize, blocks: &[(&str, &str, usize)]) {
    let mut decoder = Decoder::new(table_bytes);
    for (hex, lines, size_bytes) in blocks {
        assert_eq!(read(&mut decoder, &bytes(hex)), Ok(fields(lines)), "{hex}");
        assert_eq!(decoder.table_size_bytes(), *size_bytes, "{hex}");
    }
}

const REQUESTS: [&str; 3] = [
    ":method: GET\n:scheme: http\n:path: /\n:authority: www.example.com",
    ":method: GET\n:scheme: http\n:path: /\n:authority: www.example.com\ncache-control: no-cache",
    ":method: GET\n:scheme: https\n:path: /index.html\n:authority: www.example.com\n\
     custom-key: custom-value",
];
const REQUESTS_CODED: [&str; 3] = [
    "8286 8441 8cf1 e3c2 e5f2 3a6b a0ab 90f4 ff",
    "8286 84be 5886 a8eb 1064 9cbf",
    "8287 85bf 4088 25a8 49e9 5ba9 7d7f 8925 a849 e95b b8e8 b4bf",
];
const RESPONSES: [&str; 3] = [
    ":status: 302\ncache-control: private\ndate: Mon, 21 Oct 2013 20:13:21 GMT\n\
     location: https://www.example.com",
    ":status: 307\ncache-control: private\ndate: Mon, 21 Oct 2013 20:13:21 GMT\n\
     location: https://www.example.com",
    ":status: 200\ncache-control: private\ndate: Mon, 21 Oct 2013 20:13:22 GMT\n\
     location: https://www.example.com\ncontent-encoding: gzip\n\
     set-cookie: foo=ASDJKHQKBZXOQWEOPIUAXQWEOIU; max-age=3600; version=1",
];

#[test]
fn integers_are_those_of_appendix_c_1() {
    for (prefix_bits, value, hex) in [(5, 10, "0a"), (5, 1337, "1f9a0a"), (8, 42, "2a")] {
        let mut out = Vec::new();
        integer::encode(&mut out, 0, prefix_bits, value);
        assert_eq!(out, bytes(hex));
        assert_eq!(integer::decode(&mut &out[..], prefix_bits), Ok(value));
    }
}

#[test]
fn single_fields_are_those_of_appendix_c_2() {
    let custom = "400a 6375 7374 6f6d 2d6b 6579 0d63 7573 746f 6d2d 6865 6164 6572";
    check(4096, &[(custom, "custom-key: custom-header", 55)]);
    check(4096, &[("040c 2f73 616d 706c 652f 7061 7468", ":path: /sample/path", 0)]);
    check(4096, &[("1008 7061 7373 776f 7264 0673 6563 7265 74", "password: secret", 0)]);
    check(4096, &[("82", ":method: GET", 0)]);
}

#[test]
fn requests_are_those_of_appendices_c_3_and_c_4() {
    let plain = [
        "8286 8441 0f77 7777 2e65 7861 6d70 6c65 2e63 6f6d",
        "8286 84be 5808 6e6f 2d63 6163 6865",
        "8287 85bf 400a 6375 7374 6f6d 2d6b 6579 0c63 7573 746f 6d2d 7661 6c75 65",
    ];
    for blocks in [plain, REQUESTS_CODED] {
        let [first, second, third] = [0, 1, 2].map(|place| (blocks[place], REQUESTS[place]));
        check(4096, &[(first.0, first.1, 57), (second.0, second.1, 110), (third.0, third.1, 164)]);
    }
}

#[test]
fn responses_are_those_of_appendices_c_5_and_c_6() {
    let plain = [
        "4803 3330 3258 0770 7269 7661 7465 611d 4d6f 6e2c 2032 3120 4f63 7420 3230 3133
         2032 303a 3133 3a32 3120 474d 546e 1768 7474 7073 3a2f 2f77 7777 2e65 7861 6d70
         6c65 2e63 6f6d",
        "4803 3330 37c1 c0bf",
        "88c1 611d 4d6f 6e2c 2032 3120 4f63 7420 3230 3133 2032 303a 3133 3a32 3220 474d
         54c0 5a04 677a 6970 7738 666f 6f3d 4153 444a 4b48 514b 425a 584f 5157 454f 5049
         5541 5851 5745 4f49 553b 206d 6178 2d61 6765 3d33 3630 303b 2076 6572 7369 6f6e
         3d31",
    ];
    let coded = [
        "4882 6402 5885 aec3 771a 4b61 96d0 7abe 9410 54d4 44a8 2005 9504 0b81 66e0 82a6
         2d1b ff6e 919d 29ad 1718 63c7 8f0b 97c8 e9ae 82ae 43d3",
        "4883 640e ffc1 c0bf",
        "88c1 6196 d07a be94 1054 d444 a820 0595 040b 8166 e084 a62d 1bff c05a 839b d9ab
         77ad 94e7 821d d7f2 e6c7 b335 dfdf cd5b 3960 d5af 2708 7f36 72c1 ab27 0fb5 291f
         9587 3160 65c0 03ed 4ee5 b106 3d50 07",
    ];
    for blocks in [plain, coded] {
        let [first, second, third] = [0, 1, 2].map(|place| (blocks[place], RESPONSES[place]));
        check(256, &[(first.0, first.1, 222), (second.0, second.1, 222), (third.0, third.1, 215)]);
    }
}

#[test]
fn requests_are_encoded_as_in_appendix_c_4() {
    let mut encoder = Encoder::new(4096);
    for (lines, hex) in REQUESTS.iter().zip(REQUESTS_CODED) {
        let mut block = Vec::new();
        encoder.begin(&mut block);
        for (name, value) in fields(lines) {
            encoder.field(&mut block, &name, &value, Indexing::Remembered);
        }
        assert_eq!(block, bytes(hex), "{lines}");
    }
}

#[test]
fn what_is_no_block_is_refused() {
    let check = |hex: &str, error| {
        assert_eq!(read(&mut Decoder::new(4096), &bytes(hex)), Err(error), "{hex}");
    };
    check("80", HpackError::UnknownIndex);
    check("be", HpackError::UnknownIndex);
    check("40", HpackError::Truncated);
    check("400a63", HpackError::Truncated);
    check("ffffffffff7f", HpackError::IntegerTooLarge);
    check("ff8080808080808000", HpackError::IntegerTooLarge);
    // A table of 4097 bytes, and one resized behind a field.
    check("3fe21f", HpackError::BadResize);
    check("8220", HpackError::BadResize);
    // Padding of eight ones, padding of zeros, and the end written out.
    check("0001618163ff", HpackError::Truncated);
    check("00016182 1fff", HpackError::Huffman);
    check("00016181 18", HpackError::Huffman);
    check("00016184 ffffffff", HpackError::Huffman);
}

#[test]
fn a_table_that_the_peer_makes_smaller_is_resized_before_the_next_field() {
    let mut encoder = Encoder::new(4096);
    let mut decoder = Decoder::new(4096);
    for (size_bytes, smaller) in [(4096, 4096), (0, 0), (100, 100), (4096, 0)] {
        encoder.allow_table(smaller);
        encoder.allow_table(size_bytes);
        for value in ["one", "two"] {
            let mut block = Vec::new();
            encoder.begin(&mut block);
            encoder.field(&mut block, b"x-name", value.as_bytes(), Indexing::Remembered);
            let expected = vec![(b"x-name".to_vec(), value.into())];
            assert_eq!(read(&mut decoder, &block), Ok(expected));
            assert!(decoder.table_size_bytes() <= size_bytes);
        }
    }
}

proptest! {
    #[test]
    fn every_text_comes_back_from_the_huffman_code(text: Vec<u8>) {
        let (mut coded, mut decoded) = (Vec::new(), Vec::new());
        huffman::encode(&text, &mut coded);
        prop_assert_eq!(coded.len(), huffman::encoded_bytes(&text));
        prop_assert_eq!(huffman::decode(&coded, &mut decoded), Ok(()));
        prop_assert_eq!(decoded, text);
    }

    #[test]
    fn every_list_of_fields_comes_back(
        blocks in prop::collection::vec(
            prop::collection::vec(("[a-c]{1,3}", "[x-z]{0,40}", any::<bool>()), 0..6), 0..12),
        table_bytes in 0_usize..300,
    ) {
        let (mut encoder, mut decoder) = (Encoder::new(table_bytes), Decoder::new(table_bytes));
        for fields in blocks {
            let mut block = Vec::new();
            encoder.begin(&mut block);
            for (name, value, is_remembered) in &fields {
                let indexing =
                    if *is_remembered { Indexing::Remembered } else { Indexing::Passing };
                encoder.field(&mut block, name.as_bytes(), value.as_bytes(), indexing);
            }
            let expected: Vec<Field> = fields
                .into_iter()
                .map(|(name, value, _)| (name.into_bytes(), value.into_bytes()))
                .collect();
            prop_assert_eq!(read(&mut decoder, &block), Ok(expected));
            prop_assert!(decoder.table_size_bytes() <= table_bytes);
        }
    }

    #[test]
    fn no_bytes_make_the_decoder_panic_or_grow(input: Vec<u8>) {
        let mut decoder = Decoder::new(256);
        let _ = read(&mut decoder, &input);
        prop_assert!(decoder.table_size_bytes() <= 256);
    }
}
