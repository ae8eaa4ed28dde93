//! From text to the tree, within bounds.
//!
//! At most 4 MiB of text, 64 levels, 200,000 nodes and 4 MiB of scalars, the last two counted after
//! aliases are followed: a file that multiplies itself is refused before it is multiplied.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use saphyr_parser::{Event, Marker, Parser, ScalarStyle, ScanError, Span};

use super::diagnostic::{Diagnostic, Place};
use super::lines::Lines;
use super::node::{Entry, Key, Kind, Node, Scalar};

const TEXT_BYTES_MAX: usize = 4 << 20;
const DEPTH_MAX: usize = 64;
const NODES_MAX: usize = 200_000;
const REPEATED_MAX: usize = 20;

/// Common mistakes: what the parser's message holds, what is wrong in words, what to do.
const MISTAKES: [(&str, &str, &str); 7] = [
    ("tab", "a tab stands where spaces are wanted", "indent with spaces"),
    ("escape", "an unknown escape", "in single quotes a `\\` is taken as it is"),
    ("quoted scalar", "a quoted text does not end", "close the quote on the line it begins"),
    (
        "',' or",
        "a list or mapping does not end",
        "close it with `]` or `}`, and look for a missing comma",
    ),
    ("values are not allowed", "a `: ` inside a text", "put quotes around a text that holds `: `"),
    ("unknown anchor", "an alias of nothing", "put quotes around a text that begins with `*`"),
    ("duplicated anchor", "an anchor that stands here already", "give it another name"),
];
const LOOK_AT: &str =
    "look at the indentation, and at texts with `:`, `#`, `{`, `[`, `*` or `&`: they need quotes";

/// A text as a tree, with the keys that stand in it twice.
#[derive(Debug)]
pub(crate) struct Tree {
    /// The one node of the document; none when the text says nothing.
    pub(crate) root: Option<Node>,
    /// Keys that their mapping already has; the first of each was kept.
    pub(crate) repeated: Vec<Diagnostic>,
}

/// Reads one document.
pub(crate) fn parse(text: &str) -> Result<Tree, Diagnostic> {
    if text.len() > TEXT_BYTES_MAX {
        let message = format!("the file is larger than {} MiB", TEXT_BYTES_MAX >> 20);
        return Err(Diagnostic::at(
            Place { line: 1, column: 1, ..Place::default() },
            message,
            None,
        ));
    }
    Builder::new(text).build()
}

/// A mapping or sequence whose end has not come yet.
struct Frame {
    node: Open,
    anchor: usize,
    start: Marker,
    /// Size of the whole when it began, to know what an alias of it weighs.
    before: Weight,
    /// Levels below it so far.
    height: usize,
}

enum Open {
    Sequence(Vec<Node>),
    Mapping { entries: Vec<Entry>, seen: HashSet<Arc<str>>, key: Option<Key> },
}

/// What counts against the bounds.
#[derive(Clone, Copy, Default)]
struct Weight {
    nodes: usize,
    text_bytes: usize,
}

/// What an alias repeats.
struct Anchored {
    node: Node,
    weight: Weight,
    height: usize,
}

struct Builder<'a> {
    source: &'a str,
    lines: Lines<'a>,
    frames: Vec<Frame>,
    anchors: HashMap<usize, Anchored>,
    weight: Weight,
    tree: Tree,
}

type Built<T> = Result<T, Diagnostic>;

impl<'a> Builder<'a> {
    fn new(source: &'a str) -> Self {
        Self {
            source,
            lines: Lines::of(source),
            frames: Vec::new(),
            anchors: HashMap::new(),
            weight: Weight::default(),
            tree: Tree { root: None, repeated: Vec::new() },
        }
    }

    fn build(mut self) -> Built<Tree> {
        let mut parser = Parser::new_from_str(self.source);
        let mut documents = 0;
        while let Some(event) = parser.next_event() {
            let (event, span) = event.map_err(|error| self.not_yaml(&error))?;
            match event {
                Event::DocumentStart(_) => {
                    documents += 1;
                    if documents > 1 {
                        return Err(self.error(span, "a second document begins here", "keep one"));
                    }
                }
                Event::Scalar(text, style, anchor, tag) => {
                    self.refuse_tag(tag.is_some(), span)?;
                    let node = self.scalar(&text, style, span);
                    self.leaf(node, anchor)?;
                }
                Event::SequenceStart(anchor, tag) => {
                    self.refuse_tag(tag.is_some(), span)?;
                    self.open(Open::Sequence(Vec::new()), anchor, span)?;
                }
                Event::MappingStart(anchor, tag) => {
                    self.refuse_tag(tag.is_some(), span)?;
                    let (entries, seen) = (Vec::new(), HashSet::new());
                    self.open(Open::Mapping { entries, seen, key: None }, anchor, span)?;
                }
                Event::SequenceEnd | Event::MappingEnd => self.close(span)?,
                Event::Alias(anchor) => self.alias(anchor, span)?,
                _ => {}
            }
        }
        Ok(self.tree)
    }

    fn place(&self, start: Marker, end: Marker) -> Place {
        let offset = self.lines.offset(start);
        let end = self.lines.offset(end).max(offset);
        let length = self.source[offset..end].trim_end().len();
        Place { offset, length, line: start.line(), column: start.col() + 1 }
    }

    fn error(&self, span: Span, message: impl Into<String>, hint: &str) -> Diagnostic {
        Diagnostic::at(self.place(span.start, span.end), message, Some(hint.to_owned()))
    }

    fn refuse_tag(&self, tagged: bool, span: Span) -> Built<()> {
        if tagged {
            return Err(self.error(span, "tags are not supported", "leave the `!…` out"));
        }
        Ok(())
    }

    fn not_yaml(&self, error: &ScanError) -> Diagnostic {
        let place = self.place(*error.marker(), *error.marker());
        let said = MISTAKES.iter().find(|(info, ..)| error.info().contains(info));
        let (message, hint) = said.map_or_else(
            || (format!("not YAML: {}", error.info()), LOOK_AT),
            |(_, message, hint)| ((*message).to_owned(), *hint),
        );
        Diagnostic::at(place, message, Some(hint.to_owned()))
    }

    fn scalar(&self, text: &str, style: ScalarStyle, span: Span) -> Node {
        let place = self.place(span.start, span.end);
        let plain = style == ScalarStyle::Plain;
        let quote = usize::from(!plain);
        let stands = !matches!(style, ScalarStyle::Literal | ScalarStyle::Folded)
            && self.source.get(place.offset + quote..).is_some_and(|rest| rest.starts_with(text));
        let inside = stands.then(|| Place {
            offset: place.offset + quote,
            length: text.len(),
            line: place.line,
            column: place.column + quote,
        });
        let length = if plain && stands { text.len() } else { place.length };
        let scalar = Scalar { text: text.into(), plain, inside };
        Node { kind: Kind::Scalar(scalar), place: Place { length, ..place } }
    }

    fn leaf(&mut self, node: Node, anchor: usize) -> Built<()> {
        let Kind::Scalar(scalar) = &node.kind else { return Ok(()) };
        let weight = Weight { nodes: 1, text_bytes: scalar.text.len() };
        self.weigh(weight, node.place)?;
        if anchor > 0 {
            self.anchors.insert(anchor, Anchored { node: node.clone(), weight, height: 0 });
        }
        self.add(node, 0)
    }

    fn weigh(&mut self, more: Weight, place: Place) -> Built<()> {
        self.weight.nodes += more.nodes;
        self.weight.text_bytes += more.text_bytes;
        if self.weight.nodes > NODES_MAX || self.weight.text_bytes > TEXT_BYTES_MAX {
            let message = format!(
                "the file holds more than {NODES_MAX} values or {} MiB, aliases counted each time",
                TEXT_BYTES_MAX >> 20
            );
            return Err(Diagnostic::at(place, message, None));
        }
        Ok(())
    }

    fn open(&mut self, node: Open, anchor: usize, span: Span) -> Built<()> {
        if self.frames.len() == DEPTH_MAX {
            return Err(self.too_deep(self.place(span.start, span.end)));
        }
        let before = self.weight;
        self.weigh(Weight { nodes: 1, text_bytes: 0 }, self.place(span.start, span.end))?;
        self.frames.push(Frame { node, anchor, start: span.start, before, height: 1 });
        Ok(())
    }

    fn too_deep(&self, place: Place) -> Diagnostic {
        let message = format!("the file is nested deeper than {DEPTH_MAX} levels");
        Diagnostic::at(place, message, None)
    }

    fn close(&mut self, span: Span) -> Built<()> {
        let frame = self.frames.pop().expect("an end follows its start");
        let place = self.place(frame.start, span.end);
        let kind = match frame.node {
            Open::Sequence(nodes) => Kind::Sequence(nodes),
            Open::Mapping { entries, .. } => Kind::Mapping(entries),
        };
        // A mapping or list is shown by its first line.
        let shown = &self.source[place.offset..place.offset + place.length];
        let length = shown.lines().next().map_or(0, str::len);
        let node = Node { kind, place: Place { length, ..place } };
        if frame.anchor > 0 {
            let weight = Weight {
                nodes: self.weight.nodes - frame.before.nodes,
                text_bytes: self.weight.text_bytes - frame.before.text_bytes,
            };
            let anchored = Anchored { node: node.clone(), weight, height: frame.height };
            self.anchors.insert(frame.anchor, anchored);
        }
        self.add(node, frame.height)
    }

    fn alias(&mut self, anchor: usize, span: Span) -> Built<()> {
        let Some(Anchored { weight, height, .. }) = self.anchors.get(&anchor) else {
            return Err(self.error(span, "an alias stands inside what it repeats", "leave it out"));
        };
        let (weight, height) = (*weight, *height);
        let place = self.place(span.start, span.end);
        if self.frames.len() + height > DEPTH_MAX {
            return Err(self.too_deep(place));
        }
        self.weigh(weight, place)?;
        let node = self.anchors[&anchor].node.clone();
        self.add(node, height)
    }

    /// Puts a finished node of that many levels where it belongs.
    fn add(&mut self, node: Node, height: usize) -> Built<()> {
        let Some(frame) = self.frames.last_mut() else {
            self.tree.root = Some(node);
            return Ok(());
        };
        frame.height = frame.height.max(height + 1);
        match &mut frame.node {
            Open::Sequence(nodes) => nodes.push(node),
            Open::Mapping { key: key @ None, .. } => match node.kind {
                Kind::Scalar(scalar) => *key = Some(Key { text: scalar.text, place: node.place }),
                _ => {
                    let hint = "put quotes around a text with `{{…}}`, `[` or `{`".to_owned();
                    return Err(Diagnostic::at(node.place, "a key must be a text", Some(hint)));
                }
            },
            Open::Mapping { entries, seen, key } => {
                let key = key.take().expect("the other arm has none");
                if seen.insert(Arc::clone(&key.text)) {
                    entries.push(Entry { key, value: node });
                } else if self.tree.repeated.len() < REPEATED_MAX {
                    let hint = Some("keep one of the two".to_owned());
                    let message = format!("the key `{}` stands here twice", key.text);
                    self.tree.repeated.push(Diagnostic::at(key.place, message, hint));
                }
            }
        }
        Ok(())
    }
}
