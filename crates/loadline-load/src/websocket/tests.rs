//! Frames and messages, value in, value out.

use super::*;

mod handshakes;
mod messages;
mod mistakes;

/// A frame as a server sends it.
fn frame(first: u8, payload: &[u8]) -> Vec<u8> {
    let mut frame = vec![first];
    match payload.len() {
        length @ 0..=125 => frame.push(length as u8),
        length @ 126..=0xFFFF => {
            frame.push(126);
            frame.extend((length as u16).to_be_bytes());
        }
        length => {
            frame.push(127);
            frame.extend((length as u64).to_be_bytes());
        }
    }
    frame.extend_from_slice(payload);
    frame
}

/// What is read of `bytes` handed over in pieces of `piece`, in words; ends with the violation if there is one.
fn read(bytes: &[u8], piece: usize) -> Vec<String> {
    let mut reader = MessageReader::new(100_000);
    let mut said = Vec::new();
    for mut input in bytes.chunks(piece) {
        loop {
            match reader.read(&mut input) {
                Ok(Some(received)) => said.push(in_words(received)),
                Ok(None) => break,
                Err(violation) => {
                    said.push(violation.to_string());
                    return said;
                }
            }
        }
        assert!(input.is_empty(), "what is not needed is left only beside something that was read");
    }
    said
}

fn in_words(received: Received<'_>) -> String {
    match received {
        Received::Text(text) if text.len() > 100 => format!("text of {}", text.len()),
        Received::Text(text) => format!("text {text}"),
        Received::Binary(bytes) if bytes.len() > 100 => format!("binary of {}", bytes.len()),
        Received::Binary(bytes) => format!("binary {bytes:?}"),
        Received::Ping(bytes) => format!("ping {bytes:?}"),
        Received::Pong(bytes) => format!("pong {bytes:?}"),
        Received::Close(close) => format!("close {close}"),
    }
}
