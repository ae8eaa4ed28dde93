//! HPACK (RFC 7541): header fields as short blocks that refer to what was sent before.
//!
//! Blocks come in and fields go out, and the other way round. Both tables are bounded; what a block may
//! hold is bounded by who hands it in.

mod decoder;
mod encoder;
mod huffman;
mod integer;
mod static_table;
mod table;

pub use decoder::{Decoder, HpackError};
pub use encoder::{Encoder, Indexing};

#[cfg(test)]
mod tests;
