//! AES in the modes of `crypto.subtle`: CBC, CTR, GCM and key wrapping.

use aes::cipher::block_padding::Pkcs7;
use aes::cipher::{BlockModeDecrypt, BlockModeEncrypt, KeyIvInit, StreamCipher};
use aes::{Aes128, Aes192, Aes256};
use aes_gcm::aead::{Aead, Payload};
use aes_gcm::{AesGcm, KeyInit, Nonce};
use aes_kw::AesKw;

use super::failure::Failure;

/// The bytes of one block, of an initialization vector and of a counter.
const BLOCK_BYTES: usize = 16;
/// The bytes of GCM's initialization vector, the only length there is.
const GCM_IV_BYTES: usize = 12;
/// The bytes that wrapping a key adds.
const WRAP_BYTES: usize = 8;

/// Which way to go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Direction {
    Encrypt,
    Decrypt,
}

/// Calls a generic function with the cipher for the length of a key.
macro_rules! with_cipher {
    ($key:expr, $function:ident ( $($argument:expr),* )) => {
        match $key.len() {
            16 => $function::<Aes128>($key, $($argument),*),
            24 => $function::<Aes192>($key, $($argument),*),
            32 => $function::<Aes256>($key, $($argument),*),
            length => Err(Failure::data(format!("invalid key length {length} bytes"))),
        }
    };
}

/// CBC with the padding of PKCS #7.
pub(super) fn cbc(
    direction: Direction,
    key: &[u8],
    iv: &[u8],
    data: &[u8],
) -> Result<Vec<u8>, Failure> {
    if iv.len() != BLOCK_BYTES {
        return Err(Failure::operation("iv length is not 16 bytes"));
    }
    if direction == Direction::Decrypt
        && (data.is_empty() || !data.len().is_multiple_of(BLOCK_BYTES))
    {
        return Err(Failure::operation("ciphertext length is not a multiple of 16 bytes"));
    }
    with_cipher!(key, cbc_of(direction, iv, data))
}

fn cbc_of<C>(key: &[u8], direction: Direction, iv: &[u8], data: &[u8]) -> Result<Vec<u8>, Failure>
where
    C: aes::cipher::BlockCipherEncrypt + aes::cipher::BlockCipherDecrypt + KeyInit,
{
    match direction {
        Direction::Encrypt => {
            let mode = ::cbc::Encryptor::<C>::new_from_slices(key, iv).map_err(lengths)?;
            Ok(mode.encrypt_padded_vec::<Pkcs7>(data))
        }
        Direction::Decrypt => {
            let mode = ::cbc::Decryptor::<C>::new_from_slices(key, iv).map_err(lengths)?;
            mode.decrypt_padded_vec::<Pkcs7>(data)
                .map_err(|_| Failure::operation("invalid padding"))
        }
    }
}

/// CTR, both ways. Of the counter block only the last `length_bits` count; they begin again at zero after the
/// highest number.
pub(super) fn ctr(
    key: &[u8],
    counter: &[u8],
    length_bits: u32,
    data: &[u8],
) -> Result<Vec<u8>, Failure> {
    let Ok(counter) = <[u8; BLOCK_BYTES]>::try_from(counter) else {
        return Err(Failure::operation("counter length is not 16 bytes"));
    };
    if !(1..=128).contains(&length_bits) {
        return Err(Failure::operation("invalid counter length, out of the 0 < x < 128 bounds"));
    }
    let start = u128::from_be_bytes(counter);
    let highest = u128::MAX >> (128 - length_bits);
    let blocks = data.len().div_ceil(BLOCK_BYTES) as u128;
    if blocks > highest.saturating_add(1) {
        return Err(Failure::operation("data is longer than the counter can count"));
    }
    let before_wrap = (highest - (start & highest)).saturating_add(1).min(blocks);
    let (first, second) = data.split_at(data.len().min(before_wrap as usize * BLOCK_BYTES));
    let mut done = with_cipher!(key, ctr_of(&counter, first))?;
    done.extend(with_cipher!(key, ctr_of(&(start & !highest).to_be_bytes(), second))?);
    Ok(done)
}

fn ctr_of<C>(key: &[u8], counter: &[u8], data: &[u8]) -> Result<Vec<u8>, Failure>
where
    C: aes::cipher::BlockCipherEncrypt<BlockSize = aes::cipher::consts::U16> + KeyInit,
{
    let mut mode = ::ctr::Ctr128BE::<C>::new_from_slices(key, counter).map_err(lengths)?;
    let mut done = data.to_vec();
    mode.apply_keystream(&mut done);
    Ok(done)
}

/// GCM; the tag stands behind the ciphertext.
pub(super) fn gcm(
    direction: Direction,
    key: &[u8],
    iv: &[u8],
    additional: &[u8],
    tag_bits: usize,
    data: &[u8],
) -> Result<Vec<u8>, Failure> {
    if iv.len() != GCM_IV_BYTES {
        return Err(Failure::not_supported("only 12 bytes long iv are supported"));
    }
    match tag_bits {
        96 | 104 | 112 | 120 | 128 => {}
        32 | 64 => return Err(Failure::not_supported("tag length 32 and 64 are not supported")),
        _ => {
            let message = "invalid tag length, should be one of 96, 104, 112, 120, 128";
            return Err(Failure::operation(message));
        }
    }
    with_cipher!(key, gcm_of(direction, iv, additional, tag_bits / 8, data))
}

fn gcm_of<C>(
    key: &[u8],
    direction: Direction,
    iv: &[u8],
    additional: &[u8],
    tag_bytes: usize,
    data: &[u8],
) -> Result<Vec<u8>, Failure>
where
    C: aes::cipher::BlockCipherEncrypt<BlockSize = aes::cipher::consts::U16> + KeyInit,
{
    let mode = AesGcm::<C, aes::cipher::consts::U12>::new_from_slice(key).map_err(lengths)?;
    let nonce = Nonce::try_from(iv).map_err(|_| Failure::operation("invalid iv"))?;
    let encrypt = |message: &[u8]| {
        let payload = Payload { msg: message, aad: additional };
        mode.encrypt(&nonce, payload).map_err(|_| Failure::operation("could not encrypt plaintext"))
    };
    if direction == Direction::Encrypt {
        let mut done = encrypt(data)?;
        done.truncate(data.len() + tag_bytes);
        return Ok(done);
    }
    let Some(length) = data.len().checked_sub(tag_bytes) else {
        return Err(Failure::operation("ciphertext is too short"));
    };
    // The keystream is the same both ways: a tag of any length is checked by encrypting what came out.
    let mut plain = encrypt(&data[..length])?;
    plain.truncate(length);
    if encrypt(&plain)?[..data.len()] != *data {
        return Err(Failure::operation("could not decrypt ciphertext"));
    }
    Ok(plain)
}

/// Wraps or unwraps a key as RFC 3394 says.
pub(super) fn wrap(direction: Direction, key: &[u8], data: &[u8]) -> Result<Vec<u8>, Failure> {
    with_cipher!(key, wrap_of(direction, data))
}

fn wrap_of<C>(key: &[u8], direction: Direction, data: &[u8]) -> Result<Vec<u8>, Failure>
where
    C: aes::cipher::BlockCipherEncrypt<BlockSize = aes::cipher::consts::U16>
        + aes::cipher::BlockCipherDecrypt<BlockSize = aes::cipher::consts::U16>
        + KeyInit,
{
    let mode = AesKw::<C>::new_from_slice(key).map_err(lengths)?;
    let mut into = vec![0; data.len() + WRAP_BYTES];
    let done = match direction {
        Direction::Encrypt => mode.wrap_key(data, &mut into).map_err(|_| "could not wrap the key"),
        Direction::Decrypt => {
            mode.unwrap_key(data, &mut into).map_err(|_| "could not unwrap the key")
        }
    };
    done.map(<[u8]>::to_vec).map_err(Failure::operation)
}

/// Lengths are looked at before a mode is made.
fn lengths(error: aes::cipher::InvalidLength) -> Failure {
    Failure::operation(error.to_string())
}
