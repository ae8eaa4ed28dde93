//! A selection without JavaScript: nodes of one document, and the selection it came from.

use std::collections::HashSet;
use std::rc::Rc;

use super::document::{Document, NodeId, ROOT};
use super::selector::Group;

/// Nodes of a document, each once, in the order they were found.
#[derive(Debug)]
pub(crate) struct Set {
    pub(super) document: Rc<Document>,
    pub(super) nodes: Vec<NodeId>,
    /// Where the document came from; empty when that is not known.
    pub(super) url: Rc<str>,
    /// What `end` goes back to.
    pub(super) before: Option<Rc<Set>>,
}

/// A long chain of selections, as a loop makes one, is taken down without recursion.
impl Drop for Set {
    fn drop(&mut self) {
        let mut before = self.before.take();
        while let Some(mut set) = before.and_then(Rc::into_inner) {
            before = set.before.take();
        }
    }
}

/// What nodes are compared with.
#[derive(Debug)]
pub(super) enum Criterion {
    /// A selector; none when the text was none, which matches nothing.
    Selector(Option<Group>),
    /// The nodes of another selection.
    Nodes(HashSet<NodeId>),
}

impl Criterion {
    /// Reads a selector.
    pub(super) fn parse(text: &str) -> Self {
        Self::Selector(Group::parse(text))
    }

    pub(super) fn matches(&self, document: &Document, node: NodeId) -> bool {
        match self {
            Self::Selector(group) => {
                group.as_ref().is_some_and(|group| group.matches(document, node))
            }
            Self::Nodes(nodes) => nodes.contains(&node),
        }
    }
}

impl Set {
    /// A whole document.
    pub(super) fn whole(document: Rc<Document>, url: &str) -> Rc<Self> {
        Rc::new(Self { document, nodes: vec![ROOT], url: Rc::from(url), before: None })
    }

    /// Other nodes of the document, reached from this selection.
    pub(super) fn onward(self: &Rc<Self>, nodes: impl IntoIterator<Item = NodeId>) -> Rc<Self> {
        let mut seen = HashSet::new();
        let nodes = nodes.into_iter().filter(|node| seen.insert(*node)).collect();
        let (document, url) = (self.document.clone(), self.url.clone());
        Rc::new(Self { document, nodes, url, before: Some(self.clone()) })
    }

    /// Nothing.
    pub(super) fn nothing(&self) -> Rc<Self> {
        let (document, url) = (self.document.clone(), self.url.clone());
        Rc::new(Self { document, nodes: Vec::new(), url, before: None })
    }

    /// What lies in the nodes and meets `criterion`.
    pub(super) fn find(self: &Rc<Self>, criterion: &Criterion) -> Rc<Self> {
        let document = &*self.document;
        let inside = self.nodes.iter().flat_map(|&node| document.descendants(node));
        self.onward(inside.filter(|&node| criterion.matches(document, node)))
    }

    /// Those nodes that meet `criterion`, or with `invert` those that do not.
    pub(super) fn filter(self: &Rc<Self>, criterion: &Criterion, invert: bool) -> Rc<Self> {
        let nodes = self.nodes.iter().copied();
        self.onward(nodes.filter(|&node| criterion.matches(&self.document, node) != invert))
    }

    /// Those nodes in which something meets `criterion`.
    pub(super) fn has(self: &Rc<Self>, criterion: &Criterion) -> Rc<Self> {
        let document = &*self.document;
        let holds = |node: &NodeId| {
            document.descendants(*node).any(|inner| criterion.matches(document, inner))
        };
        self.onward(self.nodes.iter().copied().filter(holds))
    }

    /// For each node, the innermost of itself and what it lies in that meets `criterion`.
    pub(super) fn closest(self: &Rc<Self>, criterion: &Criterion) -> Rc<Self> {
        let document = &*self.document;
        self.onward(self.nodes.iter().filter_map(|&node| {
            let mut outward = std::iter::once(node).chain(document.ancestors(node));
            outward.find(|&outer| criterion.matches(document, outer))
        }))
    }

    /// The nodes that `way` leads to from each node, that are elements and meet `criterion`.
    pub(super) fn walk(
        self: &Rc<Self>,
        way: Way,
        until: Option<&Criterion>,
        criterion: Option<&Criterion>,
    ) -> Rc<Self> {
        let document = &*self.document;
        let goes_on = |node: &NodeId| !until.is_some_and(|end| end.matches(document, *node));
        let found = self.nodes.iter().flat_map(|&node| {
            let elements = way.from(document, node).filter(|&other| document.is_element(other));
            elements.take(if way.is_single() { 1 } else { usize::MAX }).take_while(goes_on)
        });
        self.onward(
            found.filter(|&node| {
                criterion.is_none_or(|criterion| criterion.matches(document, node))
            }),
        )
    }

    /// All children, text and comments too.
    pub(super) fn contents(self: &Rc<Self>) -> Rc<Self> {
        self.onward(self.nodes.iter().flat_map(|&node| self.document.children(node)))
    }

    /// The text of all nodes.
    pub(super) fn text(&self) -> String {
        let mut text = String::new();
        self.nodes.iter().for_each(|&node| self.document.push_text(node, &mut text));
        text
    }

    /// The node at `index`, counted from the end when negative.
    pub(super) fn at(&self, index: i64) -> Option<NodeId> {
        let length = i64::try_from(self.nodes.len()).ok()?;
        let index = if index < 0 { index + length } else { index };
        self.nodes.get(usize::try_from(index).ok()?).copied()
    }

    /// The nodes from `from` up to `to`; negative places count from the end, those outside are moved in.
    pub(super) fn slice(self: &Rc<Self>, from: i64, to: Option<i64>) -> Rc<Self> {
        let length = self.nodes.len();
        let place = |index: i64| {
            let from_end = usize::try_from(index.unsigned_abs()).unwrap_or(usize::MAX);
            if index < 0 { length.saturating_sub(from_end) } else { from_end.min(length) }
        };
        let (from, to) = (place(from), to.map_or(length, place));
        self.onward(self.nodes.get(from..to).unwrap_or_default().iter().copied())
    }

    /// Where `node` stands among the element children of its parent.
    pub(super) fn place_among_siblings(&self, node: NodeId) -> usize {
        self.document.preceding(node).filter(|&other| self.document.is_element(other)).count()
    }

    /// The first node.
    pub(super) fn first(&self) -> Option<NodeId> {
        self.nodes.first().copied()
    }
}

/// Where a walk goes from a node.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    Children,
    Parent,
    Parents,
    Next,
    NextAll,
    Previous,
    PreviousAll,
    Siblings,
}

impl Way {
    fn is_single(self) -> bool {
        matches!(self, Self::Parent | Self::Next | Self::Previous)
    }

    fn from<'a>(
        self,
        document: &'a Document,
        node: NodeId,
    ) -> Box<dyn Iterator<Item = NodeId> + 'a> {
        match self {
            Self::Children => Box::new(document.children(node)),
            Self::Parent => Box::new(document.ancestors(node).take(1)),
            Self::Parents => Box::new(document.ancestors(node)),
            Self::Next | Self::NextAll => Box::new(document.following(node)),
            Self::Previous | Self::PreviousAll => Box::new(document.preceding(node)),
            Self::Siblings => {
                let parent = document.node(node).parent;
                let all = parent.into_iter().flat_map(|parent| document.children(parent));
                Box::new(all.filter(move |&other| other != node))
            }
        }
    }
}
