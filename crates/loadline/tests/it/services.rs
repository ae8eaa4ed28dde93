//! The commands that bring a service with them: `try` and `shop`.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;

use rustix::process::Signal;

use crate::program::Folder;

#[test]
fn try_ends_with_a_verdict_a_report_and_what_to_do_next() {
    let folder = Folder::new();
    // A busy machine may miss a promise of the shop for real.
    let seen = folder.run_until(&["try", "--scale", "0.05"], |seen| seen.code == Some(0));
    assert_eq!(seen.code, Some(0), "{seen}");
    assert!(seen.stdout.contains("✓ all 8 objectives met"), "{seen}");
    assert!(seen.stdout.contains("\nNext:\n  open .loadline/try.html "), "{seen}");
    assert!(seen.stderr.ends_with("written: .loadline/try.html\n"), "{seen}");
    assert!(folder.read(".loadline/try.html").trim_end().ends_with("</html>"));
}

#[test]
fn the_shop_prints_its_url_answers_and_stops_when_told() {
    let folder = Folder::new();
    for signal in [Signal::TERM, Signal::INT] {
        let mut shop = folder.start(&["shop", "--listen", "127.0.0.1:0"]);
        let url = shop.line();
        let address = url.strip_prefix("http://").unwrap();
        let mut connection = TcpStream::connect(address).unwrap();
        let request = "GET /health HTTP/1.1\r\nhost: shop\r\nconnection: close\r\n\r\n";
        connection.write_all(request.as_bytes()).unwrap();
        let mut answer = String::new();
        connection.read_to_string(&mut answer).unwrap();
        assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
        shop.send(signal);
        assert_eq!(shop.end().code, Some(0));
    }
}

#[test]
fn a_shop_whose_address_is_taken_says_so() {
    let folder = Folder::new();
    let mut shop = folder.start(&["shop", "--listen", "127.0.0.1:0"]);
    let url = shop.line();
    let seen = folder.run(&["shop", "--listen", url.strip_prefix("http://").unwrap()]);
    expect_test::expect![[r#"
        exit 104
        --- stderr
        error: failed to listen on 127.0.0.1:PORT0: Address already in use (os error 98)
        hint: choose another address with `--listen`; port 0 takes a free one
    "#]]
    .assert_eq(&seen.redacted(&folder));
}
