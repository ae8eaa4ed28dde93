//! Command lines of curl, as browsers copy them and people keep them: each becomes a request of one task, in
//! their order.
//!
//! Credentials, cookies and whatever stands under the name of a secret become `{{secret NAME}}`; variables of
//! the shell become `{{env NAME}}`. The lines are only read: nothing in them is run.

mod arguments;
mod data;
mod flags;
mod marks;
mod request;
mod words;

use self::arguments::{Arguments, arguments};
use self::request::Builder;
use self::words::{Command, commands};
use super::draft::{Act, Draft, Flow, Options, REQUESTS_MAX, Task};
use super::kind::main_target;
use crate::results::ImportError;

const ACCEPTED: &str = "accepted are command lines such as `curl https://shop.test/items -H 'accept: application/json'`, \
                        as a browser's \"Copy as cURL (bash)\" writes them";

/// The draft of command lines.
pub(super) fn draft(text: &str, options: &Options) -> Result<Draft, ImportError> {
    let mut draft = Draft::default();
    let mut called: Vec<Arguments> = Vec::new();
    for Command { line, words } in commands(text)? {
        match arguments(line, words, &mut draft.left_out)? {
            Some(_) if called.len() == REQUESTS_MAX => {
                let reason = format!("command lines beyond the first {REQUESTS_MAX}");
                draft.left_out.note(&reason, &format!("line {line}"));
            }
            Some(arguments) => called.push(arguments),
            None => draft.left_out.note("commands other than curl", &format!("line {line}")),
        }
    }
    if called.is_empty() {
        return Err(ImportError::file("no command in it is curl").hint(ACCEPTED));
    }
    let mut builder = Builder::new(&mut draft, options);
    let mut acts = Vec::new();
    for arguments in called {
        acts.extend(builder.requests(arguments)?.into_iter().map(|r| Act::Request(Box::new(r))));
    }
    let found = builder.into_origin();
    if found.is_none() && options.target.is_none() {
        draft
            .left_out
            .note("the commands name no host; `--target URL` sets one; until then it is", FALLBACK);
    }
    let origin = found.unwrap_or_else(|| FALLBACK.to_owned());
    draft.target = main_target(options, &origin);
    let host = origin.split_once("://").map_or("", |(_, rest)| rest);
    draft.service = host.split(':').next().unwrap_or_default().to_owned();
    if draft.service.is_empty() || draft.service.starts_with('[') {
        draft.service = "service".to_owned();
    }
    let comment = match acts.len() {
        1 => "The command as a request.",
        _ => "The commands in their order: an iteration does all of them.",
    };
    draft.flows = vec![Flow {
        name: "requests".to_owned(),
        comment: comment.to_owned(),
        think: Some("1s..3s".to_owned()),
        tasks: vec![Task { comment: String::new(), weight: 1, acts }],
        ..Flow::default()
    }];
    Ok(draft)
}

const FALLBACK: &str = "http://127.0.0.1:8080";
