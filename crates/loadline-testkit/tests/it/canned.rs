//! The canned server: any bytes, kept alive or closed.

use loadline_testkit::{AfterAnswer, CannedServer};

use crate::wire::{GET, ask, ask_to_end, connect};

#[test]
fn a_kept_alive_connection_gets_the_bytes_for_each_request() {
    let answer = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n";
    let server = CannedServer::start(answer, AfterAnswer::KeepAlive).unwrap();
    let mut stream = connect(server.address());
    for _ in 0..3 {
        assert_eq!(ask(&mut stream, GET, answer.len()), answer);
    }
    assert_eq!(server.served(), 3);
    assert_eq!(server.request_heads(), vec![GET.to_vec(); 3]);
    assert_eq!(server.url("/a"), format!("http://{}/a", server.address()));
}

#[test]
fn a_close_delimited_answer_ends_with_the_connection() {
    let answer = "HTTP/1.1 200 OK\r\n\r\nuntil the end";
    let server = CannedServer::start(answer, AfterAnswer::Close).unwrap();
    let (found, end) = ask_to_end(server.address(), GET);
    assert_eq!(found, answer.as_bytes());
    assert!(end.is_ok());
}
