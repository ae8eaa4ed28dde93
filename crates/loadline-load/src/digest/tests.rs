//! Challenges read and answered, held against the figures of the RFCs.

use super::Challenges;
use super::challenge::Challenge;
use super::response::Proof;
use crate::message::Fields;
use crate::transport::Endpoint;

fn challenge(header: &str) -> Option<Challenge> {
    let mut fields = Fields::default();
    fields.push(b"WWW-Authenticate", header.as_bytes());
    Challenge::read(&fields)
}

/// The `response` of the first answer to a challenge.
fn response(header: &str, proof: &Proof<'_>) -> String {
    let mut challenge = challenge(header).unwrap();
    challenge.count = 1;
    let answer = challenge.answer(proof);
    let (_, rest) = answer.split_once("response=\"").unwrap();
    rest.split_once('"').unwrap().0.to_owned()
}

#[test]
fn the_examples_of_rfc_7616_come_out() {
    let proof = Proof {
        user: "Mufasa",
        password: "Circle of Life",
        method: "GET",
        path: "/dir/index.html",
        client_nonce: "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ",
    };
    let header = |algorithm| {
        format!(
            "Digest realm=\"http-auth@example.org\", qop=\"auth, auth-int\", algorithm={algorithm}, \
             nonce=\"7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v\", \
             opaque=\"FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS\""
        )
    };
    assert_eq!(response(&header("MD5"), &proof), "8ca523f5e9506fed4657c9700eebdbec");
    assert_eq!(
        response(&header("SHA-256"), &proof),
        "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"
    );
}

#[test]
fn the_example_of_rfc_2617_comes_out_too() {
    let proof = Proof {
        user: "Mufasa",
        password: "Circle Of Life",
        method: "GET",
        path: "/dir/index.html",
        client_nonce: "0a4f113b",
    };
    let header = "Digest realm=\"testrealm@host.com\", qop=\"auth,auth-int\", \
                  nonce=\"dcd98b7102dd2f0e8b11d0f600bfb0c093\", \
                  opaque=\"5ccc069c403ebaf9f0171e9517f40e41\"";
    assert_eq!(response(header, &proof), "6629fae49393a05397450978507c4ef1");
}

#[test]
fn a_challenge_that_cannot_be_met_is_none() {
    for header in [
        "Basic realm=\"x\"",
        "Digest realm=\"x\"",
        "Digest realm=\"x\", nonce=\"n\", algorithm=SHA-512-256",
        "Digest realm=\"x\", nonce=\"n\", qop=\"auth-int\"",
        "Digest",
        "",
    ] {
        assert_eq!(challenge(header), None, "{header}");
    }
}

#[test]
fn odd_headers_are_read_as_far_as_they_make_sense() {
    let found =
        challenge("Basic realm=\"a\", Digest realm=\"a \\\"b\\\"\",nonce=n,qop=auth,stale=true")
            .unwrap();
    assert_eq!((&*found.realm, &*found.nonce, found.qop_auth), ("a \"b\"", "n", true));
    let session = challenge("digest nonce=\"n\", algorithm=MD5-sess").unwrap();
    assert!(session.session && !session.qop_auth);
}

#[test]
fn a_nonce_is_counted_and_a_new_challenge_begins_anew() {
    let endpoint = Endpoint::of("http://shop.test").unwrap().0;
    let other = Endpoint::of("http://other.test").unwrap().0;
    let mut challenges = Challenges::default();
    let mut random = fastrand::Rng::with_seed(1);
    let mut answer = |challenges: &mut Challenges, endpoint| {
        challenges.authorization(endpoint, "me:secret", "GET", "/", &mut random)
    };
    assert_eq!(answer(&mut challenges, &endpoint), None);
    let asked = challenge("Digest realm=\"r\", nonce=\"n\", qop=\"auth\"").unwrap();
    challenges.remember(&endpoint, asked.clone());
    assert!(answer(&mut challenges, &endpoint).unwrap().contains("nc=00000001"));
    assert!(answer(&mut challenges, &endpoint).unwrap().contains("nc=00000002"));
    assert_eq!(answer(&mut challenges, &other), None);
    challenges.remember(&endpoint, asked);
    let header = answer(&mut challenges, &endpoint).unwrap();
    assert!(header.contains("nc=00000001") && !header.contains("secret"), "{header}");
}
