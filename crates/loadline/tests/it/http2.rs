//! `--http`: which version is spoken, and how errors of HTTP/2 are shown.

use expect_test::expect;
use loadline_testkit::{Http2Act, Http2Peer};

use crate::program::{Folder, check};

/// Three requests of one user over HTTP/2.
fn run(act: Http2Act) -> (String, Http2Peer) {
    let (peer, folder) = (Http2Peer::start(act).unwrap(), Folder::new());
    let url = peer.url("/");
    let seen = folder.run(&["run", &url, "--http", "2", "-u", "1", "-i", "3", "-q"]).to_string();
    (seen, peer)
}

#[test]
fn http_2_is_spoken_without_tls_when_it_is_asked_for() {
    let (seen, peer) = run(Http2Act::Answer);
    // One connection is the look at the target before the test.
    assert_eq!((peer.connections(), peer.requests()), (2, 3), "{seen}");
    assert!(seen.contains("3 of 3 requests succeeded"), "{seen}");
}

#[test]
fn what_a_bad_peer_does_is_counted_by_its_kind() {
    for (act, kind) in [
        (Http2Act::Reset, "stream reset"),
        (Http2Act::GoAwayAtOnce, "goaway"),
        (Http2Act::PingFlood, "protocol"),
    ] {
        let (seen, _peer) = run(act);
        assert!(seen.contains(kind), "{seen}");
    }
}

#[test]
fn an_unknown_version_is_refused_with_those_there_are() {
    let arguments = ["run", "http://127.0.0.1:1/", "--http", "3"];
    check(
        &Folder::new(),
        &arguments,
        &expect![[r#"
        exit 2
        --- stderr
        error: invalid value '3' for '--http <VERSION>'
          [possible values: auto, 1.1, 2]

        For more information, try '--help'.
    "#]],
    );
}
