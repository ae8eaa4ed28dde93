//! From a flow of a file to the bytes that go out, and what cannot be compiled.

mod bodies;
mod hostile;
mod mistakes;
mod parts;
mod places;
mod requests;
mod templates;

use loadline_core::LoadlineFile;
use loadline_core::file::parse;

use super::bench::Letter;
use super::compile::{Aim, compile};
use super::feed::Rows;
use super::fill::{Draws, Values};
use super::plan::{Plan, Step, StepRest, Wire};
use super::*;

const TARGET: &str = "http://shop.test:8080";

/// A file with these steps as the only task of its flow, and these lines beside it.
fn file(steps: &str, beside: &str) -> LoadlineFile {
    let text = format!(
        "{beside}\nflows:\n  one:\n    headers: {{ x-flow: flow, accept: text/plain }}\n    tasks:\n      \
         - do: [{steps}]\n"
    );
    parse(&text).unwrap_or_else(|errors| panic!("{errors:?} in\n{text}"))
}

fn plan(file: &LoadlineFile, target: &str) -> Result<Plan, FlowError> {
    plan_in(file, target, &Surroundings::default())
}

fn plan_in(
    file: &LoadlineFile,
    target: &str,
    surroundings: &Surroundings,
) -> Result<Plan, FlowError> {
    let aim = Aim { target, classes: &file.classes, load: None, surroundings };
    compile(&file.flows["one"], aim)
}

fn steps(steps: &str) -> Plan {
    plan(&file(steps, ""), TARGET).unwrap()
}

/// What the step sends for user 7 in iteration 3, where each saved value is the same text.
fn sent(plan: &Plan, step: &Step, saved: Option<&str>) -> String {
    let saved = vec![saved.map(str::to_owned); plan.slots.len()];
    let values = Values { user: 7, iteration: 3, saved, rows: Rows::default() };
    let mut letter = Letter::default();
    match &step.wire {
        Wire::Constant(constant) => letter.written.extend(constant),
        Wire::Written(written) => {
            let random = &mut fastrand::Rng::with_seed(1);
            let mut draws = Draws { random, count: &|| 42 };
            written.write(&mut letter, step.method, &values, &mut draws);
        }
    }
    String::from_utf8(letter.written).unwrap()
}

/// The first line of what a step sends.
fn request_line(plan: &Plan, step: &Step) -> String {
    sent(plan, step, Some("saved")).lines().next().unwrap().to_owned()
}

/// The value of a header that a request sends, if it does.
fn header<'a>(request: &'a str, name: &str) -> Vec<&'a str> {
    let (head, _) = request.split_once("\r\n\r\n").unwrap();
    let fields = head.lines().skip(1).filter_map(|line| line.split_once(": "));
    fields.filter(|(other, _)| other.eq_ignore_ascii_case(name)).map(|(_, value)| value).collect()
}
