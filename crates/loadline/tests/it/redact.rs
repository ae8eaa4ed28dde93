//! The one redactor of the snapshots: what differs from run to run becomes a placeholder of fixed width.
//!
//! Places, moments and names always do; figures do where a snapshot holds measurements. A figure in a table keeps its right edge, so that a snapshot shows the table as it stands. A figure behind a
//! comparison is part of an objective and stays.

use std::path::Path;

/// Signs of a comparison, after which a figure is a promise and not a measurement.
const COMPARISONS: [&str; 5] = ["<", "<=", ">", ">=", "=="];

/// The lowest port that a system gives to whoever asks for a free one.
const FREE_PORTS_FROM: u16 = 32_768;

/// `text` without the folder, ports, moments and runs of this time.
pub(crate) fn redacted(text: &str, folder: &Path) -> String {
    let text = text.replace(folder.to_str().unwrap(), "<dir>");
    word_by_word(&without_ports(&text), name_of_place)
}

/// `text`, redacted already, without measurements.
pub(crate) fn without_figures(text: &str) -> String {
    word_by_word(text, name_of_figure)
}

/// What stands for a word that differs from run to run; none for any other.
type Name = fn(&str) -> Option<&'static str>;

fn word_by_word(text: &str, name: Name) -> String {
    text.lines().map(|text| format!("{}\n", line(text, name).trim_end())).collect()
}

/// Ports that a system gave away on the loopback address.
fn without_ports(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find("127.0.0.1:") {
        let (before, after) = rest.split_at(at + "127.0.0.1:".len());
        let digits = after.bytes().take_while(u8::is_ascii_digit).count();
        out.push_str(before);
        let is_free = after[..digits].parse().is_ok_and(|port: u16| port >= FREE_PORTS_FROM);
        out.push_str(if is_free { "PORT0" } else { &after[..digits] });
        rest = &after[digits..];
    }
    out + rest
}

/// One line, word by word; blanks before a word stay with it.
fn line(line: &str, name: Name) -> String {
    let mut out = String::new();
    let mut rest = line;
    let mut is_promise = false;
    while !rest.is_empty() {
        let blanks = rest.chars().take_while(|c| *c == ' ').count();
        let (gap, after) = rest.split_at(blanks);
        let (word, after) = after.split_at(after.find(' ').unwrap_or(after.len()));
        out.push_str(&match placeholder(word, name).filter(|_| !is_promise) {
            Some(placeholder) => in_place_of(word, gap, &placeholder),
            None => format!("{gap}{word}"),
        });
        is_promise = COMPARISONS.contains(&word);
        rest = after;
    }
    out
}

/// The placeholder with as many blanks as keep the right edge, where the word stood in a column.
fn in_place_of(word: &str, gap: &str, placeholder: &str) -> String {
    let width = gap.len() + word.chars().count();
    let placeholder_width = placeholder.chars().count();
    let is_in_column = gap.len() > 1;
    let blanks = if is_in_column { width.saturating_sub(placeholder_width) } else { gap.len() };
    format!("{}{placeholder}", " ".repeat(blanks))
}

/// The word with its placeholder, and whatever encloses it.
fn placeholder(word: &str, name: Name) -> Option<String> {
    let core = word.trim_matches(['(', ')', ',', '`']);
    Some(word.replace(core, name(core)?))
}

fn name_of_place(word: &str) -> Option<&'static str> {
    if is_like(word, "dddd-dd-ddTdd:dd:ddZ") {
        return Some("YYYY-MM-DDTHH:MM:SSZ");
    }
    if is_like(word, "dddd-dd-dd") {
        return Some("YYYY-MM-DD");
    }
    if is_like(word, "dd:dd") {
        return Some("HH:MM");
    }
    if word.get(..16).is_some_and(|start| is_like(start, "dddddddd-dddddd-")) {
        return Some("RUN-ID");
    }
    None
}

fn name_of_figure(word: &str) -> Option<&'static str> {
    let number = word.bytes().take_while(|b| b.is_ascii_digit() || b",.".contains(b)).count();
    match (number, &word[number..]) {
        (0, _) => None,
        (_, "ns" | "µs" | "ms" | "s") => Some("TIME"),
        (_, "/s") => Some("RATE"),
        (_, "%") => Some("PART"),
        (_, "B" | "KB" | "MB") => Some("SIZE"),
        _ => None,
    }
}

/// Whether a word has the form of a pattern in which `d` is any digit.
fn is_like(word: &str, pattern: &str) -> bool {
    let same = |(one, other): (u8, u8)| one == other || (other == b'd' && one.is_ascii_digit());
    word.len() == pattern.len() && word.bytes().zip(pattern.bytes()).all(same)
}
