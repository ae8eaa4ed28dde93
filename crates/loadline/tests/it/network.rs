//! The arguments that say how connections are made, and what is kept of their secrets.

use expect_test::{Expect, expect};
use loadline_testkit::{AfterAnswer, CannedServer, ProxyBehaviour, ProxyServer, TlsIdentity};

use crate::program::{Folder, check};

const TARGET: &str = "http://127.0.0.1:1/";
const OK: &str = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok";

/// A run of a target that is never reached, because the arguments are wrong.
fn check_run(arguments: &[&str], expected: &Expect) {
    check(&Folder::new(), &[&["run", TARGET][..], arguments].concat(), expected);
}

fn server() -> CannedServer {
    CannedServer::start(OK, AfterAnswer::KeepAlive).unwrap()
}

/// Two requests of one user.
const SHORT: [&str; 5] = ["-u", "1", "-i", "2", "-q"];

/// The heads that a server was asked with; every request was good.
fn heads_of(server: &CannedServer, folder: &Folder, arguments: &[&str]) -> Vec<String> {
    let seen = folder.run(&[&["run"][..], arguments, &SHORT].concat());
    let heads = server.request_heads().into_iter().map(|head| String::from_utf8(head).unwrap());
    let heads: Vec<String> = heads.collect();
    assert_eq!(heads.len(), 2, "{seen}");
    heads
}

#[test]
fn credentials_are_sent_and_nothing_of_them_is_kept() {
    let check = |arguments: &[&str], sent: &str, kept: &str| {
        let (server, folder) = (server(), Folder::new());
        let url = server.url("/");
        let report = [&[&*url][..], arguments, &["--out", "html=r.html", "--out", "json=r.json"]];
        for head in heads_of(&server, &folder, &report.concat()) {
            assert!(head.contains(&format!("\r\nauthorization: {sent}\r\n")), "{head}");
        }
        let stored = folder.run(&["show", "last"]).to_string();
        for text in [folder.read("r.html"), folder.read("r.json"), stored] {
            assert!(!text.contains("s3cret") && !text.contains(sent), "{text}");
        }
        let json = folder.read("r.json");
        assert!(json.contains(kept), "{json}");
        let store = std::fs::read(folder.path(".loadline/loadline.db")).unwrap();
        assert!(!store.windows(6).any(|bytes| bytes == b"s3cret"));
    };
    check(&["--basic", "ann:s3cret"], "Basic YW5uOnMzY3JldA==", "--basic '***'");
    check(&["--bearer=s3cret"], "Bearer s3cret", "'--bearer=***'");
    check(&["-H", "authorization: s3cret"], "s3cret", "-H 'authorization: ***'");
}

#[test]
fn credentials_can_come_from_a_variable() {
    let (server, folder) = (server(), Folder::new());
    let url = server.url("/");
    let mut command =
        folder.command(&[&["run", &url, "--bearer", "env:TOKEN"][..], &SHORT].concat());
    command.env("TOKEN", "s3cret").output().unwrap();
    let head = String::from_utf8(server.request_heads().remove(0)).unwrap();
    assert!(head.contains("\r\nauthorization: Bearer s3cret\r\n"), "{head}");
}

#[test]
fn a_variable_that_is_not_set_is_named() {
    check_run(
        &["--basic", "env:LOADLINE_NOT_SET"],
        &expect![[r#"
            exit 2
            --- stderr
            error: `--basic` names the variable `LOADLINE_NOT_SET`, which is not set
            hint: `export LOADLINE_NOT_SET=…` sets it
        "#]],
    );
}

#[test]
fn credentials_that_cannot_be_sent_are_not_repeated() {
    check_run(
        &["--basic", "s3cret"],
        &expect![[r#"
        exit 2
        --- stderr
        error: `--basic` has no `:` between a user and a password
        hint: it reads `USER:PASSWORD` or `env:NAME`
    "#]],
    );
    check_run(
        &["--bearer", "s3cret s3cret"],
        &expect![[r#"
        exit 2
        --- stderr
        error: the token of `--bearer` is empty or holds a character that none has
        hint: it reads `TOKEN` or `env:NAME`
    "#]],
    );
    check_run(
        &["--bearer", "s3cret", "-H", "Authorization: s3cret"],
        &expect![[r#"
        exit 2
        --- stderr
        error: there are two values for the header `Authorization`
        hint: give one of `--basic`, `--bearer`, `--header`
    "#]],
    );
    let folder = Folder::with("loadline.yaml", "target: http://127.0.0.1:1\n");
    check(
        &folder,
        &["run", "loadline.yaml", "--bearer", "s3cret"],
        &expect![[r#"
        exit 2
        --- stderr
        error: `--basic` and `--bearer` are for a URL, not for a file
        hint: a flow says itself who its users are
    "#]],
    );
}

#[test]
fn a_proxy_has_a_form_and_its_password_is_not_repeated() {
    check_run(
        &["--proxy", "https://ann:s3cret@proxy.test"],
        &expect![[r#"
        exit 2
        --- stderr
        error: `--proxy`: `…@proxy.test` is not a proxy: it must begin with `http://`
        hint: a proxy reads like `http://user:password@proxy.test:3128`
    "#]],
    );
    check_run(
        &["--proxy", "ann:s3cret@proxy.test:port"],
        &expect![[r#"
        exit 2
        --- stderr
        error: `--proxy`: `…@proxy.test:port` is not a proxy: its port is not a number up to 65535
        hint: a proxy reads like `http://user:password@proxy.test:3128`
    "#]],
    );
    check_run(
        &["--proxy-tunnel"],
        &expect![[r#"
        exit 2
        --- stderr
        error: the following required arguments were not provided:
          --proxy <URL|env>

        Usage: loadline run --proxy <URL|env> --proxy-tunnel <URL|FILE>

        For more information, try '--help'.
    "#]],
    );
}

#[test]
fn a_proxy_that_refuses_ends_the_run_before_it_begins() {
    let target = server();
    let proxy =
        ProxyServer::start(ProxyBehaviour::Refuses("403 Forbidden"), target.address()).unwrap();
    let place = format!("ann:s3cret@{}", proxy.address());
    let arguments = ["run", "https://shop.test/", "--proxy", &place];
    check(
        &Folder::new(),
        &arguments,
        &expect![[r#"
        exit 110
        --- stderr
        error: cannot reach https://shop.test: the proxy http://127.0.0.1:PORT0 answered 403 Forbidden when asked for a tunnel to shop.test:443
        hint: check the proxy: `--proxy http://USER:PASSWORD@HOST:PORT` names it
    "#]],
    );
}

#[test]
fn the_environment_s_proxy_is_used_only_when_asked_for() {
    let (target, folder) = (server(), Folder::new());
    let proxy = ProxyServer::start(ProxyBehaviour::Works, target.address()).unwrap();
    let run = |arguments: &[&str], variables: &[(&str, &str)]| {
        let url = target.url("/");
        let all = [&["run", &url][..], arguments, &SHORT].concat();
        let mut command = folder.command(&all);
        for name in ["HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY"] {
            command.env_remove(name).env_remove(name.to_ascii_lowercase());
        }
        let output = command.envs(variables.iter().copied()).output().unwrap();
        (proxy.heads().len(), String::from_utf8(output.stderr).unwrap())
    };
    let place = proxy.address().to_string();
    let variables = [("http_proxy", &*place), ("HTTP_PROXY", &*place), ("HTTPS_PROXY", &*place)];
    assert_eq!(run(&[], &variables).0, 0);
    // A probe connects without a word.
    assert_eq!(run(&["--proxy", "env"], &variables).0, 1);
    let except = [variables[0], ("NO_PROXY", "127.0.0.1")];
    assert_eq!(run(&["--proxy", "env"], &except).0, 1);
    let (_, stderr) = run(&["--proxy", "env"], &[]);
    let warning = "warning: no proxy is used: neither HTTP_PROXY nor HTTPS_PROXY is set\n";
    assert!(stderr.contains(warning), "{stderr}");
}

#[test]
fn a_key_for_another_certificate_is_refused_with_both_names() {
    let folder = Folder::new();
    let identity = || TlsIdentity::self_signed(&["client.test"]).unwrap();
    folder.write("one.pem", identity().certificate_pem());
    folder.write("other.key", identity().private_key_pem());
    let run = |arguments: &[&str], expected: &Expect| {
        check(&folder, &[&["run", TARGET][..], arguments].concat(), expected);
    };
    run(
        &["--cert", "one.pem", "--key", "other.key"],
        &expect![[r#"
        exit 104
        --- stderr
        error: failed to use the key in other.key: it does not belong to the certificate in one.pem
        hint: `--cert` and `--key` want a certificate and the key it was made for
    "#]],
    );
    run(
        &["--cert", "one.pem"],
        &expect![[r#"
        exit 104
        --- stderr
        error: failed to read a private key from one.pem: it holds no PEM private key without a password
        hint: `--key` wants a PEM file; `openssl pkey -in KEY -out PLAIN` takes a password off
    "#]],
    );
    run(
        &["--cert", "none.pem"],
        &expect![[r#"
        exit 104
        --- stderr
        error: failed to read certificates from none.pem: I/O error: No such file or directory (os error 2)
        hint: `--ca` and `--cert` want PEM files of certificates
    "#]],
    );
    run(
        &["--key", "other.key"],
        &expect![[r#"
        exit 2
        --- stderr
        error: the following required arguments were not provided:
          --cert <FILE>

        Usage: loadline run --cert <FILE> --key <FILE> <URL|FILE>

        For more information, try '--help'.
    "#]],
    );
}

#[test]
fn versions_of_tls_have_an_order_and_names() {
    check_run(
        &["--tls-min", "1.3", "--tls-max", "1.2"],
        &expect![[r#"
        exit 2
        --- stderr
        error: failed to choose a version of TLS: the oldest is newer than the newest
        hint: `--tls-min` is at most `--tls-max`
    "#]],
    );
    check_run(
        &["--tls", "1.1"],
        &expect![[r#"
        exit 2
        --- stderr
        error: invalid value '1.1' for '--tls <VERSION>'
          [possible values: 1.2, 1.3]

          tip: a similar value exists: '1.3'

        For more information, try '--help'.
    "#]],
    );
    check_run(
        &["--server-name", "no name"],
        &expect![[r#"
        exit 2
        --- stderr
        error: failed to ask for the server `no name`: it is neither a host name nor an address
        hint: `--server-name` wants a host name
    "#]],
    );
}

#[test]
fn addresses_have_forms_and_are_this_machine_s() {
    check_run(
        &["--resolve", "shop.test:443"],
        &expect![[r#"
        exit 2
        --- stderr
        error: invalid value 'shop.test:443' for '--resolve <HOST:PORT:ADDRESS>': it has no address; it reads `shop.test:443:127.0.0.1` or `shop.test:443:10.0.0.1,10.0.0.2`

        For more information, try '--help'.
    "#]],
    );
    check_run(
        &["--source-address", "localhost"],
        &expect![[r#"
        exit 2
        --- stderr
        error: invalid value 'localhost' for '--source-address <ADDRESSES>': invalid IP address syntax

        For more information, try '--help'.
    "#]],
    );
    check_run(
        &["--source-address", "127.0.0.1,192.0.2.1"],
        &expect![[r#"
        exit 2
        --- stderr
        error: failed to connect from 192.0.2.1: Cannot assign requested address (os error 99)
        hint: `--source-address` wants addresses of this machine; `ip address` lists them
    "#]],
    );
}

#[test]
fn given_addresses_that_nothing_goes_to_are_named() {
    check_run(
        &["--resolve", "shop.test:443:127.0.0.1"],
        &expect![[r#"
        exit 110
        --- stderr
        warning: `--resolve`: no request goes to shop.test:443
        error: cannot reach http://127.0.0.1:1: 127.0.0.1:1: Connection refused (os error 111)
        hint: check that the service is up and the address is right
    "#]],
    );
    let pinned = ["run", "http://shop.test:1/", "--resolve", "shop.test:1:127.0.0.1"];
    check(
        &Folder::new(),
        &pinned,
        &expect![[r#"
        exit 110
        --- stderr
        error: cannot reach http://shop.test:1: 127.0.0.1:1: Connection refused (os error 111)
        hint: check that the service is up and the address is right
    "#]],
    );
}

#[test]
fn a_unix_socket_that_is_not_there_is_named() {
    check_run(
        &["--unix-socket", "none.sock"],
        &expect![[r#"
        exit 110
        --- stderr
        error: cannot reach http://127.0.0.1:1: none.sock: No such file or directory (os error 2)
        hint: check that the service is up and the address is right
    "#]],
    );
    let arguments = ["--unix-socket", "none.sock", "--proxy", "env"];
    check_run(
        &arguments,
        &expect![[r#"
        exit 2
        --- stderr
        error: the argument '--unix-socket <PATH>' cannot be used with '--proxy <URL|env>'

        Usage: loadline run --unix-socket <PATH> <URL|FILE>

        For more information, try '--help'.
    "#]],
    );
}
