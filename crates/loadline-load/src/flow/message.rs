//! Messages and events as a flow sees them: texts that are waited for, and looked into.

use std::time::Duration;

use regex::Regex;

use super::answer::{Answer, Expected, Failure, Save};
use super::bench::Bench;
use crate::message::Reply;
use crate::transport::Transport;

/// What a text has to be, its values filled in for one wait.
pub(super) enum Wanted<'a> {
    Any,
    Equal(String),
    Containing(String),
    Matching(&'a Regex),
}

impl<'a> Wanted<'a> {
    pub(super) fn new<T: Transport>(expected: Option<&'a Expected>, bench: &Bench<T>) -> Self {
        let filled = |text: &super::fill::Text| {
            bench.with_values(|values, draws| text.filled(values, draws))
        };
        match expected {
            None | Some(Expected::Present) => Self::Any,
            Some(Expected::Equal(text)) => Self::Equal(filled(text)),
            Some(Expected::Containing(text)) => Self::Containing(filled(text)),
            Some(Expected::Matching(regex)) => Self::Matching(regex),
        }
    }

    /// Whether `text` is it.
    pub(super) fn is(&self, text: &str) -> bool {
        match self {
            Self::Any => true,
            Self::Equal(wanted) => text == wanted,
            Self::Containing(wanted) => text.contains(wanted),
            Self::Matching(regex) => regex.is_match(text),
        }
    }

    /// That it did not come.
    pub(super) fn missing(&self, within: Option<Duration>) -> String {
        let missing = match self {
            Self::Any => "no message came".to_owned(),
            Self::Equal(wanted) => format!("no message came that is `{wanted}`"),
            Self::Containing(wanted) => format!("no message came that contains `{wanted}`"),
            Self::Matching(regex) => format!("no message came that matches `{regex}`"),
        };
        within.map_or_else(|| missing.clone(), |within| format!("{missing} within {within:?}"))
    }
}

/// Keeps what is asked for of a message.
pub(super) fn save_from<T: Transport>(
    message: String,
    saves: &[Save],
    bench: &Bench<T>,
) -> Result<(), Failure<'static>> {
    if saves.is_empty() {
        return Ok(());
    }
    let reply = Reply { body: Some(message.into_bytes()), ..Reply::default() };
    let answer = Answer::new(&reply, Duration::ZERO, u64::MAX);
    answer.save(saves, &mut bench.memory.borrow_mut().values)
}
