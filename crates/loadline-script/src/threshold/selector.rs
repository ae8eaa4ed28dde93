//! What a threshold is about: a metric, or the part of it with certain tags.

use loadline_core::Tags;

use crate::output::Submetric;

/// The forms that errors list.
pub(super) const FORM: &str =
    "a part of a metric reads like `http_req_duration{scenario:one,status:200}`";

/// A metric and the tags its samples must have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Selector<'a> {
    pub(super) metric: &'a str,
    pub(super) tags: Vec<(&'a str, &'a str)>,
}

impl<'a> Selector<'a> {
    /// Reads a metric's name with or without tags, or says what is wrong with it.
    pub(super) fn read(text: &'a str) -> Result<Self, String> {
        let Some((metric, rest)) = text.split_once('{') else {
            return match text.contains('}') {
                true => Err("its `}` has no `{`".to_owned()),
                false => Ok(Self { metric: text, tags: Vec::new() }),
            };
        };
        let inside = rest.strip_suffix('}').ok_or("its tags do not end with `}`")?;
        let tag = |pair: &'a str| {
            let trim = |text: &'a str| text.trim().trim_matches(['"', '\'']);
            let (name, value) = pair
                .split_once(':')
                .map(|(name, value)| (trim(name), trim(value)))
                .unwrap_or_default();
            match name.is_empty() || value.is_empty() || name.contains('"') || value.contains('"') {
                true => Err(format!("`{pair}` is not a tag with its value")),
                false => Ok((name, value)),
            }
        };
        Ok(Self { metric, tags: inside.split(',').map(tag).collect::<Result<_, _>>()? })
    }
}

/// The part of `metric` that the threshold key `text` names; none where it names another, or the whole.
pub(crate) fn submetric(text: &str, metric: &str) -> Option<Submetric> {
    let selector = Selector::read(text).ok()?;
    if selector.metric != metric || selector.tags.is_empty() {
        return None;
    }
    let suffix = text.split_once('{')?.1.strip_suffix('}')?.to_owned();
    Some(Submetric { suffix, tags: Tags::new(selector.tags) })
}
