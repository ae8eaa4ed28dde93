//! Known answers of the standards, byte for byte.

use super::aes::{self, Direction};
use super::elliptic::{self, curve};
use super::failure::Failure;
use super::hash::Hash;
use super::rsa::{self, Key, Padding};
use crate::modules::crypto::hex;

fn bytes(digits: &str) -> Vec<u8> {
    let digits: Vec<u8> = digits.bytes().filter(|byte| !byte.is_ascii_whitespace()).collect();
    let pairs = digits.chunks(2).map(|pair| std::str::from_utf8(pair).unwrap());
    pairs.map(|pair| u8::from_str_radix(pair, 16).unwrap()).collect()
}

fn check(actual: &[u8], expected: &str) {
    assert_eq!(hex(actual), hex(&bytes(expected)));
}

/// The key of SP 800-38A and the first two blocks of its plaintext.
const KEY: &str = "2b7e151628aed2a6abf7158809cf4f3c";
const BLOCKS: &str = "6bc1bee22e409f96e93d7e117393172a ae2d8a571e03ac9c9eb76fac45af8e51";

#[test]
fn cbc_is_that_of_sp_800_38a_and_pads() {
    let (key, iv) = (bytes(KEY), bytes("000102030405060708090a0b0c0d0e0f"));
    let sealed = aes::cbc(Direction::Encrypt, &key, &iv, &bytes(BLOCKS)).unwrap();
    check(&sealed[..32], "7649abac8119b246cee98e9b12e9197d 5086cb9b507219ee95db113a917678b2");
    assert_eq!(sealed.len(), 48);
    check(&aes::cbc(Direction::Decrypt, &key, &iv, &sealed).unwrap(), BLOCKS);
}

#[test]
fn ctr_is_that_of_sp_800_38a() {
    let counter = bytes("f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff");
    let sealed = aes::ctr(&bytes(KEY), &counter, 128, &bytes(BLOCKS)).unwrap();
    check(&sealed, "874d6191b620e3261bef6864990db6ce 9806f66b7970fdff8617187bb9fffdff");
}

#[test]
fn ctr_counts_no_further_than_its_bits() {
    let (key, counter) = (bytes(KEY), bytes("f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff"));
    let sealed = aes::ctr(&key, &counter, 4, &[0; 32]).unwrap();
    let wrapped =
        aes::ctr(&key, &bytes("f0f1f2f3f4f5f6f7f8f9fafbfcfdfef0"), 128, &[0; 16]).unwrap();
    assert_eq!(sealed[16..], wrapped);
    let too_long = aes::ctr(&key, &counter, 1, &[0; 48]);
    assert_eq!(too_long, Err(Failure::operation("data is longer than the counter can count")));
}

/// Test case 4 of the specification of GCM.
#[test]
fn gcm_is_that_of_its_specification_with_tags_of_every_length() {
    let key = bytes("feffe9928665731c6d6a8f9467308308");
    let iv = bytes("cafebabefacedbaddecaf888");
    let more = bytes("feedfacedeadbeeffeedfacedeadbeefabaddad2");
    let plain = "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72
        1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39";
    let cipher = "42831ec2217774244b7221b784d0d49ce3aa212f2c02a4e035c17e2329aca12e
        21d514b25466931c7d8f6a5aac84aa051ba30b396a0aac973d58e091";
    let tag = bytes("5bc94fbc3221a5db94fae95ae7121a47");
    for tag_bits in [96, 104, 112, 120, 128] {
        let gcm = |direction, data: &[u8]| aes::gcm(direction, &key, &iv, &more, tag_bits, data);
        let mut sealed = gcm(Direction::Encrypt, &bytes(plain)).unwrap();
        assert_eq!(hex(&sealed), hex(&[bytes(cipher), tag[..tag_bits / 8].to_vec()].concat()));
        check(&gcm(Direction::Decrypt, &sealed).unwrap(), plain);
        *sealed.last_mut().unwrap() ^= 1;
        let forged = gcm(Direction::Decrypt, &sealed);
        assert_eq!(forged, Err(Failure::operation("could not decrypt ciphertext")));
    }
}

#[test]
fn keys_are_wrapped_as_in_rfc_3394() {
    let (key, data) =
        (bytes("000102030405060708090a0b0c0d0e0f"), "00112233445566778899aabbccddeeff");
    let wrapped = aes::wrap(Direction::Encrypt, &key, &bytes(data)).unwrap();
    check(&wrapped, "1fa68b0a8112b447aef34bd8fb5a7b829d3e862371d2cfe5");
    check(&aes::wrap(Direction::Decrypt, &key, &wrapped).unwrap(), data);
    assert!(aes::wrap(Direction::Decrypt, &key, &[0; 24]).is_err());
    assert!(aes::wrap(Direction::Decrypt, &key, &[]).is_err());
    assert!(aes::wrap(Direction::Encrypt, &key, &[0; 5]).is_err());
}

#[test]
fn pbkdf2_is_that_of_rfc_6070() {
    let once = Hash::Sha1.pbkdf2(b"password", b"salt", 1, 20);
    check(&once, "0c60c80f961f0e71f3a9b524af6012062fe037a6");
    let often = Hash::Sha1.pbkdf2(b"password", b"salt", 4_096, 20);
    check(&often, "4b007901b765489abead49d926f721d065a429c1");
}

#[test]
fn hkdf_is_that_of_rfc_5869_and_has_an_end() {
    let (salt, info) = (bytes("000102030405060708090a0b0c"), bytes("f0f1f2f3f4f5f6f7f8f9"));
    let derived = Hash::Sha256.hkdf(&[0x0b; 22], &salt, &info, 42).unwrap();
    let expected =
        "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865";
    check(&derived, expected);
    let too_long = Hash::Sha256.hkdf(&[0x0b; 22], &salt, &info, 255 * 32 + 1);
    assert_eq!(too_long, Err(Failure::operation("length is too large")));
}

#[test]
fn ecdsa_over_p256_is_that_of_rfc_6979() {
    let key = bytes("c9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721");
    let curve = curve("P-256").unwrap();
    let signature = elliptic::sign(curve, &key, Hash::Sha256, b"sample").unwrap();
    check(
        &signature,
        "efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716
        f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8",
    );
}

#[test]
fn every_curve_signs_every_digest_and_reads_what_it_writes() {
    for name in ["P-256", "P-384", "P-521"] {
        let curve = curve(name).unwrap();
        let private = curve.generate();
        let point = curve.point(&private).unwrap();
        for hash in [Hash::Sha1, Hash::Sha256, Hash::Sha384, Hash::Sha512] {
            let signature = elliptic::sign(curve, &private, hash, b"data").unwrap();
            assert_eq!(signature.len(), 2 * curve.width_bytes());
            assert!(elliptic::verify(curve, &point, hash, &signature, b"data"));
            assert!(!elliptic::verify(curve, &point, hash, &signature, b"other"));
        }
        assert_eq!(curve.read_pkcs8(&curve.write_pkcs8(&private).unwrap()).unwrap(), private);
        assert_eq!(curve.read_spki(&curve.write_spki(&point).unwrap()).unwrap(), point);
        assert_eq!(curve.checked(&point), Some(point.clone()));
        assert_eq!(curve.checked(&point[1..]), None);
    }
    assert!(curve("P-224").is_err());
}

#[test]
fn p256_agrees_as_in_rfc_5903() {
    let private = bytes("c88f01f510d9ac3f70a292daa2316de544e9aab8afe84049c62a9c57862d1433");
    let theirs = bytes(
        "04 d12dfb5289c8d4f81208b70270398c342296970a0bccb74c736fc7554494bf63
        56fbf3ca366cc23e8157854c13c58d6aac23f046ada30f8353e74f33039872ab",
    );
    let shared = curve("P-256").unwrap().agree(&private, &theirs).unwrap();
    check(&shared, "d6840f6b42f6edafd13116e0e12565202fef8e9ece7dce03812464d04b9442de");
}

fn rsa_keys() -> (Key, Key) {
    let private = Key::from_pkcs8(include_bytes!("fixtures/rsa.pkcs8")).unwrap();
    (private, Key::from_spki(include_bytes!("fixtures/rsa.spki")).unwrap())
}

#[test]
fn rsa_signs_as_openssl_does() {
    let (private, public) = rsa_keys();
    let signature = private.sign(Padding::Pkcs1, Hash::Sha256, b"abc").unwrap();
    check(&signature, include_str!("fixtures/rsa.signature.txt"));
    assert!(public.verify(Padding::Pkcs1, Hash::Sha256, &signature, b"abc"));
    assert!(!public.verify(Padding::Pkcs1, Hash::Sha1, &signature, b"abc"));
}

#[test]
fn pss_takes_salts_of_any_length_that_fits() {
    let (private, public) = rsa_keys();
    for salt in [0, 20, 32, 94] {
        let signature = private.sign(Padding::Pss(salt), Hash::Sha256, b"abc").unwrap();
        assert!(public.verify(Padding::Pss(salt), Hash::Sha256, &signature, b"abc"));
        assert!(!public.verify(Padding::Pss(salt + 1), Hash::Sha256, &signature, b"abc"));
    }
    assert!(private.sign(Padding::Pss(95), Hash::Sha256, b"abc").is_err());
}

#[test]
fn oaep_goes_back_with_the_same_label_only() {
    let (private, public) = rsa_keys();
    for hash in [Hash::Sha1, Hash::Sha256, Hash::Sha384] {
        let sealed = public.encrypt(hash, b"label", b"secret").unwrap();
        assert_eq!(private.decrypt(hash, b"label", &sealed), Ok(b"secret".to_vec()));
        assert!(private.decrypt(hash, b"", &sealed).is_err());
    }
    assert!(public.encrypt(Hash::Sha256, b"", &[0; 128]).is_err());
    assert!(private.decrypt(Hash::Sha256, b"", &[0; 5]).is_err());
}

#[test]
fn rsa_keys_are_written_as_they_were_read_and_come_back_from_their_parts() {
    let (private, public) = rsa_keys();
    assert_eq!(private.to_der().unwrap(), include_bytes!("fixtures/rsa.pkcs8"));
    assert_eq!(public.to_der().unwrap(), include_bytes!("fixtures/rsa.spki"));
    let parts = private.parts();
    assert_eq!(Key::from_parts(&parts[..5]).unwrap().to_der(), private.to_der());
    assert_eq!(Key::from_parts(&parts[..2]).unwrap().to_der(), public.to_der());
    assert_eq!(parts.len(), 8);
}

#[test]
fn rsa_keys_are_generated_within_bounds() {
    let key = Key::from_pkcs8(&rsa::generate(512, &[1, 0, 1]).unwrap()).unwrap();
    assert_eq!(key.parts()[0].len(), 64);
    let message = |outcome: Result<Vec<u8>, Failure>| outcome.unwrap_err().to_string();
    let even = "OperationError: invalid public exponent: public exponent is even";
    assert_eq!(message(rsa::generate(512, &[2])), even);
    assert_eq!(message(rsa::generate(512, &[])), even);
    let impossible = "OperationError: could not generate RSA key pair";
    assert_eq!(message(rsa::generate(0, &[3])), impossible);
    assert_eq!(message(rsa::generate(512, &[1])), impossible);
    assert_eq!(message(rsa::generate(1 << 20, &[3])), impossible);
}
