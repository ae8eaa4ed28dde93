//! Remote modules: fetched, kept on disk, and taken from there when the network does not answer.
//!
//! A URL goes in; bytes come out, with a warning when they are a kept copy. A copy is a file named by the SHA-256
//! of its URL whose first line holds the URL and the SHA-256 of what follows: a damaged copy is as good as none.
//! The fetching itself is the caller's.

use std::path::Path;

use sha2::{Digest as _, Sha256};

/// The size of a remote module.
pub(super) const REMOTE_BYTES_MAX: usize = 10 << 20;

/// What the first line of a copy begins with.
const MAGIC: &str = "loadline-module 1";

/// A remote module, and a warning when it is a kept copy.
pub(super) fn get(
    url: &str,
    fetch: &dyn Fn(&str) -> Result<Vec<u8>, String>,
    cache: Option<&Path>,
) -> Result<(Vec<u8>, Option<String>), String> {
    let fetched = fetch(url).and_then(|bytes| {
        let fits = bytes.len() <= REMOTE_BYTES_MAX;
        fits.then_some(bytes)
            .ok_or_else(|| format!("it is larger than {} MiB", REMOTE_BYTES_MAX >> 20))
    });
    match fetched {
        Ok(bytes) => {
            let unkept = cache.and_then(|folder| keep(folder, url, &bytes).err());
            let warning = unkept.map(|error| format!("no copy of {url} could be kept: {error}"));
            Ok((bytes, warning))
        }
        Err(reason) => {
            let kept = cache.and_then(|folder| kept(folder, url));
            let bytes = kept.ok_or_else(|| reason.clone())?;
            Ok((
                bytes,
                Some(format!(
                    "{url} could not be fetched ({reason}): the copy kept from before is used"
                )),
            ))
        }
    }
}

fn keep(folder: &Path, url: &str, bytes: &[u8]) -> std::io::Result<()> {
    std::fs::create_dir_all(folder)?;
    let path = folder.join(hex(url.as_bytes()));
    let head = first_line(url, bytes);
    let whole = [head.as_bytes(), bytes].concat();
    if std::fs::read(&path).is_ok_and(|old| old == whole) {
        return Ok(());
    }
    let draft = path.with_extension(format!("{}.new", std::process::id()));
    std::fs::write(&draft, whole)?;
    std::fs::rename(&draft, &path)
}

fn kept(folder: &Path, url: &str) -> Option<Vec<u8>> {
    let path = folder.join(hex(url.as_bytes()));
    let bound = (REMOTE_BYTES_MAX + url.len() + 256) as u64;
    if std::fs::metadata(&path).ok()?.len() > bound {
        return None;
    }
    let mut bytes = std::fs::read(&path).ok()?;
    let end = bytes.iter().position(|&byte| byte == b'\n')? + 1;
    let rest = bytes.split_off(end);
    (bytes == first_line(url, &rest).into_bytes()).then_some(rest)
}

fn first_line(url: &str, bytes: &[u8]) -> String {
    format!("{MAGIC} {} {url}\n", hex(bytes))
}

/// The SHA-256 of some bytes in hexadecimal digits.
fn hex(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::with_capacity(64), |mut text, byte| {
        for digit in [byte >> 4, byte & 15] {
            text.push(
                char::from_digit(u32::from(digit), 16).expect("four bits are a hexadecimal digit"),
            );
        }
        text
    })
}
