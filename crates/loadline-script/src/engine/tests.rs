//! The engine with real scripts: what ends an iteration, what does not, and what is left behind.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use loadline_load::{NetworkOptions, StopSignal, Turn, User, run_once};

use super::{Outcome, Work};
use crate::options::{Layer, Options, consolidate};
use crate::plan::plan;
use crate::script::{Code, Host, LogLevel, LogSource};
use crate::secrets::Secrets;
use crate::source::{LoadOptions, Program};
use crate::user::ScriptUser;
use crate::vu::Identity;

/// Keeps what a script logs.
#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<String>>>);

impl Host for Lines {
    fn log(&self, _level: LogLevel, message: &str, _source: LogSource) {
        self.0.lock().expect("no test panics while it logs").push(message.to_owned());
    }
}

fn code(script: &str) -> Result<Arc<Code>, String> {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("script.js");
    std::fs::write(&path, script).expect("a file");
    let known = |name: &str| crate::modules::MODULES.iter().any(|module| module.name == name);
    let fetch = |_: &str| Err("there is no network".to_owned());
    let options = LoadOptions { known: &known, fetch: &fetch, cache: None };
    let program =
        Program::load(&path, folder.path(), &options).map_err(|error| error.to_string())?;
    let host = Box::new(Lines::default());
    let code = Code::new(program, BTreeMap::new(), StopSignal::default(), host, Secrets::default());
    let code = Arc::new(code.map_err(|error| error.to_string())?);
    let options = consolidate([(Layer::Script, Options::default())]).expect("no options are good");
    code.decide(
        plan(options, serde_json::Value::Null).expect("one iteration can be planned").settings,
    );
    Ok(code)
}

/// What one iteration of `script` ends with, as text; cut off after a while where it does not end.
fn iterate(script: &str, limit: Duration) -> String {
    let code = match code(script) {
        Ok(code) => code,
        Err(error) => return error,
    };
    let outcome = run_once(&NetworkOptions::default(), async move |worker| {
        let mut user = ScriptUser::new(code, Identity { number: 1, load: 0 }, worker);
        let work = tokio::time::timeout(limit, user.perform(Work::Iterate)).await;
        match work {
            Ok(outcome) => outcome,
            // The same user can go on with something else.
            Err(_) => match user.perform(Work::Nothing).await {
                Outcome::Done => Outcome::Interrupted,
                other => other,
            },
        }
    });
    match outcome.expect("a runtime").0 {
        Outcome::Failed(error) => {
            let place = error.place().unwrap_or_default();
            let place = place.rsplit('/').next().unwrap_or_default().to_owned();
            format!("{} at {place}", error.message)
        }
        other => format!("{other:?}"),
    }
}

#[track_caller]
fn check(script: &str, expected: &str) {
    assert_eq!(iterate(script, Duration::from_secs(20)), expected);
}

#[test]
fn an_exception_names_its_place() {
    check(
        "export default function () {\n  const a = undefined;\n  a.b;\n}",
        "TypeError: cannot read property 'b' of undefined at script.js:3:3",
    );
}

#[test]
fn endless_recursion_is_an_error_of_the_script() {
    let got =
        iterate("function f() { return f() + 1; }\nexport default f;", Duration::from_secs(20));
    assert!(got.starts_with("RangeError: Maximum call stack size exceeded"), "{got}");
}

#[test]
fn recursion_within_natives_is_too() {
    for script in [
        "export default () => { const o = {}; o.toJSON = () => JSON.stringify(o); JSON.stringify(o); }",
        "export default () => { const s = '['.repeat(100000); JSON.parse(s); }",
        "export default () => { const f = () => [2, 1].sort(f); f(); }",
    ] {
        let got = iterate(script, Duration::from_secs(20));
        assert!(got.contains("Error:"), "{got}");
    }
}

#[test]
fn an_endless_loop_is_cut_off_and_no_handler_sees_it() {
    let script = "export default () => { try { for (;;) {} } catch (e) { for (;;) {} } finally { for (;;) {} } }";
    assert_eq!(iterate(script, Duration::from_millis(200)), "Interrupted");
}

#[test]
fn a_pause_is_cut_off_and_no_handler_sees_it() {
    let script = "import { sleep } from 'k6';
        export default () => { try { sleep(3600); } finally { sleep(3600); } }";
    assert_eq!(iterate(script, Duration::from_millis(200)), "Interrupted");
}

#[test]
fn memory_without_end_is_an_error_of_the_script() {
    let script = "export default () => { const a = []; for (;;) a.push(new Array(1e6).fill(1)); }";
    let got = iterate(script, Duration::from_secs(60));
    assert!(got.contains("out of memory"), "{got}");
}

#[test]
fn a_rejection_that_nobody_heard_of_fails_the_iteration() {
    check(
        "export default () => { Promise.reject(new Error('lost')); }",
        "Uncaught (in promise) Error: lost at script.js:1:43",
    );
    check("export default async () => { await null; }", "Done");
    check("export default () => { Promise.reject(1).catch(() => {}); }", "Done");
}

#[test]
fn anything_can_be_thrown() {
    check("export default () => { throw 'text'; }", "text at ");
    check("export default () => { throw { a: 1 }; }", "{\"a\":1} at ");
    check("export default () => { throw null; }", "null at ");
}

#[test]
fn a_script_without_the_function_has_nothing_to_do() {
    check("export const other = 1;", "Missing");
}

#[test]
fn a_hundred_users_of_a_thread_take_turns() {
    let script = "import { sleep } from 'k6';
        let mine = 0;
        export default () => { for (let i = 0; i < 20; i++) { mine += 1; sleep(0.001); } if (mine % 20) throw 'mixed up'; }";
    let code = code(script).expect("a script");
    let done = run_once(&NetworkOptions::default(), async move |worker| {
        let mut tasks = Vec::new();
        for number in 1..=100 {
            let mut user =
                ScriptUser::new(code.clone(), Identity { number, load: 0 }, worker.clone());
            tasks.push(tokio::task::spawn_local(async move {
                let mut outcomes = Vec::new();
                for _ in 0..3 {
                    outcomes.push(user.perform(Work::Iterate).await);
                }
                outcomes
            }));
        }
        let mut all = Vec::new();
        for task in tasks {
            all.extend(task.await.expect("no user panics"));
        }
        all
    });
    let (outcomes, _window) = done.expect("a runtime");
    assert_eq!(outcomes, vec![Outcome::Done; 300]);
}

#[test]
fn iterations_are_counted_with_what_ended_them() {
    let code = code("let n = 0; export default () => { if (n++ % 2) throw new Error('odd'); }")
        .expect("a script");
    let (_, window) = run_once(&NetworkOptions::default(), async move |worker| {
        let mut user = ScriptUser::new(code, Identity { number: 1, load: 0 }, worker);
        for iteration in 1..=4 {
            let turn = Turn {
                iteration,
                in_load: 0,
                started: Instant::now(),
                intended: None,
                stands_for: None,
            };
            user.iterate(turn).await;
        }
    })
    .expect("a runtime");
    let rollup: loadline_core::window::Rollup = [&window].into_iter().collect();
    let count = |series: &str| match rollup.merged(series, &loadline_core::Tags::default()) {
        Some(loadline_core::window::Aggregate::Counter(count)) => count,
        other => panic!("{series}: {other:?}"),
    };
    assert_eq!(count("iterations"), 4.0);
    assert_eq!(count("iteration_errors"), 2.0);
}
