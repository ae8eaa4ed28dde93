//! How many connections nginx has, as it says itself on a page of its own.

use std::{
    io::{self, Read as _, Write as _},
    net::{Ipv4Addr, TcpStream},
    time::Duration,
};

use crate::failure::Failure;

/// Where nginx tells.
pub(super) const STATUS_PATH: &str = "/nginx-status";
const ANSWER_MAX: Duration = Duration::from_secs(5);

/// The connections of the nginx on `port`, without the one that asks.
pub(super) fn connections(port: u16) -> Result<u64, Failure> {
    let page = ask(port).map_err(Failure::io("ask nginx for its connections"))?;
    let connections = parse(&page).ok_or_else(|| Failure::Unreadable {
        what: "the number of connections",
        program: "nginx".to_owned(),
        output: page,
    })?;
    Ok(connections.saturating_sub(1))
}

/// HTTP/1.0, whose answer ends with the connection.
fn ask(port: u16) -> io::Result<String> {
    let mut connection = TcpStream::connect((Ipv4Addr::LOCALHOST, port))?;
    connection.set_read_timeout(Some(ANSWER_MAX))?;
    connection.write_all(format!("GET {STATUS_PATH} HTTP/1.0\r\n\r\n").as_bytes())?;
    let mut page = String::new();
    connection.read_to_string(&mut page)?;
    Ok(page)
}

/// From the line "Active connections: 291".
fn parse(page: &str) -> Option<u64> {
    let line = page.lines().find_map(|line| line.strip_prefix("Active connections:"))?;
    line.trim().parse().ok()
}

#[cfg(test)]
mod tests;
