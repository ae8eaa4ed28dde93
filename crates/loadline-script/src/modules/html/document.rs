//! A parsed document: nodes in one arena, tied together by their places in it.
//!
//! Selections and elements hold the document in an `Rc` and name nodes by [`NodeId`]. A document never changes
//! after parsing. No walk over it recurses, however deep it is.

use html5ever::tendril::StrTendril;
use html5ever::{Attribute, QualName};

/// A node's place in its document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct NodeId(u32);

impl NodeId {
    /// Its place as an index.
    pub(super) fn index(self) -> usize {
        self.0 as usize
    }
}

/// The place of the document itself.
pub(crate) const ROOT: NodeId = NodeId(0);

/// A node and its neighbours.
#[derive(Debug)]
pub(super) struct Node {
    pub(super) parent: Option<NodeId>,
    pub(super) previous: Option<NodeId>,
    pub(super) next: Option<NodeId>,
    pub(super) first: Option<NodeId>,
    pub(super) last: Option<NodeId>,
    pub(super) kind: Kind,
}

/// What a node is.
#[derive(Debug)]
pub(super) enum Kind {
    Document,
    Doctype { name: StrTendril, public: StrTendril, system: StrTendril },
    Text(StrTendril),
    Comment(StrTendril),
    Element(Box<Element>),
}

/// A tag and its attributes.
#[derive(Debug)]
pub(super) struct Element {
    pub(super) name: QualName,
    pub(super) attributes: Vec<Attribute>,
}

impl Element {
    /// The value of an attribute.
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        let mut attributes = self.attributes.iter();
        attributes.find(|attribute| &*attribute.name.local == name).map(|found| &*found.value)
    }
}

/// A parsed document.
#[derive(Debug)]
pub(crate) struct Document {
    nodes: Vec<Node>,
}

impl Document {
    /// One without any content.
    pub(super) fn new() -> Self {
        let mut document = Self { nodes: Vec::new() };
        document.add(Kind::Document);
        document
    }

    /// How many nodes there are.
    pub(super) fn len(&self) -> usize {
        self.nodes.len()
    }

    /// A new node, tied to nothing.
    pub(super) fn add(&mut self, kind: Kind) -> NodeId {
        let place = u32::try_from(self.nodes.len()).expect("documents are bounded when parsed");
        let (parent, previous, next, first, last) = (None, None, None, None, None);
        self.nodes.push(Node { parent, previous, next, first, last, kind });
        NodeId(place)
    }

    /// The node at `id`.
    pub(super) fn node(&self, id: NodeId) -> &Node {
        &self.nodes[id.0 as usize]
    }

    pub(super) fn node_mut(&mut self, id: NodeId) -> &mut Node {
        &mut self.nodes[id.0 as usize]
    }

    /// The element at `id`, when it is one.
    pub(super) fn element(&self, id: NodeId) -> Option<&Element> {
        match &self.node(id).kind {
            Kind::Element(element) => Some(element),
            _ => None,
        }
    }

    /// The tag's name, empty for what is no element.
    pub(super) fn tag(&self, id: NodeId) -> &str {
        self.element(id).map_or("", |element| &element.name.local)
    }

    pub(super) fn is_element(&self, id: NodeId) -> bool {
        self.element(id).is_some()
    }

    /// The value of an attribute.
    pub(super) fn attribute(&self, id: NodeId, name: &str) -> Option<&str> {
        self.element(id)?.attribute(name)
    }

    /// Makes `child` the last child of `parent`; it has no parent before.
    pub(super) fn append(&mut self, parent: NodeId, child: NodeId) {
        let last = self.node_mut(parent).last.replace(child);
        let node = self.node_mut(child);
        (node.parent, node.previous, node.next) = (Some(parent), last, None);
        match last {
            Some(last) => self.node_mut(last).next = Some(child),
            None => self.node_mut(parent).first = Some(child),
        }
    }

    /// Puts `child` before `sibling`; it has no parent before.
    pub(super) fn insert_before(&mut self, sibling: NodeId, child: NodeId) {
        let (parent, previous) = (self.node(sibling).parent, self.node(sibling).previous);
        let node = self.node_mut(child);
        (node.parent, node.previous, node.next) = (parent, previous, Some(sibling));
        self.node_mut(sibling).previous = Some(child);
        match (previous, parent) {
            (Some(previous), _) => self.node_mut(previous).next = Some(child),
            (None, Some(parent)) => self.node_mut(parent).first = Some(child),
            (None, None) => {}
        }
    }

    /// Cuts `id` off its parent and siblings.
    pub(super) fn detach(&mut self, id: NodeId) {
        let node = self.node_mut(id);
        let (parent, previous, next) = (node.parent.take(), node.previous.take(), node.next.take());
        if let Some(previous) = previous {
            self.node_mut(previous).next = next;
        } else if let Some(parent) = parent {
            self.node_mut(parent).first = next;
        }
        if let Some(next) = next {
            self.node_mut(next).previous = previous;
        } else if let Some(parent) = parent {
            self.node_mut(parent).last = previous;
        }
    }

    /// The children of `id`, in order.
    pub(super) fn children(&self, id: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        std::iter::successors(self.node(id).first, |&child| self.node(child).next)
    }

    /// The children of `id` that are elements.
    pub(super) fn child_elements(&self, id: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        self.children(id).filter(|&child| self.is_element(child))
    }

    /// What lies around `id`, the innermost first, up to the document.
    pub(super) fn ancestors(&self, id: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        std::iter::successors(self.node(id).parent, |&node| self.node(node).parent)
    }

    /// The siblings after `id`.
    pub(super) fn following(&self, id: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        std::iter::successors(self.node(id).next, |&node| self.node(node).next)
    }

    /// The siblings before `id`, the nearest first.
    pub(super) fn preceding(&self, id: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        std::iter::successors(self.node(id).previous, |&node| self.node(node).previous)
    }

    /// All that lies in `id`, in the order of the document.
    pub(super) fn descendants(&self, id: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        std::iter::successors(self.node(id).first, move |&node| {
            self.node(node).first.or_else(|| {
                let mut up = node;
                while up != id {
                    if let Some(next) = self.node(up).next {
                        return Some(next);
                    }
                    up = self.node(up).parent?;
                }
                None
            })
        })
    }

    /// Whether `inner` lies in `outer` and is not `outer` itself.
    pub(super) fn contains(&self, outer: NodeId, inner: NodeId) -> bool {
        self.ancestors(inner).any(|ancestor| ancestor == outer)
    }

    /// Adds all text in `id` to `text`.
    pub(super) fn push_text(&self, id: NodeId, text: &mut String) {
        for node in std::iter::once(id).chain(self.descendants(id)) {
            if let Kind::Text(content) = &self.node(node).kind {
                text.push_str(content);
            }
        }
    }

    /// All text in `id`.
    pub(super) fn text(&self, id: NodeId) -> String {
        let mut text = String::new();
        self.push_text(id, &mut text);
        text
    }
}
