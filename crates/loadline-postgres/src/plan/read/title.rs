//! The title of a node in text: `Index Scan using orders_pkey on public.orders o`.

use crate::plan::node::Node;

/// Fills kind, index, relation and alias.
pub(super) fn read(title: &str, node: &mut Node) {
    let title = title.trim();
    let (kind, index, target) = match (title.split_once(" using "), title.split_once(" on ")) {
        (Some((kind, rest)), _) => {
            let (index, rest) = name(rest);
            (kind, Some(index), rest.trim_start().strip_prefix("on "))
        }
        (None, Some((kind, rest))) => (kind, None, Some(rest)),
        (None, None) => (title, None, None),
    };
    node.kind = kind.to_owned();
    node.index = index;
    let Some(target) = target else { return };
    if kind == "Bitmap Index Scan" {
        node.index = Some(name(target).0);
        return;
    }
    let (first, rest) = name(target);
    let (relation, rest) = match rest.strip_prefix('.') {
        Some(rest) => {
            node.schema = Some(first);
            name(rest)
        }
        None => (first, rest),
    };
    let alias = rest.trim();
    node.relation = Some(relation);
    node.alias = (!alias.is_empty()).then(|| name(alias).0);
}

/// A name, with its quotes taken off, and what is behind it.
fn name(text: &str) -> (String, &str) {
    let Some(inside) = text.strip_prefix('"') else {
        let end = text.find([' ', '.', '(']).unwrap_or(text.len());
        return (text[..end].to_owned(), &text[end..]);
    };
    let mut name = String::new();
    let mut letters = inside.char_indices().peekable();
    while let Some((at, letter)) = letters.next() {
        if letter != '"' {
            name.push(letter);
        } else if letters.next_if(|(_, next)| *next == '"').is_some() {
            name.push('"');
        } else {
            return (name, &inside[at + 1..]);
        }
    }
    (name, "")
}
