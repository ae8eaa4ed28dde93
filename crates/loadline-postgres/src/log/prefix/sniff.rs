//! Finds a file's `log_line_prefix` out: known settings are tried first, then one is put together from what the lines
//! look like, at last only the label is looked for.
//!
//! Deliberately not here: which lines are looked at (`read`).

use super::compile::Prefix;
use super::label::Label;
use super::scan;
use crate::log::moment::Moment;

/// Lines looked at.
const LINES_MAX: usize = 400;
/// A setting is taken when it fits this share of the lines, in percent.
const FIT_PERCENT: usize = 90;
/// Put-together settings that are tried, from different lines.
const TEMPLATES_MAX: usize = 24;

/// Settings that are common, from the most telling to the plainest.
const KNOWN: [&str; 12] = [
    "%m [%p] %q%u@%d ",
    "%m [%p] ",
    "%t [%p]: user=%u,db=%d,app=%a,client=%h ",
    "%t [%p]: [%l-1] user=%u,db=%d,app=%a,client=%h ",
    "%m [%p]: [%l-1] user=%u,db=%d,app=%a,client=%h ",
    "%m [%p]: [%l-1] db=%d,user=%u,app=%a,client=%h ",
    "%t:%r:%u@%d:[%p]:",
    "%t:%r:%u@%d:[%p]:%l:%e:%s:%v:%x:%c:%q%a:",
    "%t [%p]: [%l-1] %c %x %d %u %a %h ",
    "%t-%c-",
    "%m [%p] %q[user=%u,db=%d,app=%a] ",
    "%t [%p] %q%u@%d ",
];

/// The prefix of these lines; none where no setting fits most of them. `text` is the beginning of a file.
pub(crate) fn sniff(text: &[u8]) -> Option<Prefix> {
    let lines = heads(text);
    if lines.is_empty() {
        return None;
    }
    let fits = |prefix: &Prefix| lines.iter().filter(|line| prefix.head(line).is_some()).count();
    let is_good = |count: usize| count * 100 >= lines.len() * FIT_PERCENT;
    let known = KNOWN.iter().filter_map(|text| Prefix::compile(text).ok());
    if let Some(prefix) = known.into_iter().find(|prefix| is_good(fits(prefix))) {
        return Some(prefix);
    }
    let mut made: Vec<String> = Vec::new();
    for line in &lines {
        let template = template(line);
        if made.len() < TEMPLATES_MAX && !made.contains(&template) {
            made.push(template);
        }
    }
    let stopped = with_stop(&made);
    let candidates = stopped.iter().chain(&made).filter_map(|text| Prefix::compile(text).ok());
    let mut best: Option<(usize, Prefix)> = None;
    for prefix in candidates {
        let count = fits(&prefix);
        if best.as_ref().is_none_or(|(most, _)| count > *most) {
            best = Some((count, prefix));
        }
    }
    best.filter(|(count, _)| is_good(*count)).map(|(_, prefix)| prefix)
}

/// Lines of the text that have a label.
fn heads(text: &[u8]) -> Vec<&[u8]> {
    let lines = text.split(|byte| *byte == b'\n');
    let heads = lines.filter(|line| {
        line.first().is_some_and(|byte| *byte != b'\t' && *byte != b' ')
            && Label::find(&line[..line.len().min(600)]).is_some()
    });
    heads.take(LINES_MAX).collect()
}

/// A setting for sessions that begins as that of background processes does is one setting with `%q` between them.
fn with_stop(made: &[String]) -> Vec<String> {
    let pairs = made.iter().flat_map(|long| made.iter().map(move |short| (long, short)));
    let stopped = pairs.filter(|(long, short)| long.len() > short.len() && !short.is_empty());
    let stopped = stopped.filter_map(|(long, short)| {
        let rest = long.strip_prefix(short.as_str())?;
        Some(format!("{short}%q{rest}"))
    });
    stopped.take(TEMPLATES_MAX).collect()
}

/// A setting under which this line would have been written.
fn template(line: &[u8]) -> String {
    let end = Label::find(line).map_or(0, |(_, at, _)| at);
    let mut maker = Maker { text: &line[..end], at: 0, out: String::new(), has_pid: false };
    while maker.at < maker.text.len() {
        maker.step();
    }
    maker.out
}

struct Maker<'a> {
    text: &'a [u8],
    at: usize,
    out: String,
    has_pid: bool,
}

impl Maker<'_> {
    fn step(&mut self) {
        let rest = &self.text[self.at..];
        if let Some((_, length)) = scan::time(rest) {
            let is_first = !self.out.contains("%m");
            return self.push(if is_first { "%m" } else { "%s" }, length);
        }
        let digits = scan::digits(rest);
        if digits == 10 && Moment::read_epoch(rest).is_some_and(|(_, length)| length == 14) {
            return self.push("%n", 14);
        }
        if let Some(length) = session(rest) {
            // It ends with the process: a number beside it is more likely the line's.
            self.has_pid = true;
            return self.push("%c", length);
        }
        if let Some(length) = address(rest) {
            let has_port = self.text[self.at..self.at + length].contains(&b'(');
            return self.push(if has_port { "%r" } else { "%h" }, length);
        }
        if digits > 0 && !rest.get(digits).is_some_and(u8::is_ascii_alphabetic) {
            return self.number(digits);
        }
        let word = rest.iter().take_while(|byte| is_word(**byte)).count();
        if word == 0 {
            let byte = rest[0];
            self.at += 1;
            match byte {
                b'%' => self.out.push_str("%%"),
                // What lies outside ASCII is never punctuation of a setting that anybody uses.
                byte => self.out.push(if byte.is_ascii() { char::from(byte) } else { '?' }),
            }
            return;
        }
        self.word(word);
    }

    fn push(&mut self, escape: &str, length: usize) {
        self.out.push_str(escape);
        self.at += length;
    }

    /// The first number is the process, `5/123` a transaction of a session, all others are just numbers.
    fn number(&mut self, digits: usize) {
        let behind = &self.text[self.at + digits..];
        if behind.first() == Some(&b'/') && scan::digits(&behind[1..]) > 0 {
            let length = digits + 1 + scan::digits(&behind[1..]);
            return self.push("%v", length);
        }
        if self.text[self.at..].starts_with(b"00000") && digits == 5 {
            return self.push("%e", 5);
        }
        let is_dashed = self.at > 0 && self.text[self.at - 1] == b'-';
        let escape = match (self.has_pid, is_dashed) {
            (_, true) => {
                // `[5-1]`: the part behind the line number is written out.
                let literal = String::from_utf8_lossy(&self.text[self.at..self.at + digits]);
                self.out.push_str(&literal);
                self.at += digits;
                return;
            }
            (true, false) => "%l",
            (false, false) => {
                self.has_pid = true;
                "%p"
            }
        };
        self.push(escape, digits);
    }

    /// A word: a name before `=`, what such a name announces, `user@database`, or free text.
    fn word(&mut self, length: usize) {
        let rest = &self.text[self.at..];
        let word = &rest[..length];
        if rest.get(length) == Some(&b'=') {
            self.out.push_str(&String::from_utf8_lossy(word));
            self.out.push('=');
            let value = rest[length + 1..].iter().take_while(|byte| is_value(**byte)).count();
            let escape = named(word);
            self.at += length + 1;
            self.push(escape, value);
            self.has_pid |= escape == "%p";
            return;
        }
        if rest.get(length) == Some(&b'@') {
            let second = rest[length + 1..].iter().take_while(|byte| is_word(**byte)).count();
            return self.push("%u@%d", length + 1 + second);
        }
        self.push("%b", length);
    }
}

/// What a name before `=` announces.
fn named(word: &[u8]) -> &'static str {
    match word.to_ascii_lowercase().as_slice() {
        b"user" | b"usr" | b"u" | b"username" => "%u",
        b"db" | b"database" | b"dbname" | b"d" => "%d",
        b"app" | b"application" | b"application_name" | b"appname" | b"a" => "%a",
        b"client" | b"host" | b"remote" | b"ip" | b"remote_host" | b"h" => "%h",
        b"pid" | b"p" => "%p",
        b"session" | b"sess" | b"session_id" => "%c",
        b"sqlstate" | b"state" | b"err" | b"e" => "%b",
        _ => "%b",
    }
}

/// Names may hold anything; what usually stands between fields ends them here.
fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'$') || !byte.is_ascii()
}

/// What is behind a `=` until the next field.
fn is_value(byte: u8) -> bool {
    !matches!(byte, b',' | b' ' | b']' | b')' | b';' | b'|')
}

fn session(text: &[u8]) -> Option<usize> {
    let first = scan::hexadecimal(text);
    let second = scan::hexadecimal(text.get(first + 1..)?);
    (first == 8 && text[first] == b'.' && second > 0).then_some(first + 1 + second)
}

/// `[local]`, `127.0.0.1`, `127.0.0.1(5432)`, an address of IPv6.
fn address(text: &[u8]) -> Option<usize> {
    if text.starts_with(b"[local]") {
        return Some(7);
    }
    let is_part = |byte: &u8| byte.is_ascii_hexdigit() || matches!(byte, b'.' | b':');
    let mut length = text.iter().take(45).take_while(|byte| is_part(byte)).count();
    while length > 0 && matches!(text[length - 1], b':' | b'.') {
        length -= 1;
    }
    let candidate = std::str::from_utf8(&text[..length]).ok()?;
    candidate.parse::<std::net::IpAddr>().ok()?;
    let port = match text.get(length) {
        Some(b'(') => 1 + scan::digits(&text[length + 1..]),
        _ => 0,
    };
    let is_closed = port > 1 && text.get(length + port) == Some(&b')');
    Some(if is_closed { length + port + 1 } else { length })
}
