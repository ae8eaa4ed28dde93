//! Parsing: html5ever reads tags, this builds the tree it describes.
//!
//! HTML's own algorithm takes quadratic time for tags nested without end, and makes more nodes than there are
//! tags for some that overlap; both are cut off at a stated bound.

use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::rc::Rc;

use html5ever::interface::{ElemName, ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::{StrTendril, TendrilSink};
use html5ever::{Attribute, LocalName, Namespace, ParseOpts, QualName, parse_document};

use super::document::{Document, Element, Kind, NodeId, ROOT};

/// Elements inside each other; k6's own parser draws the line there.
const DEPTH_MAX: u32 = 512;
/// Nodes of a document beyond one for each byte.
const NODES_EXTRA_MAX: usize = 100_000;
/// Bytes of a document.
const BYTES_MAX: usize = 1 << 30;
/// After so many bytes the bounds are looked at.
const CHUNK_BYTES: usize = 4_096;

/// Why a document cannot be parsed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[expect(clippy::enum_variant_names, reason = "each says what there is too much of")]
pub(crate) enum ParseError {
    #[error("html: open stack of elements exceeds {DEPTH_MAX} nodes")]
    TooDeep,
    #[error("html: overlapping tags make too many nodes")]
    TooManyNodes,
    #[error("html: the document exceeds {BYTES_MAX} bytes")]
    TooLong,
}

/// Parses `text` as a browser would; no text is wrong HTML.
pub(crate) fn parse(text: &str) -> Result<Rc<Document>, ParseError> {
    if text.len() > BYTES_MAX {
        return Err(ParseError::TooLong);
    }
    let mut parser = parse_document(Sink::new(), ParseOpts::default());
    let mut rest = text;
    while !rest.is_empty() {
        let (chunk, after) = rest.split_at(rest.ceil_char_boundary(CHUNK_BYTES));
        rest = after;
        parser.process(StrTendril::from(chunk));
        let sink = &parser.tokenizer.sink.sink;
        if sink.too_deep.get() {
            return Err(ParseError::TooDeep);
        }
        if sink.document.borrow().len() > text.len() + NODES_EXTRA_MAX {
            return Err(ParseError::TooManyNodes);
        }
    }
    Ok(Rc::new(parser.finish()))
}

/// The tree while it is built.
struct Sink {
    document: RefCell<Document>,
    too_deep: Cell<bool>,
    /// How deep each node was put; HTML moves nodes about afterwards, which a bound need not follow.
    depths: RefCell<Vec<u32>>,
}

/// An element's name on loan to html5ever.
#[derive(Debug)]
struct Name(QualName);

impl ElemName for Name {
    fn ns(&self) -> &Namespace {
        &self.0.ns
    }

    fn local_name(&self) -> &LocalName {
        &self.0.local
    }
}

impl Sink {
    fn new() -> Self {
        Self {
            document: RefCell::new(Document::new()),
            too_deep: Cell::new(false),
            depths: RefCell::new(vec![0]),
        }
    }

    fn add(&self, kind: Kind) -> NodeId {
        self.depths.borrow_mut().push(0);
        self.document.borrow_mut().add(kind)
    }

    fn note_depth(&self, parent: NodeId, child: NodeId) {
        let mut depths = self.depths.borrow_mut();
        let depth = depths[parent.index()] + 1;
        depths[child.index()] = depth;
        if depth > DEPTH_MAX {
            self.too_deep.set(true);
        }
    }

    /// Adds `text` to `node` when that is text already.
    fn joined(&self, node: Option<NodeId>, text: &StrTendril) -> bool {
        let mut document = self.document.borrow_mut();
        let Some(node) = node else { return false };
        match &mut document.node_mut(node).kind {
            Kind::Text(before) => {
                before.push_tendril(text);
                true
            }
            _ => false,
        }
    }
}

impl TreeSink for Sink {
    type Handle = NodeId;
    type Output = Document;
    type ElemName<'a> = Name;

    fn finish(self) -> Document {
        self.document.into_inner()
    }

    fn parse_error(&self, _message: Cow<'static, str>) {}

    fn get_document(&self) -> NodeId {
        ROOT
    }

    fn elem_name<'a>(&'a self, target: &'a NodeId) -> Name {
        let document = self.document.borrow();
        let element = document.element(*target).expect("html5ever asks for names of elements only");
        Name(element.name.clone())
    }

    fn create_element(
        &self,
        name: QualName,
        attributes: Vec<Attribute>,
        _flags: ElementFlags,
    ) -> NodeId {
        self.add(Kind::Element(Box::new(Element { name, attributes })))
    }

    fn create_comment(&self, text: StrTendril) -> NodeId {
        self.add(Kind::Comment(text))
    }

    fn create_pi(&self, target: StrTendril, data: StrTendril) -> NodeId {
        let mut text = target;
        text.push_tendril(&data);
        self.add(Kind::Comment(text))
    }

    fn append(&self, parent: &NodeId, child: NodeOrText<NodeId>) {
        let child = match child {
            NodeOrText::AppendNode(child) => child,
            NodeOrText::AppendText(text) => {
                let last = self.document.borrow().node(*parent).last;
                if self.joined(last, &text) {
                    return;
                }
                self.add(Kind::Text(text))
            }
        };
        self.note_depth(*parent, child);
        let mut document = self.document.borrow_mut();
        document.detach(child);
        document.append(*parent, child);
    }

    fn append_based_on_parent_node(
        &self,
        element: &NodeId,
        previous: &NodeId,
        child: NodeOrText<NodeId>,
    ) {
        let parent = self.document.borrow().node(*element).parent;
        match parent {
            Some(_) => self.append_before_sibling(element, child),
            None => self.append(previous, child),
        }
    }

    fn append_doctype_to_document(&self, name: StrTendril, public: StrTendril, system: StrTendril) {
        let doctype = self.add(Kind::Doctype { name, public, system });
        self.document.borrow_mut().append(ROOT, doctype);
    }

    /// A template's content lies in it like anything else, as selections expect.
    fn get_template_contents(&self, target: &NodeId) -> NodeId {
        *target
    }

    fn same_node(&self, x: &NodeId, y: &NodeId) -> bool {
        x == y
    }

    fn set_quirks_mode(&self, _mode: QuirksMode) {}

    fn append_before_sibling(&self, sibling: &NodeId, new: NodeOrText<NodeId>) {
        let child = match new {
            NodeOrText::AppendNode(child) => child,
            NodeOrText::AppendText(text) => {
                let before = self.document.borrow().node(*sibling).previous;
                if self.joined(before, &text) {
                    return;
                }
                self.add(Kind::Text(text))
            }
        };
        let parent = self.document.borrow().node(*sibling).parent;
        if let Some(parent) = parent {
            self.note_depth(parent, child);
        }
        let mut document = self.document.borrow_mut();
        document.detach(child);
        document.insert_before(*sibling, child);
    }

    fn add_attrs_if_missing(&self, target: &NodeId, attributes: Vec<Attribute>) {
        let mut document = self.document.borrow_mut();
        if let Kind::Element(element) = &mut document.node_mut(*target).kind {
            for attribute in attributes {
                if element.attributes.iter().all(|present| present.name != attribute.name) {
                    element.attributes.push(attribute);
                }
            }
        }
    }

    fn remove_from_parent(&self, target: &NodeId) {
        self.document.borrow_mut().detach(*target);
    }

    fn reparent_children(&self, node: &NodeId, new_parent: &NodeId) {
        let mut document = self.document.borrow_mut();
        while let Some(child) = document.node(*node).first {
            document.detach(child);
            document.append(*new_parent, child);
        }
    }
}
