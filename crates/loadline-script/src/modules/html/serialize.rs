//! A document back as text, the way scripts see it under k6.

use super::document::{Document, Kind, NodeId};

/// Elements that have no content and no end tag.
const VOID: &[&str] = &[
    "area", "base", "br", "col", "embed", "hr", "img", "input", "keygen", "link", "meta", "param",
    "source", "track", "wbr",
];
/// Elements of HTML whose text is not escaped.
const RAW: &[&str] =
    &["iframe", "noembed", "noframes", "noscript", "plaintext", "script", "style", "xmp"];

impl Document {
    /// What lies in `id`, as HTML.
    pub(super) fn inner_html(&self, id: NodeId) -> String {
        let mut html = String::new();
        for child in self.children(id) {
            self.push_html(child, &mut html);
        }
        html
    }

    /// `id` itself as HTML, added to `html`.
    fn push_html(&self, id: NodeId, html: &mut String) {
        let mut node = id;
        loop {
            self.push_start(node, html);
            if let Some(first) = self.node(node).first {
                node = first;
                continue;
            }
            loop {
                if self.push_end(node, html) == End::Document {
                    return;
                }
                if node == id {
                    return;
                }
                if let Some(next) = self.node(node).next {
                    node = next;
                    break;
                }
                let Some(parent) = self.node(node).parent else { return };
                node = parent;
            }
        }
    }

    fn push_start(&self, id: NodeId, html: &mut String) {
        match &self.node(id).kind {
            Kind::Document => {}
            Kind::Text(text) => {
                let parent = self.node(id).parent;
                let raw = parent
                    .is_some_and(|parent| RAW.contains(&self.tag(parent)) && self.is_html(parent));
                if raw { html.push_str(text) } else { escape(text, html) }
            }
            Kind::Comment(text) => {
                html.push_str("<!--");
                html.push_str(text);
                html.push_str("-->");
            }
            Kind::Doctype { name, public, system } => push_doctype([name, public, system], html),
            Kind::Element(element) => {
                html.push('<');
                html.push_str(&element.name.local);
                for attribute in &element.attributes {
                    html.push(' ');
                    if let Some(prefix) = &attribute.name.prefix {
                        html.push_str(prefix);
                        html.push(':');
                    }
                    html.push_str(&attribute.name.local);
                    html.push_str("=\"");
                    escape(&attribute.value, html);
                    html.push('"');
                }
                html.push_str(if self.is_void(id) { "/>" } else { ">" });
                if matches!(self.tag(id), "pre" | "listing" | "textarea")
                    && let Some(first) = self.node(id).first
                    && let Kind::Text(text) = &self.node(first).kind
                    && text.starts_with('\n')
                {
                    html.push('\n');
                }
            }
        }
    }

    fn push_end(&self, id: NodeId, html: &mut String) -> End {
        if !self.is_element(id) || self.is_void(id) {
            return End::Node;
        }
        // Nothing can follow it: it has no end tag, and all that it lies in ends with it.
        if self.tag(id) == "plaintext" {
            return End::Document;
        }
        html.push_str("</");
        html.push_str(self.tag(id));
        html.push('>');
        End::Node
    }

    fn is_html(&self, id: NodeId) -> bool {
        self.element(id).is_some_and(|element| element.name.ns == html5ever::ns!(html))
    }

    fn is_void(&self, id: NodeId) -> bool {
        self.node(id).first.is_none() && VOID.contains(&self.tag(id))
    }
}

/// What ended.
#[derive(PartialEq, Eq)]
enum End {
    Node,
    Document,
}

fn push_doctype([name, public, system]: [&str; 3], html: &mut String) {
    html.push_str("<!DOCTYPE ");
    html.push_str(name);
    if !public.is_empty() {
        html.push_str(" PUBLIC");
        push_quoted(public, html);
    } else if !system.is_empty() {
        html.push_str(" SYSTEM");
    }
    if !system.is_empty() {
        push_quoted(system, html);
    }
    html.push('>');
}

fn push_quoted(text: &str, html: &mut String) {
    let quote = if text.contains('"') { '\'' } else { '"' };
    html.push(' ');
    html.push(quote);
    html.push_str(text);
    html.push(quote);
}

/// `text` with what means something in HTML written as references.
fn escape(text: &str, html: &mut String) {
    let mut from = 0;
    for (at, byte) in text.bytes().enumerate() {
        let reference = match byte {
            b'&' => "&amp;",
            b'\'' => "&#39;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' => "&#34;",
            b'\r' => "&#13;",
            _ => continue,
        };
        html.push_str(&text[from..at]);
        html.push_str(reference);
        from = at + 1;
    }
    html.push_str(&text[from..]);
}
