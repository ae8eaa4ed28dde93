//! The packs that are shipped, in the order of their guides.

use super::content::Pack;
use super::read::parse;
use crate::yaml::reader::{meant, quoted};

/// Name and text of every shipped pack.
const SHIPPED: [(&str, &str); 5] = [
    ("runeframe", include_str!("../../packs/runeframe.yaml")),
    ("muppet", include_str!("../../packs/muppet.yaml")),
    ("tech-stack", include_str!("../../packs/tech-stack.yaml")),
    ("swe-platform", include_str!("../../packs/swe-platform.yaml")),
    ("code-engine", include_str!("../../packs/code-engine.yaml")),
];

/// A name that no shipped pack has.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("there is no pack `{name}`")]
pub struct UnknownPack {
    /// What was asked for.
    pub name: String,
    /// What was probably meant, and which packs there are.
    pub hint: String,
}

/// The names of the shipped packs.
pub fn names() -> impl Iterator<Item = &'static str> {
    SHIPPED.iter().map(|(name, _)| *name)
}

/// Every shipped pack.
pub fn all() -> Vec<Pack> {
    SHIPPED.iter().map(|(_, text)| shipped(text)).collect()
}

/// The shipped pack of that name.
///
/// # Errors
/// When there is none, with the nearest name.
pub fn find(name: &str) -> Result<Pack, UnknownPack> {
    match SHIPPED.iter().find(|(shipped, _)| *shipped == name) {
        Some((_, text)) => Ok(shipped(text)),
        None => {
            let names: Vec<_> = names().collect();
            let hint = format!("{}shipped: {}", meant(name, &names), quoted(&names));
            Err(UnknownPack { name: name.to_owned(), hint })
        }
    }
}

fn shipped(text: &str) -> Pack {
    parse(text).expect("a test reads every shipped pack")
}
