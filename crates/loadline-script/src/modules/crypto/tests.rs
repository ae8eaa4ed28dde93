//! Known answers of the standards, and what scripts see.

use expect_test::{Expect, expect};

use super::algorithm::{ALGORITHMS, Algorithm};
use super::encoding::hex;
use super::module::Crypto;
use crate::modules::Builtin;
use crate::modules::testing::evaluate;

fn check(of: impl Fn(Algorithm) -> Vec<u8>, expected: &Expect) {
    let lines =
        ALGORITHMS.map(|algorithm| format!("{} {}\n", algorithm.name(), hex(&of(algorithm))));
    expected.assert_eq(&lines.concat());
}

#[test]
fn digests_of_abc_are_those_of_the_standards() {
    let of = |algorithm: Algorithm| {
        let mut hash = algorithm.hash();
        hash.update(b"a");
        hash.update(b"bc");
        hash.so_far()
    };
    check(
        of,
        &expect![[r#"
        md4 a448017aaf21d8525fc10ae87aa6729d
        md5 900150983cd24fb0d6963f7d28e17f72
        sha1 a9993e364706816aba3e25717850c26c9cd0d89d
        sha256 ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad
        sha384 cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed8086072ba1e7cc2358baeca134c825a7
        sha512 ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f
        sha512_224 4634270f707b6a54daae7530460842e20e37ed265ceee9a43e8924aa
        sha512_256 53048e2681941ef99b2e29b76b4c7dabe4c2d0c634fc6d46e0e2f13107e7af23
        ripemd160 8eb208f7e05d987a9b044a8e98c6b087f15a0bfc
    "#]],
    );
}

#[test]
fn a_digest_goes_on_after_it_was_asked() {
    let mut hash = Algorithm::Sha1.hash();
    hash.update(b"ab");
    let before = hash.so_far();
    assert_eq!(before, hash.so_far());
    hash.update(b"c");
    assert_eq!(hex(&hash.so_far()), "a9993e364706816aba3e25717850c26c9cd0d89d");
}

#[test]
fn keyed_digests_are_those_of_rfc_4231_case_2() {
    let of = |algorithm: Algorithm| {
        let mut hmac = algorithm.hmac(b"Jefe");
        hmac.update(b"what do ya want for nothing?");
        hmac.so_far()
    };
    check(
        of,
        &expect![[r#"
        md4 be192c588a8e914d8a59b474a828128f
        md5 750c783e6ab0b503eaa86e310a5db738
        sha1 effcdf6ae5eb2fa2d27416d5f184df9c259a7c79
        sha256 5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843
        sha384 af45d2e376484031617f78d2b58a6b1b9c7ef464f5a01b47e42ec3736322445e8e2240ca5e69e2c78b3239ecfab21649
        sha512 164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea2505549758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737
        sha512_224 4a530b31a79ebcce36916546317c45f247d83241dfb818fd37254bde
        sha512_256 6df7b24630d5ccb2ee335407081a87188c221489768fa2020513b2d593359456
        ripemd160 dda6c0213a485a9e24f4742064a7f033b43c4069
    "#]],
    );
}

#[test]
fn a_key_longer_than_a_block_is_digested_first() {
    let mut hmac = Algorithm::Sha256.hmac(&[0xaa; 131]);
    hmac.update(b"Test Using Larger Than Block-Size Key - Hash Key First");
    let expected = "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54";
    assert_eq!(hex(&hmac.so_far()), expected);
}

#[test]
fn every_name_leads_back_to_its_algorithm() {
    for algorithm in ALGORITHMS {
        assert_eq!(Algorithm::named(algorithm.name()), Some(algorithm));
    }
    assert_eq!(Algorithm::named("SHA1"), None);
}

fn run(script: &str) -> String {
    evaluate("crypto", Crypto::build, script)
}

#[test]
fn strings_and_bytes_are_digested_in_every_encoding() {
    let scripts = [
        "crypto.md5('abc', 'hex')",
        "crypto.md5(new Uint8Array([0, 97, 98, 99]).subarray(1), 'base64')",
        "crypto.md5(new Uint8Array([97, 98, 99]).buffer, 'base64url')",
        "crypto.md5('abc', 'base64rawurl')",
        "new Uint8Array(crypto.md5('abc', 'binary')).join()",
        r"crypto.md5('\ud800', 'hex')",
        "crypto.hexEncode(new Uint8Array([1, 255]))",
        "crypto.hmac('sha256', 'key', 'abc', 'hex')",
        "Object.keys(crypto.createHash('md5'))",
    ];
    expect![[r#"
        crypto.md5('abc', 'hex'): 900150983cd24fb0d6963f7d28e17f72
        crypto.md5(new Uint8Array([0, 97, 98, 99]).subarray(1), 'base64'): kAFQmDzST7DWlj99KOF/cg==
        crypto.md5(new Uint8Array([97, 98, 99]).buffer, 'base64url'): kAFQmDzST7DWlj99KOF_cg==
        crypto.md5('abc', 'base64rawurl'): kAFQmDzST7DWlj99KOF_cg
        new Uint8Array(crypto.md5('abc', 'binary')).join(): 144,1,80,152,60,210,79,176,214,150,63,125,40,225,127,114
        crypto.md5('\ud800', 'hex'): 9b759040321a408a5c7768b4511287a6
        crypto.hexEncode(new Uint8Array([1, 255])): 01ff
        crypto.hmac('sha256', 'key', 'abc', 'hex'): 9c196e32dc0175f86f4b1cb89289d6619de6bee699e4c378e68309ed97a1a6ab
        Object.keys(crypto.createHash('md5')): digest,update
    "#]]
        .assert_eq(&scripts.map(|script| format!("{script}: {}\n", run(script))).concat());
}

#[test]
fn a_hasher_takes_more_after_it_was_asked() {
    let script = "const h = crypto.createHMAC('sha1', 'k'); h.update('a'); \
        const first = h.digest('hex'); h.update('b'); [first, h.digest('hex')].join(' ')";
    let expected =
        "40e7d441cadb17b07f050341aa23a6820ed81c8b 8b1ed7cf3e08549a8e262d59f7d2aa364a8577f7";
    assert_eq!(run(script), expected);
}

#[test]
fn what_cannot_be_digested_is_named_as_k6_does() {
    let scripts = [
        "crypto.md5(5, 'hex')",
        "crypto.md5(1.5, 'hex')",
        "crypto.md5(true, 'hex')",
        "crypto.md5()",
        "crypto.md5({}, 'hex')",
        "crypto.md5([97], 'hex')",
        "crypto.md5(new Uint16Array(1), 'hex')",
        "crypto.md5('abc')",
        "crypto.md5('abc', 'HEX')",
        "crypto.hmac('foo', 'key', 'abc', 'hex')",
        "crypto.createHash('foo')",
        "crypto.createHMAC('md5', null)",
        "crypto.randomBytes(0)",
        "crypto.randomBytes('x')",
        "crypto.randomBytes(-1)",
    ];
    expect![[r#"
        crypto.md5(5, 'hex'): thrown: md5 failed: invalid type int64, expected string, []byte or ArrayBuffer
        crypto.md5(1.5, 'hex'): thrown: md5 failed: invalid type float64, expected string, []byte or ArrayBuffer
        crypto.md5(true, 'hex'): thrown: md5 failed: invalid type bool, expected string, []byte or ArrayBuffer
        crypto.md5(): thrown: md5 failed: invalid type <nil>, expected string, []byte or ArrayBuffer
        crypto.md5({}, 'hex'): thrown: md5 failed: invalid type map[string]interface {}, expected string, []byte or ArrayBuffer
        crypto.md5([97], 'hex'): thrown: md5 failed: invalid type []interface {}, expected string, []byte or ArrayBuffer
        crypto.md5(new Uint16Array(1), 'hex'): thrown: md5 failed: invalid type []uint16, expected string, []byte or ArrayBuffer
        crypto.md5('abc'): thrown: invalid output encoding: 
        crypto.md5('abc', 'HEX'): thrown: invalid output encoding: HEX
        crypto.hmac('foo', 'key', 'abc', 'hex'): thrown: invalid algorithm: foo
        crypto.createHash('foo'): thrown: invalid algorithm: foo
        crypto.createHMAC('md5', null): thrown: invalid type <nil>, expected string, []byte or ArrayBuffer
        crypto.randomBytes(0): thrown: invalid size
        crypto.randomBytes('x'): thrown: invalid size
        crypto.randomBytes(-1): thrown: invalid size
    "#]]
        .assert_eq(&scripts.map(|script| format!("{script}: {}\n", run(script))).concat());
}

#[test]
fn random_bytes_come_in_the_size_asked_for() {
    assert_eq!(
        run("crypto.randomBytes('3').byteLength + ' ' + crypto.randomBytes(1.5).byteLength"),
        "3 1"
    );
    assert_eq!(run("crypto.randomBytes(16) === crypto.randomBytes(16)"), "false");
}
