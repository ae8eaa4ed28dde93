//! From a body to the coded one.

use std::io::{Read, Write as _};

use flate2::Compression;
use flate2::read::{GzEncoder, ZlibEncoder};
use loadline_core::file::Coding;
use ruzstd::encoding::{CompressionLevel, compress_to_vec};

/// Brotli as servers use it for answers made on the fly; higher qualities cost ten times as much.
const BROTLI_QUALITY: u32 = 5;
/// Brotli's window as a power of two: 4 MiB.
const BROTLI_WINDOW_BITS: u32 = 22;

/// The coded `body`.
pub fn encode(coding: Coding, body: &[u8]) -> Vec<u8> {
    match coding {
        Coding::Gzip => drained(GzEncoder::new(body, Compression::default())),
        Coding::Deflate => drained(ZlibEncoder::new(body, Compression::default())),
        Coding::Brotli => brotli(body),
        Coding::Zstd => compress_to_vec(body, CompressionLevel::Fastest),
    }
}

fn drained(mut encoder: impl Read) -> Vec<u8> {
    let mut coded = Vec::new();
    encoder.read_to_end(&mut coded).expect("coding memory does not fail");
    coded
}

fn brotli(body: &[u8]) -> Vec<u8> {
    let buffer_bytes = body.len().clamp(1, 64 * 1024);
    let mut encoder =
        brotli::CompressorWriter::new(Vec::new(), buffer_bytes, BROTLI_QUALITY, BROTLI_WINDOW_BITS);
    encoder.write_all(body).expect("coding memory does not fail");
    encoder.into_inner()
}
