//! The target of `bench upload`: reads whatever is sent as fast as it can, on the target's core, and answers
//! every request with nothing. nginx would either write bodies to files or read them four KiB at a time.

use std::{
    io::{self, Read as _, Write as _},
    net::{Ipv4Addr, TcpListener, TcpStream},
    thread,
};

use rustix::thread::{CpuSet, sched_setaffinity};

use super::limits::TARGET_CORE;
use crate::failure::Failure;

/// Read at once.
const READ_BYTES: usize = 1 << 20;
/// The longest head of a request taken.
const HEAD_BYTES_MAX: usize = 64 << 10;

/// A sink that listens. Its thread ends with this process.
pub(super) struct Sink {
    port: u16,
}

impl Sink {
    /// Starts listening on a free loopback port.
    pub(super) fn start() -> Result<Self, Failure> {
        let failed = Failure::io("listen on a free port");
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).map_err(failed)?;
        let port = listener.local_addr().map_err(Failure::io("find the port of a sink"))?.port();
        thread::spawn(move || {
            let mut core = CpuSet::new();
            core.set(TARGET_CORE);
            // Where it may not be pinned, it takes what the tool leaves over.
            let _ = sched_setaffinity(None, &core);
            for client in listener.incoming().flatten() {
                thread::spawn(move || swallow(client));
            }
        });
        Ok(Self { port })
    }

    /// Where it listens.
    pub(super) fn url(&self) -> String {
        format!("http://127.0.0.1:{}/", self.port)
    }
}

/// Answers one request after the other until the client leaves.
fn swallow(mut client: TcpStream) -> io::Result<()> {
    let mut buffer = vec![0; READ_BYTES];
    let mut head = Vec::new();
    // Bytes of the body that are still to come, once its head is read.
    let mut body_left = None;
    loop {
        let read = client.read(&mut buffer)?;
        if read == 0 {
            return Ok(());
        }
        let left = match body_left {
            Some(left) => left,
            None => {
                head.extend_from_slice(&buffer[..read]);
                if head.len() > HEAD_BYTES_MAX + READ_BYTES {
                    return Err(io::Error::other("the head of the request does not end"));
                }
                let Some(end) = head.windows(4).position(|four| four == b"\r\n\r\n") else {
                    continue;
                };
                // Of what was read, the part behind the head counts below.
                length_of(&head[..end])? + (end + 4) as u64 - (head.len() - read) as u64
            }
        };
        head.clear();
        let left = left.saturating_sub(read as u64);
        body_left = Some(left).filter(|left| *left > 0);
        if left == 0 {
            client.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n")?;
        }
    }
}

/// The announced length of the body.
fn length_of(head: &[u8]) -> io::Result<u64> {
    let head = String::from_utf8_lossy(head);
    let mut lines = head.lines().filter_map(|line| line.split_once(':'));
    let length = lines.find(|(name, _)| name.eq_ignore_ascii_case("content-length"));
    length.map_or(Ok(0), |(_, length)| length.trim().parse().map_err(io::Error::other))
}
