//! A tree of YAML with comments, printed in blocks; what is small stands on one line.

use super::scalar::{comment, quoted};

/// Characters of a line at most before something small is written as a block.
const LINE_CHARS: usize = 100;

/// One node.
#[derive(Debug, Clone)]
pub(super) enum Node {
    /// As it stands: a number, a truth, a quantity.
    Bare(String),
    /// A text, quoted where it has to be.
    Text(String),
    List(Vec<Item>),
    Map(Vec<Entry>),
}

/// An item of a list.
#[derive(Debug, Clone)]
pub(super) struct Item {
    pub(super) comment: String,
    pub(super) node: Node,
}

/// An entry of a map.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    pub(super) comment: String,
    pub(super) key: String,
    pub(super) node: Node,
}

impl Node {
    /// A text.
    pub(super) fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// A list without comments.
    pub(super) fn list(nodes: impl IntoIterator<Item = Self>) -> Self {
        Self::List(nodes.into_iter().map(|node| Item { comment: String::new(), node }).collect())
    }

    /// A map without comments.
    pub(super) fn map<K: Into<String>>(entries: impl IntoIterator<Item = (K, Self)>) -> Self {
        Self::Map(entries.into_iter().map(|(key, node)| Entry::new(key, node)).collect())
    }

    /// The node on one line; none where it is too long, has comments or lists of maps in it.
    fn on_one_line(&self, room: usize) -> Option<String> {
        let line = match self {
            Self::Bare(text) => text.clone(),
            Self::Text(text) => quoted(text),
            Self::List(items) if items.is_empty() => "[]".to_owned(),
            Self::Map(entries) if entries.is_empty() => "{}".to_owned(),
            Self::List(items) => {
                let mut parts = Vec::new();
                for item in items {
                    let is_map = matches!(item.node, Self::Map(_));
                    if is_map || !item.comment.is_empty() {
                        return None;
                    }
                    parts.push(item.node.on_one_line(room)?);
                }
                format!("[{}]", parts.join(", "))
            }
            Self::Map(entries) => {
                let mut parts = Vec::new();
                for Entry { comment, key, node } in entries {
                    if !comment.is_empty() {
                        return None;
                    }
                    parts.push(format!("{}: {}", quoted(key), node.on_one_line(room)?));
                }
                format!("{{ {} }}", parts.join(", "))
            }
        };
        let is_leaf = matches!(self, Self::Bare(_) | Self::Text(_));
        (is_leaf || line.chars().count() <= room).then_some(line)
    }

    /// Prints the node as a block that begins on a line of its own.
    pub(super) fn block(&self, indent: usize, out: &mut String) {
        match self {
            Self::List(items) if !items.is_empty() => {
                items.iter().for_each(|item| item.print(indent, out));
            }
            Self::Map(entries) if !entries.is_empty() => {
                entries.iter().for_each(|entry| entry.print(indent, out));
            }
            _ => {
                let line = self.on_one_line(usize::MAX).unwrap_or_default();
                out.push_str(&format!("{:indent$}{line}\n", ""));
            }
        }
    }

    /// Prints what follows a key or a dash; `out` ends right behind its `:` or `-`.
    fn follow(&self, indent: usize, out: &mut String) {
        let used = out.len() - out.rfind('\n').map_or(0, |at| at + 1);
        match self.on_one_line(LINE_CHARS.saturating_sub(used)) {
            Some(line) => out.push_str(&format!(" {line}\n")),
            None => {
                out.push('\n');
                self.block(indent, out);
            }
        }
    }
}

impl Entry {
    /// An entry without a comment.
    pub(super) fn new(key: impl Into<String>, node: Node) -> Self {
        Self { comment: String::new(), key: key.into(), node }
    }

    /// The same with a comment above it.
    pub(super) fn with(comment: impl Into<String>, key: impl Into<String>, node: Node) -> Self {
        Self { comment: comment.into(), key: key.into(), node }
    }

    fn print(&self, indent: usize, out: &mut String) {
        print_comment(&self.comment, indent, out);
        out.push_str(&format!("{:indent$}{}:", "", quoted(&self.key)));
        self.node.follow(indent + 2, out);
    }
}

impl Item {
    fn print(&self, indent: usize, out: &mut String) {
        print_comment(&self.comment, indent, out);
        out.push_str(&format!("{:indent$}-", ""));
        match &self.node {
            // The first entry stands behind the dash.
            Node::Map(entries)
                if !entries.is_empty()
                    && entries[0].comment.is_empty()
                    && self.node.on_one_line(LINE_CHARS.saturating_sub(indent + 2)).is_none() =>
            {
                let mut block = String::new();
                self.node.block(indent + 2, &mut block);
                out.push(' ');
                out.push_str(block.trim_start_matches(' '));
            }
            node => node.follow(indent + 2, out),
        }
    }
}

fn print_comment(text: &str, indent: usize, out: &mut String) {
    for line in text.lines().map(comment).filter(|line| !line.is_empty()) {
        out.push_str(&format!("{:indent$}# {line}\n", ""));
    }
}
