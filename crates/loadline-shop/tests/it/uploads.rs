//! `POST /uploads`.

use expect_test::expect;

use crate::client::TestShop;

const BYTES_MAX: usize = 10 * 1024 * 1024;

/// One chunk of the chunked transfer coding.
fn chunk(length: usize) -> Vec<u8> {
    let mut chunk = format!("{length:x}\r\n").into_bytes();
    chunk.resize(chunk.len() + length, b'x');
    chunk.extend_from_slice(b"\r\n");
    chunk
}

#[test]
fn an_upload_is_counted_and_summed() {
    let shop = TestShop::start();
    shop.send("POST", "/uploads", &[], b"abc").check(&expect![[r#"
        201
        {
          "bytes": 3,
          "sha256": "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        }
    "#]]);
    shop.send("POST", "/uploads", &[], b"").check(&expect![[r#"
        201
        {
          "bytes": 0,
          "sha256": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
        }
    "#]]);
}

#[test]
fn an_upload_of_ten_mebibytes_is_taken() {
    let shop = TestShop::start();
    let answer = shop.send("POST", "/uploads", &[], &vec![b'x'; BYTES_MAX]);
    assert_eq!(answer.json()["bytes"], BYTES_MAX);
}

#[test]
fn an_upload_that_announces_too_much_is_refused_before_it_is_sent() {
    let shop = TestShop::start();
    let headers = format!("content-length: {}\r\n", BYTES_MAX + 1);
    shop.raw("POST", "/uploads", &headers, b"").check(&expect![[r#"
        413
        {
          "error": "an upload has at most 10485760 bytes"
        }
    "#]]);
}

#[test]
fn an_upload_that_does_not_announce_its_length_is_refused_when_it_passes_the_limit() {
    let shop = TestShop::start();
    let mut body: Vec<u8> = (0..10).flat_map(|_| chunk(BYTES_MAX / 10)).collect();
    body.extend(chunk(1));
    let answer = shop.raw("POST", "/uploads", "transfer-encoding: chunked\r\n", &body);
    assert_eq!(answer.status, 413);
}

#[test]
fn an_upload_in_chunks_is_taken() {
    let shop = TestShop::start();
    let mut body: Vec<u8> = (0..3).flat_map(|_| chunk(100_000)).collect();
    body.extend_from_slice(b"0\r\n\r\n");
    let answer = shop.raw("POST", "/uploads", "transfer-encoding: chunked\r\n", &body);
    assert_eq!((answer.status, answer.json()["bytes"].as_u64()), (201, Some(300_000)));
}
