//! Files and standard input, unpacked where they are packed: gzip and Zstandard are told by their first bytes.

use std::fs::File;
use std::io::{self, BufReader, Cursor, Read};
use std::path::Path;

use flate2::read::MultiGzDecoder;
use ruzstd::decoding::StreamingDecoder;

/// What gzip begins with.
const GZIP: [u8; 2] = [0x1f, 0x8b];
/// What Zstandard begins with.
const ZSTANDARD: [u8; 4] = [0x28, 0xb5, 0x2f, 0xfd];
/// Bytes of a packed file read at a time.
const PACKED_BYTES: usize = 64 << 10;

/// Opens a file, or standard input where the path is `-`.
pub(super) fn open(path: &Path) -> io::Result<Box<dyn Read>> {
    if path.as_os_str() == "-" {
        return unpacked(Box::new(io::stdin().lock()));
    }
    let file = File::open(path)?;
    if file.metadata()?.is_dir() {
        return Err(io::Error::from(io::ErrorKind::IsADirectory));
    }
    unpacked(Box::new(file))
}

/// The source as it is, or through what unpacks it.
pub(super) fn unpacked(mut source: Box<dyn Read>) -> io::Result<Box<dyn Read>> {
    let mut head = Vec::with_capacity(4);
    source.by_ref().take(4).read_to_end(&mut head)?;
    let is_gzip = head.starts_with(&GZIP);
    let is_zstandard = head == ZSTANDARD;
    let whole = Cursor::new(head).chain(source);
    if is_gzip {
        let packed = BufReader::with_capacity(PACKED_BYTES, whole);
        return Ok(Box::new(MultiGzDecoder::new(packed)));
    }
    if is_zstandard {
        let packed = BufReader::with_capacity(PACKED_BYTES, whole);
        let decoder = StreamingDecoder::new(packed)
            .map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error.to_string()))?;
        return Ok(Box::new(decoder));
    }
    Ok(Box::new(whole))
}
