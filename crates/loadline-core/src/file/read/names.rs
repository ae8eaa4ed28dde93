//! Names of values: each must be known before it is asked for, by an earlier `save` or by a feed.

use std::collections::BTreeSet;

use crate::file::template::{Part, Template};
use crate::yaml::reader::{Reader, meant, quoted};
use crate::yaml::{Located, Place};

/// What texts ask for and answers keep, in the order it happens.
#[derive(Debug, Default)]
pub(super) struct Names {
    events: Vec<Event>,
}

#[derive(Debug)]
enum Event {
    /// A value is asked for.
    Need(Located<String>),
    /// Whether there is such a value is asked.
    Ask(Located<String>),
    /// A value is kept.
    Save(String),
    /// A column of this feed is asked for.
    Feed(Located<String>),
}

impl Names {
    /// Notes every value and feed that `template`, which stands at `place`, asks for.
    pub(super) fn need_all(&mut self, template: &Template, place: Place) {
        for part in template.parts() {
            let located = |value: &str| Located { value: value.to_owned(), place };
            self.events.extend(match part {
                Part::Value(name) => Some(Event::Need(located(name))),
                Part::Feed { feed, .. } => Some(Event::Feed(located(feed))),
                _ => None,
            });
        }
    }

    /// Notes a condition on a value that a step, maybe a later one, saves.
    pub(super) fn ask(&mut self, name: &str, place: Place) {
        self.events.push(Event::Ask(Located { value: name.to_owned(), place }));
    }

    pub(super) fn save(&mut self, name: String) {
        self.events.push(Event::Save(name));
    }

    /// Every name that is kept somewhere in it.
    pub(super) fn saved(&self) -> impl Iterator<Item = &str> {
        self.events.iter().filter_map(|event| match event {
            Event::Save(name) => Some(name.as_str()),
            _ => None,
        })
    }

    /// Reports what is asked for before it is known; `known` is known from the beginning.
    pub(super) fn check(
        &self,
        reader: &mut Reader,
        known: impl IntoIterator<Item = String>,
        feeds: &[&str],
    ) {
        let mut known: BTreeSet<String> = known.into_iter().collect();
        let ever: BTreeSet<String> =
            known.iter().cloned().chain(self.saved().map(str::to_owned)).collect();
        for event in &self.events {
            match event {
                Event::Save(name) => {
                    known.insert(name.clone());
                }
                Event::Ask(name) if !ever.contains(&name.value) => never_saved(reader, name, &ever),
                Event::Need(need) if !known.contains(&need.value) => unsaved(reader, need, &known),
                Event::Feed(feed) if !feeds.contains(&feed.value.as_str()) => {
                    unknown_feed(reader, feed, feeds);
                }
                Event::Ask(_) | Event::Need(_) | Event::Feed(_) => {}
            }
        }
    }
}

fn unsaved(reader: &mut Reader, need: &Located<String>, known: &BTreeSet<String>) {
    let known: Vec<&str> = known.iter().map(String::as_str).chain(["user", "iteration"]).collect();
    let save = format!("an earlier step keeps it with `save: {{ {}: $.… }}`", need.value);
    let hint = format!("{}known here: {}; {save}", meant(&need.value, &known), quoted(&known));
    reader.report(need.place, format!("no earlier step saves `{}`", need.value), Some(hint));
}

fn never_saved(reader: &mut Reader, name: &Located<String>, ever: &BTreeSet<String>) {
    let ever: Vec<&str> = ever.iter().map(String::as_str).collect();
    let save = format!("a step keeps it with `save: {{ {}: $.… }}`", name.value);
    let saved = match &ever[..] {
        [] => String::new(),
        _ => format!("{}saved are: {}; ", meant(&name.value, &ever), quoted(&ever)),
    };
    let message = format!("no step saves `{}`, so the condition never changes", name.value);
    reader.report(name.place, message, Some(format!("{saved}{save}")));
}

fn unknown_feed(reader: &mut Reader, feed: &Located<String>, feeds: &[&str]) {
    let hint = match feeds {
        [] => format!("add `feeds: {{ {}: people.csv }}` at the top of the file", feed.value),
        _ => format!("{}the file has {}", meant(&feed.value, feeds), quoted(feeds)),
    };
    reader.report(feed.place, format!("there is no feed `{}`", feed.value), Some(hint));
}
