//! References in documents: split into their parts and made whole with the address of the page.
//!
//! What makes no reference at all is told apart from what does; beyond that nothing is normalised, because
//! scripts compare what they read with what the page says.

/// The parts of a reference.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Reference {
    pub(super) scheme: String,
    /// `user:password`.
    pub(super) user: Option<String>,
    /// The host and port; none without `//`.
    pub(super) host: Option<String>,
    /// With escapes undone.
    pub(super) path: String,
    /// As it was written.
    path_raw: String,
    pub(super) query: Option<String>,
    pub(super) fragment: Option<String>,
    /// What follows the scheme of a reference that is no path: `mailto:x@y`.
    opaque: Option<String>,
}

impl Reference {
    /// Splits `text`; none when it is no reference.
    pub(super) fn parse(text: &str) -> Option<Self> {
        if text.bytes().any(|byte| byte < b' ' || byte == 0x7F) {
            return None;
        }
        let (rest, fragment) = split_at(text, '#');
        let mut parts = Self::default();
        if let Some(fragment) = fragment {
            parts.fragment = Some(unescaped(fragment)?);
        }
        let rest = parts.take_scheme(rest)?;
        let (rest, query) = split_at(rest, '?');
        parts.query = query.map(str::to_owned);
        if !parts.scheme.is_empty() && !rest.starts_with('/') && !rest.is_empty() {
            parts.opaque = Some(rest.to_owned());
            return Some(parts);
        }
        let path = match rest.strip_prefix("//") {
            Some(rest) => {
                let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
                let (user, host) = match authority.rsplit_once('@') {
                    Some((user, host)) => (Some(user.to_owned()), host),
                    None => (None, authority),
                };
                (parts.user, parts.host) = (user, Some(host.to_owned()));
                is_host(host).then_some(path)?
            }
            None => rest,
        };
        let first = path.split('/').next().unwrap_or_default();
        if parts.scheme.is_empty() && parts.host.is_none() && first.contains(':') {
            return None;
        }
        (parts.path, parts.path_raw) = (unescaped(path)?, path.to_owned());
        Some(parts)
    }

    /// Takes a scheme off the front of `text`; none when what looks like one is none.
    fn take_scheme<'a>(&mut self, text: &'a str) -> Option<&'a str> {
        let Some((scheme, rest)) = text.split_once(':') else { return Some(text) };
        let is_scheme = scheme.starts_with(|first: char| first.is_ascii_alphabetic())
            && scheme.bytes().all(|b| b.is_ascii_alphanumeric() || b"+-.".contains(&b));
        if is_scheme {
            self.scheme = scheme.to_ascii_lowercase();
            return Some(rest);
        }
        (!scheme.is_empty()).then_some(text)
    }

    /// This reference as it is meant in a page at `base`.
    pub(super) fn resolved(mut self, base: &Self) -> Self {
        if !self.scheme.is_empty() {
            self.path_raw = without_dots(&self.path_raw);
        } else {
            self.scheme.clone_from(&base.scheme);
            if self.host.is_some() {
                self.path_raw = without_dots(&self.path_raw);
            } else {
                self.user.clone_from(&base.user);
                self.host.clone_from(&base.host);
                if self.path_raw.is_empty() {
                    self.path_raw.clone_from(&base.path_raw);
                    if self.query.is_none() {
                        self.query.clone_from(&base.query);
                        if self.fragment.is_none() {
                            self.fragment.clone_from(&base.fragment);
                        }
                    }
                } else if self.path_raw.starts_with('/') {
                    self.path_raw = without_dots(&self.path_raw);
                } else {
                    let folder = base.path_raw.rfind('/').map_or("/", |at| &base.path_raw[..=at]);
                    self.path_raw = without_dots(&format!("{folder}{}", self.path_raw));
                }
            }
        }
        self.path = unescaped(&self.path_raw).unwrap_or_default();
        self
    }

    /// The reference as one text.
    pub(super) fn to_text(&self) -> String {
        let mut text = String::new();
        if !self.scheme.is_empty() {
            text.push_str(&self.scheme);
            text.push(':');
        }
        if let Some(opaque) = &self.opaque {
            text.push_str(opaque);
        }
        if let Some(host) = &self.host {
            text.push_str("//");
            if let Some(user) = &self.user {
                text.push_str(user);
                text.push('@');
            }
            text.push_str(host);
        }
        for character in self.path_raw.chars() {
            push_escaped(character, &mut text);
        }
        if let Some(query) = &self.query {
            text.push('?');
            text.push_str(query);
        }
        if let Some(fragment) = &self.fragment {
            text.push('#');
            fragment.chars().for_each(|character| push_escaped(character, &mut text));
        }
        text
    }

    /// The host without its port.
    pub(super) fn hostname(&self) -> &str {
        let host = self.host.as_deref().unwrap_or_default();
        match host.strip_prefix('[') {
            Some(inside) => inside.split(']').next().unwrap_or_default(),
            None => host.split(':').next().unwrap_or_default(),
        }
    }

    /// The port, empty without one.
    pub(super) fn port(&self) -> &str {
        let host = self.host.as_deref().unwrap_or_default();
        let after = host.rfind(']').map_or(host, |end| &host[end..]);
        after.split_once(':').map_or("", |(_, port)| port)
    }
}

fn split_at(text: &str, mark: char) -> (&str, Option<&str>) {
    text.split_once(mark).map_or((text, None), |(before, after)| (before, Some(after)))
}

fn is_host(host: &str) -> bool {
    let port = host.rsplit_once(':').filter(|(_, port)| !port.contains(']'));
    !host.contains([' ', '"', '<', '>', '^', '`', '{', '}', '|', '\\'])
        && port.is_none_or(|(_, port)| port.bytes().all(|byte| byte.is_ascii_digit()))
}

/// `text` without its escapes; none when one is broken.
fn unescaped(text: &str) -> Option<String> {
    if !text.contains('%') {
        return Some(text.to_owned());
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        rest = after;
        if first == b'%' {
            let (digits, after) = rest.split_at_checked(2)?;
            let digits = std::str::from_utf8(digits).ok()?;
            if !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
                return None;
            }
            bytes.push(u8::from_str_radix(digits, 16).ok()?);
            rest = after;
        } else {
            bytes.push(first);
        }
    }
    Some(String::from_utf8_lossy(&bytes).into_owned())
}

fn push_escaped(character: char, text: &mut String) {
    if character.is_ascii() && !" \"<>\\^`{|}".contains(character) {
        return text.push(character);
    }
    for byte in character.encode_utf8(&mut [0; 4]).bytes() {
        const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
        text.push('%');
        text.push(char::from(DIGITS[usize::from(byte >> 4)]));
        text.push(char::from(DIGITS[usize::from(byte & 15)]));
    }
}

/// A path with its `.` and `..` worked in.
fn without_dots(path: &str) -> String {
    if path.is_empty() {
        return String::new();
    }
    let mut kept: Vec<&str> = Vec::new();
    let mut parts = path.strip_prefix('/').unwrap_or(path).split('/').peekable();
    while let Some(part) = parts.next() {
        let is_last = parts.peek().is_none();
        match part {
            "." | ".." => {
                if part == ".." {
                    kept.pop();
                }
                if is_last {
                    kept.push("");
                }
            }
            _ => kept.push(part),
        }
    }
    format!("/{}", kept.join("/"))
}
