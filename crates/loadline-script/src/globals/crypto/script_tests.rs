//! What scripts see of `crypto`: shapes, names and sentences.

use expect_test::{Expect, expect};

use super::install::define;
use crate::modules::testing::evaluate_with;

/// Helpers of the scripts below, `key` among them: one of AES-CBC whose bytes count from 0.
const BEFORE: &str = "
    const S = crypto.subtle;
    const un = (digits) => new Uint8Array(digits.match(/../g).map((pair) => parseInt(pair, 16)));
    const hex = (data) => [...new Uint8Array(data)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
    const raw = un('000102030405060708090a0b0c0d0e0f');
    const imported = (algorithm, ...usages) => S.importKey('raw', raw, algorithm, true, usages);
    const said = async (work) => {
        try {
            const value = await work();
            return value instanceof ArrayBuffer ? hex(value) : JSON.stringify(value);
        } catch (error) {
            return `${error.name}: ${error.message}`;
        }
    };
";

fn run(script: &str) -> String {
    evaluate_with(define, script)
}

/// What each piece of work comes to, a line each; `key` is a key of AES-CBC.
fn check(work: &[&str], expected: &Expect) {
    let lines = work.iter().map(|work| {
        let body = "const key = await imported('AES-CBC', 'encrypt', 'decrypt');";
        let outcome =
            run(&format!("{BEFORE}(async () => {{ {body} return said(async () => {work}); }})()"));
        format!("{work}: {outcome}\n")
    });
    expected.assert_eq(&lines.collect::<String>());
}

#[test]
fn the_global_is_made_when_it_is_read_and_can_be_replaced() {
    assert_eq!(run("Object.keys(crypto).join()"), "getRandomValues,randomUUID,subtle,CryptoKey");
    let functions = "decrypt,deriveBits,deriveKey,digest,encrypt,exportKey,generateKey,importKey,sign,\
        unwrapKey,verify,wrapKey";
    assert_eq!(run("Object.keys(crypto.subtle).join()"), functions);
    assert_eq!(run("crypto === crypto && crypto.subtle === crypto.subtle"), "true");
    assert_eq!(run("globalThis.crypto = 5; crypto"), "5");
}

#[test]
fn random_values_fill_views_of_integers() {
    let script = "const all = new Uint8Array(64); const part = new Uint32Array(all.buffer, 16, 8); \
        const same = crypto.getRandomValues(part) === part; \
        [same, all.subarray(0, 16).every((byte) => byte === 0), part.some((word) => word !== 0)].join()";
    assert_eq!(run(script), "true,true,true");
    let version_4 = "/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/";
    assert_eq!(run(&format!("{version_4}.test(crypto.randomUUID())")), "true");
    check(
        &[
            "crypto.getRandomValues()",
            "crypto.getRandomValues(new Float32Array(1))",
            "crypto.getRandomValues(new Uint8Array(65537))",
            "crypto.getRandomValues(new Uint8Array(65536)).length",
        ],
        &expect![[r#"
            crypto.getRandomValues(): TypeMismatchError: typedArray parameter isn't a TypedArray instance
            crypto.getRandomValues(new Float32Array(1)): TypeMismatchError: typedArray parameter isn't a TypedArray instance
            crypto.getRandomValues(new Uint8Array(65537)): QuotaExceededError: typedArray parameter is too big; maximum length is 65536
            crypto.getRandomValues(new Uint8Array(65536)).length: 65536
        "#]],
    );
}

#[test]
fn keys_show_what_they_are_and_keep_their_bytes() {
    check(
        &[
            "key",
            "new crypto.CryptoKey()",
            "key instanceof crypto.CryptoKey",
            "S.exportKey('raw', key)",
            "S.exportKey('jwk', key)",
            "S.exportKey('spki', key)",
            "S.exportKey('raw', await S.importKey('raw', raw, 'AES-CBC', false, ['encrypt']))",
            "S.generateKey({ name: 'HMAC', hash: 'SHA-512' }, true, ['sign'])",
            "S.generateKey({ name: 'aes-gcm', length: '256' }, false, ['encrypt'])",
        ],
        &expect![[r#"
            key: {"type":"secret","extractable":true,"algorithm":{"name":"AES-CBC","length":128},"usages":["encrypt","decrypt"]}
            new crypto.CryptoKey(): TypeError: Illegal constructor
            key instanceof crypto.CryptoKey: true
            S.exportKey('raw', key): 000102030405060708090a0b0c0d0e0f
            S.exportKey('jwk', key): {"kty":"oct","k":"AAECAwQFBgcICQoLDA0ODw","alg":"A128CBC","ext":true,"key_ops":["encrypt","decrypt"]}
            S.exportKey('spki', key): NotSupportedError: unsupported key format spki
            S.exportKey('raw', await S.importKey('raw', raw, 'AES-CBC', false, ['encrypt'])): InvalidAccessError: the key is not extractable
            S.generateKey({ name: 'HMAC', hash: 'SHA-512' }, true, ['sign']): {"type":"secret","extractable":true,"algorithm":{"name":"HMAC","hash":{"name":"SHA-512"},"length":1024},"usages":["sign"]}
            S.generateKey({ name: 'aes-gcm', length: '256' }, false, ['encrypt']): {"type":"secret","extractable":false,"algorithm":{"name":"AES-GCM","length":256},"usages":["encrypt"]}
        "#]],
    );
}

#[test]
fn what_cannot_be_a_key_is_said_by_name() {
    check(
        &[
            "S.importKey('raw', raw.slice(1), 'AES-CBC', true, ['encrypt'])",
            "S.importKey('raw', raw, 'AES-CBC', true, [])",
            "S.importKey('raw', raw, 'AES-CBC', true, ['sign'])",
            "S.importKey('raw', 'text', 'AES-CBC', true, ['encrypt'])",
            "S.importKey('own', raw, 'AES-CBC', true, ['encrypt'])",
            "S.importKey('jwk', { kty: 'RSA' }, 'AES-CBC', true, ['encrypt'])",
            "S.importKey('jwk', { kty: 'oct', k: '!' }, 'AES-CBC', true, ['encrypt'])",
            "S.importKey('raw', raw, { name: 'HMAC' }, true, ['sign'])",
            "S.importKey('raw', raw, 'Ed25519', true, ['verify'])",
            "S.generateKey({ name: 'AES-CBC', length: 100 }, true, ['encrypt'])",
            "S.generateKey(5, true, ['encrypt'])",
            "S.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, [])",
        ],
        &expect![[r#"
            S.importKey('raw', raw.slice(1), 'AES-CBC', true, ['encrypt']): DataError: invalid key length 15 bytes
            S.importKey('raw', raw, 'AES-CBC', true, []): SyntaxError: usages cannot not be empty for a secret or private CryptoKey
            S.importKey('raw', raw, 'AES-CBC', true, ['sign']): SyntaxError: invalid key usage: sign
            S.importKey('raw', 'text', 'AES-CBC', true, ['encrypt']): OperationError: data is neither an ArrayBuffer, nor a TypedArray nor DataView
            S.importKey('own', raw, 'AES-CBC', true, ['encrypt']): ImplementationError: unsupported format own
            S.importKey('jwk', { kty: 'RSA' }, 'AES-CBC', true, ['encrypt']): DataError: invalid symmetric JWK: invalid key type: RSA
            S.importKey('jwk', { kty: 'oct', k: '!' }, 'AES-CBC', true, ['encrypt']): DataError: failed to decode key: Invalid symbol 33, offset 0.
            S.importKey('raw', raw, { name: 'HMAC' }, true, ['sign']): SyntaxError: could not get hash from algorithm parameter
            S.importKey('raw', raw, 'Ed25519', true, ['verify']): NotSupportedError: algorithm "ED25519" doesn't support (in implementation) operation "importKey"
            S.generateKey({ name: 'AES-CBC', length: 100 }, true, ['encrypt']): OperationError: invalid key length
            S.generateKey(5, true, ['encrypt']): SyntaxError: algorithm cannot be interpreted as a string or an object
            S.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, []): SyntaxError: key usages cannot be empty
        "#]],
    );
}

#[test]
fn operations_give_buffers_or_say_what_is_wrong() {
    check(
        &[
            "S.digest('sha-1', un('616263'))",
            "S.digest({ name: 'SHA-1' }, new DataView(un('616263').buffer))",
            "S.digest('MD5', raw)",
            "S.digest('SHA-1', 'abc')",
            "S.encrypt({ name: 'AES-CBC', iv: raw }, key, raw)",
            "S.decrypt({ name: 'AES-CBC', iv: raw }, key, await S.encrypt({ name: 'AES-CBC', iv: raw }, key, raw))",
            "S.encrypt({ name: 'AES-CBC' }, key, raw)",
            "S.encrypt({ name: 'AES-CTR' }, key, raw)",
            "S.encrypt({ name: 'HMAC' }, key, raw)",
            "S.encrypt({ name: 'AES-CBC', iv: raw }, {}, raw)",
            "S.decrypt({ name: 'AES-CBC', iv: raw }, key, raw)",
            "S.sign('HMAC', key, raw)",
            "S.sign('HMAC', await imported({ name: 'HMAC', hash: 'SHA-1' }, 'verify'), raw)",
            "S.sign('HMAC', await imported({ name: 'HMAC', hash: 'SHA-1' }, 'sign'), raw)",
        ],
        &expect![[r#"
            S.digest('sha-1', un('616263')): a9993e364706816aba3e25717850c26c9cd0d89d
            S.digest({ name: 'SHA-1' }, new DataView(un('616263').buffer)): a9993e364706816aba3e25717850c26c9cd0d89d
            S.digest('MD5', raw): NotSupportedError: algorithm "MD5" doesn't support (in implementation) operation "digest"
            S.digest('SHA-1', 'abc'): TypeError: data must be an ArrayBuffer, TypedArray, or DataView
            S.encrypt({ name: 'AES-CBC', iv: raw }, key, raw): c6a13b37878f5b826f4f8162a1c8d879b1a29273be2c4207a5ace393398cb6fb
            S.decrypt({ name: 'AES-CBC', iv: raw }, key, await S.encrypt({ name: 'AES-CBC', iv: raw }, key, raw)): 000102030405060708090a0b0c0d0e0f
            S.encrypt({ name: 'AES-CBC' }, key, raw): OperationError: iv length is not 16 bytes
            S.encrypt({ name: 'AES-CTR' }, key, raw): InvalidAccessError: encrypt's algorithm name does not match key algorithm name
            S.encrypt({ name: 'HMAC' }, key, raw): NotSupportedError: algorithm "HMAC" doesn't support (in implementation) operation "encrypt"
            S.encrypt({ name: 'AES-CBC', iv: raw }, {}, raw): TypeError: key is not a CryptoKey
            S.decrypt({ name: 'AES-CBC', iv: raw }, key, raw): OperationError: invalid padding
            S.sign('HMAC', key, raw): InvalidAccessError: algorithm name does not match key algorithm name
            S.sign('HMAC', await imported({ name: 'HMAC', hash: 'SHA-1' }, 'verify'), raw): InvalidAccessError: key does not contain the 'sign' usage
            S.sign('HMAC', await imported({ name: 'HMAC', hash: 'SHA-1' }, 'sign'), raw): 0f87de311eecfc56ac4351a0ac3ae5e10420ee47
        "#]],
    );
}

#[test]
fn keys_are_derived_and_wrapped() {
    let derive =
        "const base = await S.importKey('raw', raw, 'PBKDF2', false, ['deriveKey', 'deriveBits'])";
    let how = "{ name: 'PBKDF2', hash: 'SHA-256', salt: raw, iterations: 2 }";
    check(
        &[
            &format!("{{ {derive}; return S.deriveBits({how}, base, 64); }}"),
            &format!("{{ {derive}; return S.deriveBits({how}, base, 65); }}"),
            "S.importKey('raw', raw, 'PBKDF2', false, ['sign'])",
            "S.wrapKey('raw', key, await imported('AES-KW', 'wrapKey'), 'AES-KW')",
            "S.wrapKey('raw', key, await imported('AES-KW', 'unwrapKey'), 'AES-KW')",
            "S.unwrapKey('raw', raw, await imported('AES-KW', 'unwrapKey'), 'AES-KW', 'AES-CBC', true, ['encrypt'])",
            "{
                const gcm = await imported('AES-GCM', 'wrapKey', 'unwrapKey');
                const how = { name: 'AES-GCM', iv: raw.slice(4) };
                const wrapped = await S.wrapKey('jwk', key, gcm, how);
                return S.exportKey('raw', await S.unwrapKey('jwk', wrapped, gcm, how, 'AES-CBC', true, ['encrypt']));
            }",
        ],
        &expect![[r#"
            { const base = await S.importKey('raw', raw, 'PBKDF2', false, ['deriveKey', 'deriveBits']); return S.deriveBits({ name: 'PBKDF2', hash: 'SHA-256', salt: raw, iterations: 2 }, base, 64); }: 68c5abd64a86c896
            { const base = await S.importKey('raw', raw, 'PBKDF2', false, ['deriveKey', 'deriveBits']); return S.deriveBits({ name: 'PBKDF2', hash: 'SHA-256', salt: raw, iterations: 2 }, base, 65); }: NotSupportedError: currently only multiples of 8 are supported for length
            S.importKey('raw', raw, 'PBKDF2', false, ['sign']): SyntaxError: invalid key usage: sign
            S.wrapKey('raw', key, await imported('AES-KW', 'wrapKey'), 'AES-KW'): 935a3eb101c34add025e170b46ff0db23e5c2fae8c8f8370
            S.wrapKey('raw', key, await imported('AES-KW', 'unwrapKey'), 'AES-KW'): InvalidAccessError: wrapping key does not contain the 'wrapKey' usage
            S.unwrapKey('raw', raw, await imported('AES-KW', 'unwrapKey'), 'AES-KW', 'AES-CBC', true, ['encrypt']): OperationError: could not unwrap the key
            {
                            const gcm = await imported('AES-GCM', 'wrapKey', 'unwrapKey');
                            const how = { name: 'AES-GCM', iv: raw.slice(4) };
                            const wrapped = await S.wrapKey('jwk', key, gcm, how);
                            return S.exportKey('raw', await S.unwrapKey('jwk', wrapped, gcm, how, 'AES-CBC', true, ['encrypt']));
                        }: 000102030405060708090a0b0c0d0e0f
        "#]],
    );
}
