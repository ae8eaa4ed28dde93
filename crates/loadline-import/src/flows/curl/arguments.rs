//! The words of one command as URLs and flags with their values.

use super::flags::Flag;
use super::marks::shown;
use crate::flows::left_out::LeftOut;
use crate::results::ImportError;

/// What one command says.
#[derive(Debug, Default)]
pub(super) struct Arguments {
    /// The line it begins in.
    pub(super) line: u64,
    pub(super) flags: Vec<(Flag, String)>,
}

/// The arguments of a command; none where it is not curl.
pub(super) fn arguments(
    line: u64,
    words: Vec<String>,
    left_out: &mut LeftOut,
) -> Result<Option<Arguments>, ImportError> {
    // A prompt, and variables set for the command alone.
    let is_before = |word: &String| {
        let set = word.split_once('=').is_some_and(|(name, _)| {
            !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
        });
        set || matches!(word.as_str(), "$" | "%" | "time" | "sudo")
    };
    let mut words = words.into_iter().skip_while(is_before).peekable();
    let program = words.next().unwrap_or_default();
    let program = program.rsplit(['/', '\\']).next().unwrap_or_default();
    if !matches!(program, "curl" | "curl.exe") {
        return Ok(None);
    }
    let mut arguments = Arguments { line, ..Arguments::default() };
    let mut are_urls = false;
    while let Some(word) = words.next() {
        if are_urls || !word.starts_with('-') || word == "-" {
            arguments.flags.push((Flag::Url, word));
        } else if word == "--" {
            are_urls = true;
        } else if let Some(name) = word.strip_prefix("--") {
            let (name, given) = match name.split_once('=') {
                Some((name, value)) => (name, Some(value.to_owned())),
                None => (name, None),
            };
            let Some(flag) = Flag::long(name) else {
                left_out.note("unknown flags of curl", &format!("--{}", shown(name)));
                // What stands behind it may be its value: it is taken for one unless it looks like a URL.
                words.next_if(|next| !next.starts_with('-') && !next.contains("://"));
                continue;
            };
            let value = match given {
                Some(value) => value,
                None if flag.takes_value() => value_of(&mut words, line, &format!("--{name}"))?,
                None => String::new(),
            };
            arguments.flags.push((flag, value));
        } else {
            short(&word[1..], &mut words, &mut arguments, left_out)?;
        }
    }
    Ok(Some(arguments))
}

/// Letters behind one dash: flags, the last of them with its value at once or in the next word.
fn short(
    letters: &str,
    words: &mut impl Iterator<Item = String>,
    arguments: &mut Arguments,
    left_out: &mut LeftOut,
) -> Result<(), ImportError> {
    for (at, letter) in letters.char_indices() {
        let Some(flag) = Flag::short(letter) else {
            left_out.note("unknown flags of curl", &format!("-{letter}"));
            continue;
        };
        if flag.takes_value() {
            let rest = &letters[at + letter.len_utf8()..];
            let value = match rest.is_empty() {
                true => value_of(words, arguments.line, &format!("-{letter}"))?,
                false => rest.to_owned(),
            };
            arguments.flags.push((flag, value));
            return Ok(());
        }
        arguments.flags.push((flag, String::new()));
    }
    Ok(())
}

fn value_of(
    words: &mut impl Iterator<Item = String>,
    line: u64,
    flag: &str,
) -> Result<String, ImportError> {
    words.next().ok_or_else(|| {
        ImportError::at(line, 0, format!("the command ends where `{flag}` wants a value"))
            .hint("copy the whole command; lines end in `\\` where it goes on")
    })
}
