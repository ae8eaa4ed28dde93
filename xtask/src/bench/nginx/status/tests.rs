//! Reading nginx's page.

use super::*;

#[test]
fn the_connections_are_found_among_the_other_figures() {
    let page = "HTTP/1.1 200 OK\r\nServer: nginx\r\n\r\nActive connections: 291 \nserver accepts \
                handled requests\n 16630948 16630948 31070465 \nReading: 6 Writing: 179\n";
    assert_eq!(parse(page), Some(291));
    assert_eq!(parse("HTTP/1.1 404 Not Found\r\n\r\n"), None);
}
