//! What each misbehaviour writes in answer to one request. In comes the connection and how many
//! requests it has had; out goes whether it goes on. Everything endless has a bound.
//!
//! Deliberately not here: reading, counting, and what happens before a request was read.

use std::io;
use std::ops::ControlFlow;
use std::time::Duration;

use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;

use super::behaviour::Misbehaviour;
use crate::stream::finish;

/// What "endless" comes to for a peer that never closes.
const ENDLESS_MAX_BYTES: u64 = 1 << 30;

/// Bytes written at once where much is written.
const BLOCK_BYTES: usize = 16 << 10;

/// Length of the garbage.
const GARBAGE_BYTES: usize = 4 << 10;

/// Seed of the garbage, so that a failure can be repeated.
const GARBAGE_SEED: u64 = 1;

/// Interim answers before the true one.
const INTERIM_ANSWERS: usize = 1_000;

const ANSWER: &[u8] = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok";
const LAST_ANSWER: &[u8] = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: close\r\n\r\nok";
const CHUNKED: &[u8] = b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n";
const BAD_CHUNK: &[u8] =
    b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\nok\r\n0\r\n\r\n";
const CONFLICTING: &[u8] = b"HTTP/1.1 200 OK\r\ncontent-length: 7\r\n\
    transfer-encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n";
const INTERIM: &[u8] = b"HTTP/1.1 100 Continue\r\n\r\n";

/// Whether the connection goes on after an answer.
type Next = ControlFlow<()>;

/// Does the wrong thing in answer to the request number `answered` of a connection.
pub(super) async fn act(
    misbehaviour: Misbehaviour,
    tcp: &mut TcpStream,
    answered: u64,
) -> io::Result<Next> {
    match misbehaviour {
        Misbehaviour::Garbage => {
            tcp.write_all(&garbage()).await?;
            close(tcp).await
        }
        Misbehaviour::CloseMidBody => {
            tcp.write_all(&sized(1_000, 100)).await?;
            close(tcp).await
        }
        Misbehaviour::ResetMidBody => {
            tcp.write_all(&sized(1_000, 100)).await?;
            tcp.set_zero_linger()?;
            Ok(Next::Break(()))
        }
        Misbehaviour::EndlessHeaders => {
            tcp.write_all(b"HTTP/1.1 200 OK\r\n").await?;
            repeat(tcp, &endless_field_block(), ENDLESS_MAX_BYTES).await
        }
        Misbehaviour::EndlessBody => {
            tcp.write_all(CHUNKED).await?;
            repeat(tcp, &chunk(), ENDLESS_MAX_BYTES).await
        }
        Misbehaviour::WrongContentLength { declared_bytes, sent_bytes } => {
            go_on(tcp, &sized(declared_bytes, sent_bytes)).await
        }
        Misbehaviour::SlowDrip { byte_every } => drip(tcp, byte_every).await,
        Misbehaviour::BadChunkSize => go_on(tcp, BAD_CHUNK).await,
        Misbehaviour::ConflictingLengths => go_on(tcp, CONFLICTING).await,
        Misbehaviour::ManyInterim => {
            tcp.write_all(&INTERIM.repeat(INTERIM_ANSWERS)).await?;
            go_on(tcp, ANSWER).await
        }
        Misbehaviour::Bomb { body_bytes } => bomb(tcp, body_bytes).await,
        Misbehaviour::CloseAfter { answers } if answered >= answers => {
            tcp.write_all(LAST_ANSWER).await?;
            close(tcp).await
        }
        Misbehaviour::DropAfter { answers } if answered >= answers => {
            tcp.write_all(ANSWER).await?;
            Ok(Next::Break(()))
        }
        Misbehaviour::CloseAfter { .. } | Misbehaviour::DropAfter { .. } => {
            go_on(tcp, ANSWER).await
        }
        // The first does nothing at all; the others never get as far as a request.
        Misbehaviour::NeverAnswers | Misbehaviour::ResetOnAccept | Misbehaviour::NeverAccepts => {
            Ok(Next::Continue(()))
        }
    }
}

async fn go_on(tcp: &mut TcpStream, answer: &[u8]) -> io::Result<Next> {
    tcp.write_all(answer).await?;
    Ok(Next::Continue(()))
}

async fn close(tcp: &mut TcpStream) -> io::Result<Next> {
    finish(tcp).await?;
    Ok(Next::Break(()))
}

/// Writes a block again and again, then closes.
async fn repeat(tcp: &mut TcpStream, block: &[u8], at_most_bytes: u64) -> io::Result<Next> {
    let mut sent_bytes = 0;
    while sent_bytes < at_most_bytes {
        tcp.write_all(block).await?;
        sent_bytes += block.len() as u64;
    }
    close(tcp).await
}

async fn drip(tcp: &mut TcpStream, byte_every: Duration) -> io::Result<Next> {
    for byte in ANSWER {
        tokio::time::sleep(byte_every).await;
        tcp.write_all(&[*byte]).await?;
    }
    Ok(Next::Continue(()))
}

async fn bomb(tcp: &mut TcpStream, body_bytes: u64) -> io::Result<Next> {
    let head = format!("HTTP/1.1 200 OK\r\ncontent-length: {body_bytes}\r\n\r\n");
    tcp.write_all(head.as_bytes()).await?;
    let block = [0; BLOCK_BYTES];
    let mut left_bytes = body_bytes;
    while left_bytes > 0 {
        let now_bytes = left_bytes.min(block.len() as u64);
        tcp.write_all(&block[..now_bytes as usize]).await?;
        left_bytes -= now_bytes;
    }
    Ok(Next::Continue(()))
}

/// An answer that declares one length and has another.
fn sized(declared_bytes: usize, sent_bytes: usize) -> Vec<u8> {
    let mut answer =
        format!("HTTP/1.1 200 OK\r\ncontent-length: {declared_bytes}\r\n\r\n").into_bytes();
    answer.resize(answer.len() + sent_bytes, b'x');
    answer
}

fn chunk() -> Vec<u8> {
    let mut chunk = format!("{BLOCK_BYTES:x}\r\n").into_bytes();
    chunk.resize(chunk.len() + BLOCK_BYTES, b'x');
    chunk.extend_from_slice(b"\r\n");
    chunk
}

fn endless_field_block() -> Vec<u8> {
    let field: &[u8] = b"x-endless: and another field, and another field, and another\r\n";
    field.repeat(BLOCK_BYTES / field.len())
}

/// Random bytes with the highest bit set, so that none of them can begin a status line.
fn garbage() -> Vec<u8> {
    let mut random = fastrand::Rng::with_seed(GARBAGE_SEED);
    (0..GARBAGE_BYTES).map(|_| random.u8(0x80..)).collect()
}
