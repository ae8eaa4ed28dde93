//! Certificates as k6 shows them: the files beside are its own answers.

use expect_test::{ExpectFile, expect, expect_file};

use super::module::X509;
use crate::modules::Builtin;
use crate::modules::testing::evaluate;

/// What a script's expression over `x509` and a certificate called `pem` comes to, or what it throws.
fn run(pem: &str, script: &str) -> String {
    evaluate("x509", X509::build, &format!("const pem = `{pem}`; {script}"))
}

fn check(pem: &str, expected: &ExpectFile) {
    let shown = "JSON.stringify(x509.parse(pem), (_, value) => \
        typeof value === 'bigint' ? String(value) : value, 1)";
    expected.assert_eq(&format!("{}\n", run(pem, shown)));
}

#[test]
fn a_certificate_of_rsa_is_shown_with_all_its_names() {
    check(include_str!("fixtures/rsa.pem"), &expect_file!["fixtures/rsa.json"]);
}

#[test]
fn a_certificate_of_p256_is_shown_with_its_point() {
    check(include_str!("fixtures/ecdsa.pem"), &expect_file!["fixtures/ecdsa.json"]);
}

#[test]
fn a_certificate_of_p521_is_shown_with_its_point() {
    check(include_str!("fixtures/p521.pem"), &expect_file!["fixtures/p521.json"]);
}

#[test]
fn a_certificate_of_dsa_is_shown_with_its_parameters() {
    check(include_str!("fixtures/dsa.pem"), &expect_file!["fixtures/dsa.json"]);
}

#[test]
fn a_signature_of_pss_is_named_where_its_parameters_have_a_name() {
    check(include_str!("fixtures/pss.pem"), &expect_file!["fixtures/pss.json"]);
}

#[test]
fn the_last_common_name_and_the_first_country_count() {
    check(include_str!("fixtures/names.pem"), &expect_file!["fixtures/names.json"]);
}

#[test]
fn parts_of_a_certificate_are_those_of_the_whole() {
    let pem = include_str!("fixtures/rsa.pem");
    let same = "const same = (one, other) => JSON.stringify(one) === JSON.stringify(other); \
        const whole = x509.parse(pem); \
        [same(x509.getSubject(pem), whole.subject), same(x509.getIssuer(pem), whole.issuer), \
        same(x509.getAltNames(pem), whole.altNames)].join()";
    assert_eq!(run(pem, same), "true,true,true");
    let numbers = "const key = x509.parse(pem).publicKey.key; [typeof key.n, typeof key.e].join()";
    assert_eq!(run(pem, numbers), "bigint,number");
}

#[test]
fn what_cannot_be_shown_is_said_as_k6_does() {
    let pem = include_str!("fixtures/ed25519.pem");
    let ecdsa = include_str!("fixtures/ecdsa.pem");
    let cases = [
        (pem, "x509.parse(pem)"),
        (pem, "x509.getSubject(pem).commonName"),
        (include_str!("fixtures/secp256k1.pem"), "x509.getAltNames(pem)"),
        (ecdsa, "x509.parse()"),
        (ecdsa, "x509.parse(null)"),
        (ecdsa, "x509.parse(5)"),
        (ecdsa, "x509.parse('abc')"),
        (ecdsa, "x509.parse('-----BEGIN CERTIFICATE-----\\nAAAA\\n-----END CERTIFICATE-----')"),
        (ecdsa, "x509.parse('  ' + pem)"),
        (
            ecdsa,
            "x509.getSubject('before\\n' + pem.replace(/\\n/g, '\\r\\n') + 'after').commonName",
        ),
    ];
    expect![[r#"
        x509.parse(pem): thrown: unsupported public key algorithm
        x509.getSubject(pem).commonName: ed
        x509.getAltNames(pem): thrown: failed to parse certificate: x509: unsupported elliptic curve
        x509.parse(): thrown: failed to decode certificate PEM file
        x509.parse(null): thrown: failed to decode certificate PEM file
        x509.parse(5): thrown: could not convert function call parameter 0: could not convert 5 to []uint8
        x509.parse('abc'): thrown: failed to decode certificate PEM file
        x509.parse('-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----'): thrown: failed to parse certificate: x509: malformed certificate
        x509.parse('  ' + pem): thrown: failed to decode certificate PEM file
        x509.getSubject('before\n' + pem.replace(/\n/g, '\r\n') + 'after').commonName: ec
    "#]].assert_eq(
        &cases.map(|(pem, script)| format!("{script}: {}\n", run(pem, script))).concat(),
    );
}
