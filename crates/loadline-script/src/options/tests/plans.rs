//! Tests of plans and of `inspect`: what each executor drives, and what k6 prints of the same options.

use std::time::Duration;

use expect_test::{Expect, expect};
use loadline_load::OnBusy;
use serde_json::{Value, json};

use crate::options::{Layer, Options, Plan, consolidate, from_script, inspect, test_options};

fn options(value: &Value) -> Options {
    consolidate([(Layer::Script, from_script(value).unwrap())]).unwrap()
}

fn plan(scenarios: &Value) -> Plan {
    Plan::of(&options(&json!({ "scenarios": scenarios }))).unwrap()
}

fn check(scenario: Value, expected: Expect) {
    let planned = plan(&json!({ "one": scenario })).scenarios.remove(0);
    expected.assert_eq(&planned.load.traffic.to_string());
}

#[test]
fn each_executor_drives_its_traffic() {
    check(
        json!({"executor": "shared-iterations"}),
        expect!["1 iteration shared by 1 user, 10m at most"],
    );
    check(
        json!({"executor": "per-vu-iterations", "vus": 3, "maxDuration": "1m"}),
        expect!["1 iterations by each of 3 users, 1m at most"],
    );
    check(
        json!({"executor": "constant-vus", "vus": 2, "duration": "10s"}),
        expect!["2 users for 10s"],
    );
    let stages = json!([{"duration": "10s", "target": 6}, {"duration": "0s", "target": 1}]);
    check(json!({"executor": "ramping-vus", "stages": stages}), expect!["users 10s to 6, 0s to 1"]);
    check(
        json!({"executor": "constant-arrival-rate", "rate": 30, "timeUnit": "1m", "duration": "10s", "preAllocatedVUs": 2}),
        expect!["30/min for 10s"],
    );
    check(
        json!({"executor": "ramping-arrival-rate", "startRate": 60, "timeUnit": "1m", "stages": stages, "preAllocatedVUs": 2}),
        expect!["rate 10s to 6/min, 0s to 1/min"],
    );
}

#[test]
fn a_load_keeps_the_rules_of_its_executor() {
    let rate = json!({"executor": "constant-arrival-rate", "rate": 30, "duration": "10s", "preAllocatedVUs": 2, "maxVUs": 9, "startTime": "5s", "gracefulStop": "1s"});
    let ramp = json!({"executor": "ramping-vus", "stages": [{"duration": "1s", "target": 4}]});
    let plan = plan(&json!({"a": rate, "b": ramp}));
    let (rate, ramp) = (&plan.scenarios[0], &plan.scenarios[1]);
    assert_eq!((rate.load.users_prepared, rate.load.users_max), (2, 9));
    assert_eq!(rate.load.on_busy, OnBusy::Drop);
    assert_eq!(rate.load.after, Duration::from_secs(5));
    assert_eq!(rate.load.graceful_stop, Some(Duration::from_secs(1)));
    assert_eq!(ramp.load.graceful_ramp_down, Some(Duration::from_secs(30)));
    assert_eq!((rate.users_before, ramp.users_before), (0, 9));
    assert_eq!((ramp.exec.as_str(), ramp.executor), ("default", "ramping-vus"));
}

/// Figures of k6 1.1.0 for the same options.
#[test]
fn users_and_length_of_a_run_are_known_beforehand() {
    let plan = plan(&json!({
        "a": {"executor": "constant-vus", "vus": 5, "duration": "10s", "gracefulStop": "5s"},
        "b": {"executor": "ramping-vus", "startVUs": 2, "startTime": "12s", "gracefulStop": "0s", "gracefulRampDown": "3s",
            "stages": [{"duration": "10s", "target": 8}, {"duration": "10s", "target": 0}]},
        "c": {"executor": "constant-arrival-rate", "rate": 1, "duration": "5s",
            "preAllocatedVUs": 3, "maxVUs": 7, "startTime": "40s"},
        "d": {"executor": "shared-iterations", "vus": 4, "iterations": 4, "maxDuration": "1m",
            "startTime": "30s"},
    }));
    assert_eq!(plan.total_duration(), Duration::from_secs(120));
    assert_eq!(plan.users_max(), 11);
}

#[test]
fn a_segment_must_be_in_its_sequence() {
    let value = json!({"executionSegment": "0:1/2", "executionSegmentSequence": "0,1/3,1"});
    let error = Plan::of(&options(&value)).unwrap_err();
    expect!["executionSegment: the segment `0:1/2` is not in its sequence"]
        .assert_eq(&error.to_string());
}

/// The very text that k6 1.1.0 prints for the same options, keys of the cloud left out.
#[test]
fn options_are_printed_as_k6_prints_them() {
    let value = json!({
        "vus": 3, "executionSegment": "10%", "setupTimeout": "90s", "minIterationDuration": "1500ms",
        "stages": [{"duration": "10s", "target": 3}], "rps": 4, "tlsVersion": "tls1.2",
        "thresholds": {"checks": ["rate>0.9", {"threshold": "rate>0.8", "abortOnFail": true}]},
        "dns": {"ttl": "0", "select": "roundRobin"}, "hosts": {"a": "[::1]:80"}, "httpDebug": "full",
    });
    let script = from_script(&value).unwrap();
    let printed = inspect(&script, None);
    let said: Vec<_> = printed.lines().filter(|line| !line.ends_with("null,")).collect();
    expect![[r#"
        {
          "vus": 3,
          "stages": [
            {
              "duration": "10s",
              "target": 3
            }
          ],
          "executionSegment": "0:1/10",
          "setupTimeout": "1m30s",
          "rps": 4,
          "dns": {
            "ttl": "0",
            "select": "roundRobin",
            "policy": null
          },
          "httpDebug": "full",
          "tlsVersion": {
            "min": "tls1.2",
            "max": "tls1.2"
          },
          "thresholds": {
            "checks": [
              "rate\u003e0.9",
              {
                "threshold": "rate\u003e0.8",
                "abortOnFail": true,
                "delayAbortEval": null
              }
            ]
          },
          "hosts": {
            "a": "[::1]:80"
          },
          "minIterationDuration": "1.5s",
          "discardResponseBodies": null
        }"#]]
    .assert_eq(&said.join("\n"));
}

#[test]
fn requirements_spell_out_what_k6_does_without_being_asked() {
    let options = options(&json!({}));
    let plan = Plan::of(&options).unwrap();
    let printed: Value = serde_json::from_str(&inspect(&options, Some(&plan))).unwrap();
    assert_eq!(printed["totalDuration"], "10m30s");
    assert_eq!(printed["maxVUs"], 1);
    assert_eq!(printed["summaryTrendStats"][4], "p(90)");
    assert_eq!(printed["systemTags"][0], "check");
    assert_eq!(printed["scenarios"]["default"]["executor"], "per-vu-iterations");
}

#[test]
fn scripts_see_the_options_of_their_run() {
    let seen = test_options(&options(&json!({"vus": 2, "duration": "1s"})));
    assert_eq!(seen.get("vus"), None);
    assert_eq!(seen["scenarios"]["default"]["vus"], 2);
    assert_eq!(seen["summaryTrendStats"][0], "avg");
    assert_eq!(seen["localIPs"], Value::Null);
}
