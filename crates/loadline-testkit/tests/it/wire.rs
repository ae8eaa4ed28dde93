//! The client of these tests: a blocking socket that writes requests and reads bytes. In comes an
//! address, out go raw bytes. Deliberately not here: HTTP beyond the length of a small answer.

use std::io::{self, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

/// A test that waits longer for a byte has failed.
const PATIENCE: Duration = Duration::from_secs(20);

pub(crate) const GET: &[u8] = b"GET / HTTP/1.1\r\nhost: test\r\n\r\n";

/// Connects, with a time-out on reads.
pub(crate) fn connect(address: SocketAddr) -> TcpStream {
    let stream = TcpStream::connect(address).expect("the server listens");
    stream.set_read_timeout(Some(PATIENCE)).expect("a time-out above zero");
    stream.set_nodelay(true).expect("a TCP socket");
    stream
}

/// Sends a request and reads an answer of exactly this length.
pub(crate) fn ask(stream: &mut (impl Read + Write), request: &[u8], answer_bytes: usize) -> String {
    stream.write_all(request).expect("the server reads");
    read_exactly(stream, answer_bytes)
}

/// Reads exactly so many bytes as text.
pub(crate) fn read_exactly(stream: &mut impl Read, bytes: usize) -> String {
    let mut answer = vec![0; bytes];
    stream.read_exact(&mut answer).expect("the server answers in full");
    String::from_utf8_lossy(&answer).into_owned()
}

/// Sends one request on a new connection and reads until the server closes.
pub(crate) fn ask_to_end(address: SocketAddr, request: &[u8]) -> (Vec<u8>, io::Result<()>) {
    let mut stream = connect(address);
    let mut answer = Vec::new();
    let end = stream.write_all(request).and_then(|()| stream.read_to_end(&mut answer));
    (answer, end.map(|_| ()))
}
