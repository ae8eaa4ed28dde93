//! Frames as a client sends them: whole, and masked as RFC 6455 asks of clients (section 5.3).

/// Bytes of a masking key. Each frame has its own, drawn at random.
pub const MASK_BYTES: usize = 4;

/// What a frame carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A text in UTF-8.
    Text,
    /// Bytes.
    Binary,
    /// The wish to end.
    Close,
    /// A question whether the other end is there.
    Ping,
    /// The answer to it.
    Pong,
}

impl Kind {
    /// The opcode on the wire.
    pub const fn opcode(self) -> u8 {
        match self {
            Self::Text => 1,
            Self::Binary => 2,
            Self::Close => 8,
            Self::Ping => 9,
            Self::Pong => 10,
        }
    }
}

/// Appends a whole frame.
pub fn write_frame(out: &mut Vec<u8>, kind: Kind, payload: &[u8], key: [u8; MASK_BYTES]) {
    write_frame_head(out, kind, payload.len() as u64, key);
    let start = out.len();
    out.extend_from_slice(payload);
    mask(&mut out[start..], key);
}

/// Appends the head of a frame whose payload, masked with `key`, follows from elsewhere.
pub fn write_frame_head(out: &mut Vec<u8>, kind: Kind, length: u64, key: [u8; MASK_BYTES]) {
    const FINAL: u8 = 0x80;
    const MASKED: u8 = 0x80;
    out.push(FINAL | kind.opcode());
    match length {
        0..=125 => out.push(MASKED | length as u8),
        126..=0xFFFF => {
            out.push(MASKED | 126);
            out.extend_from_slice(&(length as u16).to_be_bytes());
        }
        _ => {
            out.push(MASKED | 127);
            out.extend_from_slice(&length.to_be_bytes());
        }
    }
    out.extend_from_slice(&key);
}

/// Masks bytes in place, or takes the mask off. A payload handled in pieces is cut at multiples of four.
pub fn mask(bytes: &mut [u8], key: [u8; MASK_BYTES]) {
    let [a, b, c, d] = key;
    let wide = u64::from_ne_bytes([a, b, c, d, a, b, c, d]);
    let (words, rest) = bytes.as_chunks_mut::<8>();
    for word in words {
        *word = (u64::from_ne_bytes(*word) ^ wide).to_ne_bytes();
    }
    for (byte, key) in rest.iter_mut().zip([a, b, c, d, a, b, c]) {
        *byte ^= key;
    }
}
