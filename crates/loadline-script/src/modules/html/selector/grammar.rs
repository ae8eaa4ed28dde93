//! What a selector says, read from its text.

use regex::Regex;

use super::nth::Nth;
use super::scan::Scanner;

/// Bytes of a selector.
const BYTES_MAX: usize = 16 << 10;
/// Steps of a selector from one element to the next.
const STEPS_MAX: usize = 64;
/// Selectors inside each other.
const NESTING_MAX: usize = 8;

/// Selectors of which one is to match: `a, b`.
#[derive(Debug, Clone)]
pub(crate) struct Group(pub(super) Vec<Selector>);

/// A selector from its right end to its left: what the element itself is to be, and what must stand before it.
#[derive(Debug, Clone)]
pub(super) struct Selector {
    pub(super) last: Vec<Test>,
    pub(super) before: Vec<(Combinator, Vec<Test>)>,
}

/// How two elements of a selector stand to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Combinator {
    Descendant,
    Child,
    Adjacent,
    Sibling,
}

/// What one node is asked.
#[derive(Debug, Clone)]
pub(super) enum Test {
    Element,
    Tag(String),
    Id(String),
    Class(String),
    Attribute { name: String, is: Value, any_case: bool },
    Not(Group),
    Has { group: Group, child: bool },
    Contains { text: String, own: bool },
    Matches { expression: Regex, own: bool },
    Nth { nth: Nth, last: bool, of_type: bool },
    Only { of_type: bool },
    Lang(String),
    Input,
    Empty,
    Root,
    Link,
    Enabled,
    Disabled,
    Checked,
    Never,
}

/// What an attribute's value is to be.
#[derive(Debug, Clone)]
pub(super) enum Value {
    Any,
    Equal(String),
    Unequal(String),
    Word(String),
    Dashed(String),
    Prefix(String),
    Suffix(String),
    Part(String),
    Matching(Regex),
}

impl Group {
    /// Reads a selector; none when it is not one.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let mut scanner = Scanner::new(text);
        let group = (text.len() <= BYTES_MAX).then(|| group(&mut scanner, 0)).flatten()?;
        scanner.peek().is_none().then_some(group)
    }
}

fn group(scanner: &mut Scanner<'_>, nesting: usize) -> Option<Group> {
    if nesting > NESTING_MAX {
        return None;
    }
    let mut selectors = vec![selector(scanner, nesting)?];
    while scanner.take(",") {
        selectors.push(selector(scanner, nesting)?);
    }
    Some(Group(selectors))
}

fn selector(scanner: &mut Scanner<'_>, nesting: usize) -> Option<Selector> {
    scanner.skip_space();
    let mut last = compound(scanner, nesting)?;
    let mut before = Vec::new();
    loop {
        let spaced = scanner.skip_space();
        let combinator = match scanner.peek() {
            Some('>') => Combinator::Child,
            Some('+') => Combinator::Adjacent,
            Some('~') => Combinator::Sibling,
            None | Some(',' | ')') => break,
            Some(_) if spaced => Combinator::Descendant,
            Some(_) => break,
        };
        if combinator != Combinator::Descendant {
            scanner.next();
            scanner.skip_space();
        }
        before.push((combinator, std::mem::replace(&mut last, compound(scanner, nesting)?)));
        if before.len() > STEPS_MAX {
            return None;
        }
    }
    before.reverse();
    Some(Selector { last, before })
}

/// Makes what an attribute is compared with.
type Comparison = fn(String) -> Value;

fn compound(scanner: &mut Scanner<'_>, nesting: usize) -> Option<Vec<Test>> {
    let mut tests = Vec::new();
    match scanner.peek()? {
        '*' => {
            scanner.next();
            tests.push(Test::Element);
        }
        '#' | '.' | '[' | ':' => {}
        _ => tests.push(Test::Tag(scanner.identifier()?.to_ascii_lowercase())),
    }
    loop {
        tests.push(match scanner.peek() {
            Some('#') => {
                scanner.next();
                Test::Id(scanner.name()?)
            }
            Some('.') => {
                scanner.next();
                Test::Class(scanner.identifier()?)
            }
            Some('[') => attribute(scanner)?,
            Some(':') => pseudo(scanner, nesting)?,
            _ => return Some(tests),
        });
    }
}

fn attribute(scanner: &mut Scanner<'_>) -> Option<Test> {
    scanner.next();
    scanner.skip_space();
    let name = scanner.identifier()?.to_ascii_lowercase();
    scanner.skip_space();
    if scanner.take("]") {
        return Some(Test::Attribute { name, is: Value::Any, any_case: false });
    }
    if scanner.take("#=") {
        let expression = scanner.until('[', ']')?;
        let is = Value::Matching(expression_of(expression)?);
        return Some(Test::Attribute { name, is, any_case: false });
    }
    let operators: [(&str, Comparison); 7] = [
        ("=", Value::Equal),
        ("!=", Value::Unequal),
        ("~=", Value::Word),
        ("|=", Value::Dashed),
        ("^=", Value::Prefix),
        ("$=", Value::Suffix),
        ("*=", Value::Part),
    ];
    let (_, value) = operators.into_iter().find(|(operator, _)| scanner.take(operator))?;
    scanner.skip_space();
    let text = scanner.word()?;
    scanner.skip_space();
    let any_case = scanner.take("i") || scanner.take("I");
    scanner.skip_space();
    let text = if any_case { text.to_lowercase() } else { text };
    scanner.take("]").then(|| Test::Attribute { name, is: value(text), any_case })
}

fn pseudo(scanner: &mut Scanner<'_>, nesting: usize) -> Option<Test> {
    scanner.next();
    let name = scanner.identifier()?.to_ascii_lowercase();
    let nth = |place, last, of_type| Test::Nth { nth: Nth::only(place), last, of_type };
    let test = match name.as_str() {
        "first-child" => nth(1, false, false),
        "last-child" => nth(1, true, false),
        "first-of-type" => nth(1, false, true),
        "last-of-type" => nth(1, true, true),
        "only-child" => Test::Only { of_type: false },
        "only-of-type" => Test::Only { of_type: true },
        "input" => Test::Input,
        "empty" => Test::Empty,
        "root" => Test::Root,
        "link" => Test::Link,
        "enabled" => Test::Enabled,
        "disabled" => Test::Disabled,
        "checked" => Test::Checked,
        "visited" | "hover" | "active" | "focus" | "target" => Test::Never,
        _ => return with_argument(scanner, &name, nesting),
    };
    Some(test)
}

fn with_argument(scanner: &mut Scanner<'_>, name: &str, nesting: usize) -> Option<Test> {
    if !scanner.take("(") {
        return None;
    }
    match name {
        "matches" | "matchesown" => {
            let expression = expression_of(scanner.until('(', ')')?)?;
            return Some(Test::Matches { expression, own: name == "matchesown" });
        }
        "nth-child" | "nth-last-child" | "nth-of-type" | "nth-last-of-type" => {
            let nth = Nth::parse(scanner.until('(', ')')?)?;
            let (last, of_type) = (name.contains("last"), name.ends_with("type"));
            return Some(Test::Nth { nth, last, of_type });
        }
        _ => {}
    }
    scanner.skip_space();
    let test = match name {
        "not" => Test::Not(group(scanner, nesting + 1)?),
        "has" => Test::Has { group: group(scanner, nesting + 1)?, child: false },
        "haschild" => Test::Has { group: group(scanner, nesting + 1)?, child: true },
        "contains" | "containsown" => {
            Test::Contains { text: scanner.word()?.to_lowercase(), own: name == "containsown" }
        }
        "lang" => Test::Lang(scanner.identifier()?),
        _ => return None,
    };
    scanner.skip_space();
    scanner.take(")").then_some(test)
}

fn expression_of(text: &str) -> Option<Regex> {
    Regex::new(text).ok()
}
