//! The first block of PEM in a text: its bytes, whatever its label says and however its lines are broken.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

/// The bytes between the first `-----BEGIN X-----` line and its `-----END X-----`.
pub(super) fn first_block(text: &str) -> Option<Vec<u8>> {
    let mut lines = text.lines().map(str::trim_end);
    let label = lines.find_map(|line| line.strip_prefix("-----BEGIN ")?.strip_suffix("-----"))?;
    let end = format!("-----END {label}-----");
    let mut body = String::new();
    for line in lines {
        if line.starts_with(&end) {
            return STANDARD.decode(body).ok();
        }
        if !line.contains(':') {
            body.extend(line.chars().filter(|letter| !letter.is_whitespace()));
        }
    }
    None
}
