//! Tests of layers, shortcuts, durations and segments.

mod connections;
mod plans;

use std::time::Duration;

use expect_test::{Expect, expect};
use serde_json::{Value, json};

use super::{Executor, Layer, Options, RuntimeOptions, SummaryMode};
use super::{check_functions, consolidate, duration, from_script};

fn laid(layers: &[(Layer, Value)]) -> Result<Options, super::OptionsError> {
    let layers = layers.iter().map(|(layer, value)| Ok((*layer, from_script(value)?)));
    consolidate(layers.collect::<Result<Vec<_>, super::OptionsError>>()?)
}

fn default_of(layers: &[(Layer, Value)]) -> Executor {
    let options = laid(layers).unwrap();
    options.scenarios.unwrap()["default"].executor.clone()
}

#[test]
fn shortcuts_become_one_scenario() {
    let of = |value| default_of(&[(Layer::Script, value)]);
    assert_eq!(
        of(json!({})),
        Executor::PerVuIterations { vus: None, iterations: None, max_duration: None }
    );
    assert_eq!(
        of(json!({"vus": 3})),
        Executor::SharedIterations { vus: Some(3), iterations: Some(3), max_duration: None }
    );
    let second = Some(Duration::from_secs(1));
    assert_eq!(
        of(json!({"vus": 2, "iterations": 4, "duration": "1s"})),
        Executor::SharedIterations { vus: Some(2), iterations: Some(4), max_duration: second }
    );
    assert_eq!(
        of(json!({"duration": "1s"})),
        Executor::ConstantVus { vus: None, duration: second }
    );
    let ramping = of(json!({"vus": 2, "stages": [{"duration": "1s", "target": 1}]}));
    assert!(matches!(ramping, Executor::RampingVus { start_vus: Some(2), .. }));
}

#[test]
fn a_higher_layer_replaces_the_traffic_of_lower_ones_and_keeps_their_users() {
    let script = json!({"vus": 2, "duration": "5s", "tags": {"a": "1"}, "dns": {"ttl": "1s"}});
    let flags = json!({"iterations": 4, "tags": {"b": "2"}, "dns": {"select": "first"}});
    let options = laid(&[(Layer::Flags, flags), (Layer::Script, script)]).unwrap();
    assert_eq!(
        options.scenarios.as_ref().unwrap()["default"].executor,
        Executor::SharedIterations { vus: Some(2), iterations: Some(4), max_duration: None }
    );
    assert_eq!(options.tags.unwrap().keys().collect::<Vec<_>>(), ["b"]);
    assert!(options.dns.ttl.is_some() && options.dns.select.is_some());
}

#[test]
fn tags_are_merged_when_the_feature_is_on() {
    let script = json!({"tags": {"a": "1"}});
    let flags = json!({"tags": {"b": "2"}, "features": ["merge-run-tags"]});
    let options = laid(&[(Layer::Script, script), (Layer::Flags, flags)]).unwrap();
    assert_eq!(options.tags.unwrap().len(), 2);
}

#[test]
fn a_shortcut_on_a_higher_layer_replaces_scenarios_and_says_so() {
    let script = json!({"scenarios": {"a": {"executor": "per-vu-iterations"}}});
    let flags = json!({"duration": "2s"});
    let options = laid(&[(Layer::Script, script.clone()), (Layer::Flags, flags)]).unwrap();
    assert_eq!(options.scenarios.unwrap().into_keys().collect::<Vec<_>>(), ["default"]);
    assert_eq!(options.warnings, ["the command line replaces the scenarios that were set before"]);
    let users = laid(&[(Layer::Script, script), (Layer::Flags, json!({"vus": 9}))]).unwrap();
    assert_eq!(users.scenarios.unwrap().into_keys().collect::<Vec<_>>(), ["a"]);
}

fn check_error(value: Value, expected: Expect) {
    let error = laid(&[(Layer::Script, value)]).map(drop).unwrap_err();
    expected.assert_eq(&error.to_string());
}

#[test]
fn what_cannot_be_driven_is_said() {
    let stages = json!([{"duration": "1s", "target": 1}]);
    check_error(
        json!({"stages": stages, "duration": "1s"}),
        expect!["`duration` and `stages` say different things about the same traffic"],
    );
    check_error(
        json!({"iterations": 1, "scenarios": {"a": {"executor": "per-vu-iterations"}}}),
        expect!["`iterations` and `scenarios` say different things about the same traffic"],
    );
    check_error(
        json!({"iterations": 2, "vus": 3}),
        expect!["scenarios.default.iterations: 2 iterations are fewer than 3 users"],
    );
    check_error(
        json!({"iterations": 0}),
        expect!["scenarios.default.iterations: 0 iterations are fewer than 1 users"],
    );
    check_error(
        json!({"duration": 500}),
        expect!["scenarios.default.duration: expected at least 1s, found 500ms"],
    );
    check_error(json!({"duration": 0}), expect!["duration: expected more than no time"]);
    check_error(
        json!({"duration": "1s", "vus": 0}),
        expect!["scenarios.default.vus: expected at least 1, found 0"],
    );
    let ramp = json!({"executor": "ramping-vus", "startVUs": 0, "stages": [{"duration": "1s", "target": 0}]});
    check_error(
        json!({"scenarios": {"a": ramp}}),
        expect!["scenarios.a.stages: there are no users at any time"],
    );
    let rate = json!({"executor": "constant-arrival-rate", "rate": 1, "duration": "1s", "preAllocatedVUs": 4, "maxVUs": 2});
    check_error(
        json!({"scenarios": {"a": rate}}),
        expect!["scenarios.a.maxVUs: expected at least `preAllocatedVUs`, 4, found 2"],
    );
}

#[test]
fn a_scenario_needs_a_function_that_is_exported() {
    let value = json!({"scenarios": {"a": {"executor": "per-vu-iterations", "exec": "nope"}}});
    let options = laid(&[(Layer::Script, value)]).unwrap();
    let error = check_functions(&options, |name| name == "default").unwrap_err();
    expect!["scenarios.a.exec: the script exports no function `nope`"]
        .assert_eq(&error.to_string());
    assert!(check_functions(&options, |name| name == "nope").is_ok());
}

#[test]
fn durations_are_read_and_printed_as_k6_does() {
    let read = |text| duration::parse(text).map(duration::print);
    let cases = [
        ("1m30s", Some("1m30s")),
        ("90s", Some("1m30s")),
        ("1h", Some("1h0m0s")),
        ("1.5s", Some("1.5s")),
        ("1d", Some("24h0m0s")),
        ("500", Some("500ms")),
        ("250us", Some("250µs")),
        ("0", Some("0s")),
        ("1x", None),
        ("-1s", None),
        (" 1s", None),
        ("", None),
        ("s", None),
    ];
    for (text, printed) in cases {
        assert_eq!(read(text).as_deref(), printed, "{text}");
    }
}

#[test]
fn segments_are_kept_as_fractions() {
    let of = |text: &str| {
        let options = from_script(&json!({"executionSegment": text})).unwrap();
        options.execution_segment.unwrap().to_string()
    };
    assert_eq!(of("10%"), "0:1/10");
    assert_eq!(of("0.2:2/3"), "1/5:2/3");
    let options = from_script(&json!({"executionSegmentSequence": "0,0.25,1/2,1"})).unwrap();
    let sequence: Vec<_> =
        options.execution_segment_sequence.unwrap().iter().map(ToString::to_string).collect();
    assert_eq!(sequence, ["0", "1/4", "1/2", "1"]);
}

#[test]
fn what_is_said_on_the_command_line_stands_over_variables() {
    let variables = [("K6_NO_SUMMARY", "1"), ("K6_SUMMARY_MODE", "full"), ("K6_OUT", "json,csv=a")];
    let variables = variables.map(|(name, text)| (name.to_owned(), text.to_owned()));
    let lower = RuntimeOptions::from_variables(variables).unwrap();
    assert_eq!(lower.summary_mode(), SummaryMode::Disabled);
    let flags = RuntimeOptions { no_summary: Some(false), ..RuntimeOptions::default() };
    let whole = flags.over(lower);
    assert_eq!(whole.summary_mode(), SummaryMode::Full);
    assert_eq!(whole.outs, ["json", "csv=a"]);
    let wrong = [("K6_SUMMARY_MODE".to_owned(), "brief".to_owned())];
    let error = RuntimeOptions::from_variables(wrong).unwrap_err();
    expect!["K6_SUMMARY_MODE: `brief` is not a mode of the summary"].assert_eq(&error.to_string());
}
