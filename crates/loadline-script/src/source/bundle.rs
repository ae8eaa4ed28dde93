//! The source map that comes with a bundle: places in it lead back to the files it was made of.
//!
//! A bundle's text and its name go in; marks and the names of its sources come out, or why its map is of no use.
//! The form is that of ECMA-426, version 3, without sections.

use std::path::Path;

use base64::Engine as _;
use serde_json::Value;

use super::columns::Columns;
use super::place::{Mark, PlaceMap};
use super::read;
use super::resolve::{folder, normal};

/// What stands before the map's name, on a line of its own near the end.
const MENTION: &str = "//# sourceMappingURL=";

/// How many marks a map may have; each takes 24 bytes.
const MARKS_MAX: usize = 8 << 20;

/// The map of a bundle; none when it mentions none.
pub(super) fn map(text: &str, specifier: &str) -> Option<Result<PlaceMap, String>> {
    let at = text.rfind(MENTION).filter(|&at| at == 0 || text.as_bytes()[at - 1] == b'\n')?;
    let name = text[at + MENTION.len()..].lines().next()?.trim();
    Some(json(name, specifier).and_then(|json| decoded(&json, text, specifier)))
}

/// The text of a map: inside the mention, or in a file beside the bundle.
fn json(name: &str, specifier: &str) -> Result<String, String> {
    if let Some(data) = name.strip_prefix("data:") {
        let (_, coded) = data.split_once(";base64,").ok_or("its data is not base64")?;
        let bytes = base64::engine::general_purpose::STANDARD
            .decode(coded)
            .map_err(|error| error.to_string())?;
        return String::from_utf8(bytes).map_err(|error| error.to_string());
    }
    if name.contains("://") || specifier.contains("://") {
        return Err("maps are read from local files only".to_owned());
    }
    let path = normal(&folder(specifier).join(name));
    read::file(&path, &path.display().to_string())
        .map_err(|(place, message)| format!("{} {message}", place.file))
}

fn decoded(json: &str, text: &str, specifier: &str) -> Result<PlaceMap, String> {
    let map: Value = serde_json::from_str(json).map_err(|error| error.to_string())?;
    if map.get("version").and_then(Value::as_u64) != Some(3) {
        return Err("only version 3 is known".to_owned());
    }
    let mappings = map.get("mappings").and_then(Value::as_str).ok_or("it has no mappings")?;
    let root = map.get("sourceRoot").and_then(Value::as_str).unwrap_or_default();
    let sources = map.get("sources").and_then(Value::as_array).ok_or("it has no sources")?;
    let sources = sources
        .iter()
        .map(|source| named(root, source.as_str().unwrap_or("?"), specifier))
        .collect();
    let marks = Some(marks(mappings, text)?.into_boxed_slice());
    Ok(PlaceMap { shift: 0, marks, sources })
}

/// How a source is named: as a URL as it is, else as a path from the bundle's folder.
fn named(root: &str, source: &str, specifier: &str) -> String {
    let joined = if root.is_empty() {
        source.to_owned()
    } else {
        format!("{}/{source}", root.trim_end_matches('/'))
    };
    if joined.contains("://") || specifier.contains("://") {
        return joined;
    }
    normal(&folder(specifier).join(Path::new(&joined))).display().to_string()
}

/// Reads `AAAA;CAAC,…`: groups of numbers, each relative to the one before.
fn marks(mappings: &str, text: &str) -> Result<Vec<Mark>, String> {
    let mut columns = Columns::of(text);
    let mut marks = Vec::new();
    let (mut source, mut line, mut column) = (0, 0, 0);
    for (number, group) in (0..).zip(mappings.split(';')) {
        let mut generated = 0;
        for segment in group.split(',').filter(|segment| !segment.is_empty()) {
            let fields = numbers(segment).ok_or_else(|| format!("{segment} is no mapping"))?;
            generated += fields[0];
            let here = columns.place(number, at(generated)?);
            let mark = match fields[1..] {
                [] => Mark { generated: here, original: here, source: None },
                [by_source, by_line, by_column, ..] => {
                    (source, line, column) =
                        (source + by_source, line + by_line, column + by_column);
                    let original = (at(line)?.saturating_add(1), at(column)?.saturating_add(1));
                    Mark { generated: here, original, source: Some(at(source)?) }
                }
                _ => return Err(format!("{segment} is no mapping")),
            };
            marks.push(mark);
        }
        if marks.len() > MARKS_MAX {
            return Err(format!("it has more than {MARKS_MAX} mappings"));
        }
    }
    marks.sort_by_key(|mark| mark.generated);
    Ok(marks)
}

fn at(number: i64) -> Result<u32, String> {
    u32::try_from(number).map_err(|_| format!("{number} is no place"))
}

/// The numbers of a segment, at least one: base64 digits of five bits each, the lowest first, the sign at the end.
fn numbers(segment: &str) -> Option<Vec<i64>> {
    let mut numbers = Vec::with_capacity(5);
    let (mut value, mut shift) = (0_i64, 0);
    for byte in segment.bytes() {
        let digit = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => return None,
        };
        if shift > 30 {
            return None;
        }
        value |= i64::from(digit & 31) << shift;
        shift += 5;
        if digit & 32 == 0 {
            let sign = if value & 1 == 1 { -1 } else { 1 };
            numbers.push(sign * (value >> 1));
            (value, shift) = (0, 0);
        }
    }
    (shift == 0 && !numbers.is_empty()).then_some(numbers)
}
