//! Small readers of bytes: numbers in a sentence, texts kept in part.

/// The text behind `mark`.
pub(super) fn behind<'a>(text: &'a [u8], mark: &[u8]) -> Option<&'a [u8]> {
    memchr::memmem::find(text, mark).map(|at| &text[at + mark.len()..])
}

/// The text before `mark`.
pub(super) fn before<'a>(text: &'a [u8], mark: &[u8]) -> Option<&'a [u8]> {
    memchr::memmem::find(text, mark).map(|at| &text[..at])
}

/// The number at the beginning of `text`, `12` or `12.345`, and its length.
#[inline]
pub(super) fn number(text: &[u8]) -> Option<(f64, usize)> {
    let (mut whole, mut scale, mut at, mut has_point) = (0_u64, 1_u64, 0, false);
    while let Some(byte) = text.get(at) {
        match byte {
            b'0'..=b'9' if whole < 10_u64.pow(17) => {
                whole = whole * 10 + u64::from(byte - b'0');
                scale *= if has_point { 10 } else { 1 };
            }
            b'.' if !has_point && at > 0 => has_point = true,
            _ => break,
        }
        at += 1;
    }
    (at > 0).then(|| (whole as f64 / scale as f64, at))
}

/// The number behind `mark`.
pub(super) fn number_behind(text: &[u8], mark: &[u8]) -> Option<f64> {
    number(behind(text, mark)?).map(|(number, _)| number)
}

/// At most so many bytes as text: whatever is not UTF-8 is replaced, tabs behind line ends go, a cut is marked.
pub(super) fn kept(text: &[u8], bytes_max: usize) -> String {
    let is_cut = text.len() > bytes_max;
    let lossy = String::from_utf8_lossy(&text[..text.len().min(bytes_max)]);
    let lines: Vec<&str> = lossy.lines().map(|line| line.trim_start_matches('\t')).collect();
    let lossy = lines.join("\n");
    let lossy = lossy.trim_end_matches(char::REPLACEMENT_CHARACTER);
    let lossy = lossy.trim();
    if is_cut { format!("{lossy} …") } else { lossy.to_owned() }
}
