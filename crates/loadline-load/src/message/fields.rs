//! The header fields of an answer, kept as lines until somebody asks for one.

/// Header fields: `name: value` lines, whatever protocol they came by.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fields(Vec<u8>);

impl Fields {
    /// The fields of an HTTP/1 head: everything behind its first line.
    pub(crate) fn of_head(head: &[u8]) -> Self {
        let first_line = head.iter().position(|byte| *byte == b'\n').map_or(0, |end| end + 1);
        Self(head[first_line..].to_vec())
    }

    /// Appends a field; a line break in it would make two of one and is left out.
    pub fn push(&mut self, name: &[u8], value: &[u8]) {
        let is_kept = |byte: &u8| !matches!(byte, b'\r' | b'\n');
        self.0.extend(name.iter().copied().filter(is_kept));
        self.0.extend_from_slice(b": ");
        self.0.extend(value.iter().copied().filter(is_kept));
        self.0.extend_from_slice(b"\r\n");
    }

    /// Every field in the order it came: name and value without the space around it.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.0.split(|byte| *byte == b'\n').filter_map(|line| {
            let colon = line.iter().position(|byte| *byte == b':')?;
            let name = std::str::from_utf8(&line[..colon]).ok()?;
            Some((name, line[colon + 1..].trim_ascii()))
        })
    }

    /// The values of every field of that name.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a [u8]> {
        self.lines().filter_map(move |line| value_of(line, name))
    }

    /// The first value of that name.
    pub fn get(&self, name: &str) -> Option<&[u8]> {
        self.lines().find_map(|line| value_of(line, name))
    }

    fn lines(&self) -> impl Iterator<Item = &[u8]> {
        let mut start = 0;
        memchr::memchr_iter(b'\n', &self.0).map(move |end| {
            let line = &self.0[start..end];
            start = end + 1;
            line
        })
    }
}

/// The value of a line, where it is the field of that name.
#[inline]
fn value_of<'a>(line: &'a [u8], name: &str) -> Option<&'a [u8]> {
    let is_named = line.get(name.len()) == Some(&b':')
        && line[..name.len()].eq_ignore_ascii_case(name.as_bytes());
    is_named.then(|| line[name.len() + 1..].trim_ascii())
}
