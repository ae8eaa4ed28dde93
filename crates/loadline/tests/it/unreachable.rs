//! Targets that cannot be reached: one clear line for each, exit 110, no store.

use expect_test::expect;
use loadline_testkit::{MisbehavingServer, Misbehaviour};

use crate::program::{Folder, check};

#[test]
fn nobody_listens() {
    let folder = Folder::new();
    check(
        &folder,
        &["run", "http://127.0.0.1:1/"],
        &expect![[r#"
        exit 110
        --- stderr
        error: cannot reach http://127.0.0.1:1: 127.0.0.1:1: Connection refused (os error 111)
        hint: check that the service is up and the address is right
    "#]],
    );
    check(
        &folder,
        &["run", "http://[::1]:1/"],
        &expect![[r#"
        exit 110
        --- stderr
        error: cannot reach http://[::1]:1: [::1]:1: Connection refused (os error 111)
        hint: check that the service is up and the address is right
    "#]],
    );
    assert_eq!(folder.names(), [""; 0], "a run that did not begin is not kept");
}

#[test]
fn a_host_needs_no_scheme() {
    let folder = Folder::new();
    check(
        &folder,
        &["run", "127.0.0.1:1"],
        &expect![[r#"
        exit 110
        --- stderr
        error: cannot reach http://127.0.0.1:1: 127.0.0.1:1: Connection refused (os error 111)
        hint: check that the service is up and the address is right
    "#]],
    );
}

#[test]
fn a_target_that_accepts_nobody_ends_with_the_connect_timeout() {
    let server = MisbehavingServer::start(Misbehaviour::NeverAccepts).unwrap();
    let arguments = ["run", &server.url("/"), "--connect-timeout", "1s"];
    check(
        &Folder::new(),
        &arguments,
        &expect![[r#"
            exit 110
            --- stderr
            error: cannot reach http://127.0.0.1:PORT0: no connection to http://127.0.0.1:PORT0 within 1s
            hint: check that the service accepts connections; `--connect-timeout` sets how long to wait
        "#]],
    );
}

#[test]
fn every_server_of_a_flow_is_named() {
    let flow =
        "flows: { f: { tasks: [ { do: [ { get: / }, { get: 'http://127.0.0.1:2/' } ] } ] } }\n";
    let folder = Folder::with("loadline.yaml", format!("target: http://127.0.0.1:1\n{flow}"));
    check(
        &folder,
        &["run", "loadline.yaml"],
        &expect![[r#"
        exit 110
        --- stderr
        error: cannot reach http://127.0.0.1:1: 127.0.0.1:1: Connection refused (os error 111)
               cannot reach http://127.0.0.1:2: 127.0.0.1:2: Connection refused (os error 111)
        hint: check that the service is up and the address is right
    "#]],
    );
}
