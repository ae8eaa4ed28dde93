//! Tests of reading: what is taken, and what a mistake says.

use std::time::Duration;

use expect_test::{Expect, expect};
use serde_json::json;

use super::{Flag, from_config_file, from_flags, from_script, from_variables};
use crate::options::{DnsPolicy, Executor, Options, OptionsError, Stage, SystemTag, TlsVersion};

fn told(read: Result<Options, OptionsError>) -> String {
    match read {
        Ok(options) => format!("fine, warnings: {:?}", options.warnings),
        Err(error) if error.hint.is_empty() => error.to_string(),
        Err(error) => format!("{error} ({})", error.hint),
    }
}

fn check(options: serde_json::Value, expected: Expect) {
    expected.assert_eq(&told(from_script(&options)));
}

#[test]
fn every_plain_key_is_read() {
    let options = from_script(&json!({
        "vus": 3, "duration": "1m30s", "iterations": "5", "rps": 10, "batch": 4, "batchPerHost": 0,
        "stages": [{"duration": "10s", "target": 5}, {"duration": 1500, "target": 0}],
        "dns": {"ttl": "1m", "policy": "onlyIPv4"}, "tlsVersion": {"min": "tls1.2"},
        "tags": {"a": "b"}, "systemTags": ["url", "vu"], "blacklistIPs": ["10.1.2.3/8"],
        "hosts": {"Shop.test": "127.0.0.1:8080"}, "setupTimeout": null, "httpDebug": "full",
    }))
    .unwrap();
    assert_eq!(options.vus, Some(3));
    assert_eq!(options.duration, Some(Duration::from_secs(90)));
    assert_eq!(options.iterations, Some(5));
    let stages = options.stages.as_ref().unwrap();
    assert_eq!(stages[1], Stage { duration: Duration::from_millis(1_500), target: 0 });
    assert_eq!(options.dns.policy, Some(DnsPolicy::OnlyIpv4));
    assert_eq!(options.tls_version.unwrap().min, Some(TlsVersion::Tls12));
    assert!(options.system_tags.as_ref().unwrap().contains(&SystemTag::Vu));
    assert_eq!(options.blacklist_ips.as_ref().unwrap()[0].to_string(), "10.0.0.0/8");
    assert_eq!(options.hosts.as_ref().unwrap()["shop.test"].to_string(), "127.0.0.1:8080");
    assert_eq!((options.batch(), options.batch_per_host()), (4, None));
    assert_eq!(options.setup_timeout(), Duration::from_secs(60));
}

#[test]
fn an_unknown_key_is_a_warning() {
    check(
        json!({"foo": 1, "cloud": {}}),
        expect![[
            r#"fine, warnings: ["the options that the script exports: there is no option `foo`"]"#
        ]],
    );
}

#[test]
fn a_value_of_the_wrong_type_names_its_key() {
    check(json!(5), expect!["options: expected an object with options, found 5"]);
    check(
        json!({"vus": "x"}),
        expect![[
            r#"vus: expected a whole number, found "x" (accepted: a whole number from 0 up)"#
        ]],
    );
    check(
        json!({"vus": -1}),
        expect!["vus: expected a whole number, found -1 (accepted: a whole number from 0 up)"],
    );
    check(
        json!({"duration": "1x"}),
        expect![[
            r#"duration: expected a duration, found "1x" (accepted: a text such as `30s`, `1m30s`, `500ms`, or a number of milliseconds)"#
        ]],
    );
    check(json!({"throw": 1}), expect!["throw: expected `true` or `false`, found 1"]);
    check(
        json!({"stages": [{"target": 3}]}),
        expect![[
            r#"stages[0]: the stage has no duration (a stage reads like `{ duration: "30s", target: 10 }`)"#
        ]],
    );
    check(json!({"tags": {"a": 1}}), expect!["tags.a: expected a text, found 1"]);
    check(
        json!({"dns": {"select": "any"}}),
        expect!["dns.select: `any` is not known (accepted: `first`, `random`, `roundRobin`)"],
    );
    check(
        json!({"tlsVersion": "tls1.9"}),
        expect![
            "tlsVersion: `tls1.9` is not known (accepted: `tls1.0`, `tls1.1`, `tls1.2`, `tls1.3`)"
        ],
    );
}

#[test]
fn a_text_of_the_wrong_form_names_its_key() {
    check(
        json!({"blacklistIPs": ["1.2.3.4"]}),
        expect![
            "blacklistIPs[0]: `1.2.3.4` is not a range of addresses (accepted: a range such as `10.0.0.0/8` or `fd00::/8`)"
        ],
    );
    check(
        json!({"blockHostnames": ["a*b"]}),
        expect![
            "blockHostnames[0]: `a*b` is not a pattern of host names (accepted: `shop.test`, `*.shop.test`, `*`)"
        ],
    );
    check(
        json!({"hosts": {"a": "b"}}),
        expect![
            "hosts.a: `b` is not an address (accepted: `10.0.0.1`, `10.0.0.1:8080`, `::1`, `[::1]:8080`)"
        ],
    );
    check(
        json!({"executionSegment": "2"}),
        expect![
            "executionSegment: `2` is not a segment (accepted: `10%`, `0.25`, `1/3`, or a part such as `1/4:1/2`, each from 0 to 1)"
        ],
    );
    check(
        json!({"summaryTrendStats": ["p(101)"]}),
        expect![
            "summaryTrendStats[0]: `p(101)` is not a figure of a trend (accepted: `avg`, `min`, `med`, `max`, `count`, and percentiles such as `p(95)`)"
        ],
    );
    check(
        json!({"thresholds": {"http_reqs": "count>3"}}),
        expect![[r#"thresholds.http_reqs: expected a list of thresholds, found "count>3""#]],
    );
}

#[test]
fn a_mistake_within_a_scenario_names_the_scenario() {
    let scenario = |fields: serde_json::Value| json!({"scenarios": {"login": fields}});
    check(
        scenario(json!({})),
        expect![
            "scenarios.login: the scenario has no executor (accepted: `shared-iterations`, `per-vu-iterations`, `constant-vus`, `ramping-vus`, `constant-arrival-rate`, `ramping-arrival-rate`)"
        ],
    );
    check(
        scenario(json!({"executor": "looping"})),
        expect![
            "scenarios.login.executor: `looping` is not known (accepted: `shared-iterations`, `per-vu-iterations`, `constant-vus`, `ramping-vus`, `constant-arrival-rate`, `ramping-arrival-rate`)"
        ],
    );
    check(
        scenario(json!({"executor": "constant-vus", "rate": 3})),
        expect![
            "scenarios.login.rate: `rate` is not a key of `constant-vus` (accepted: `executor`, `startTime`, `gracefulStop`, `env`, `exec`, `tags`, `options`, `vus`, `duration`)"
        ],
    );
    check(
        scenario(json!({"executor": "constant-vus"})),
        expect!["scenarios.login: `duration` is missing"],
    );
    check(
        scenario(json!({"executor": "constant-arrival-rate", "rate": "x"})),
        expect![[
            r#"scenarios.login.rate: expected a whole number, found "x" (accepted: a whole number from 0 up)"#
        ]],
    );
    check(
        scenario(json!({"executor": "ramping-vus", "stages": []})),
        expect!["scenarios.login.stages: at least one stage is needed in `stages`"],
    );
    check(
        scenario(json!({"executor": "constant-vus", "duration": "1s", "exec": ""})),
        expect!["scenarios.login.exec: it is empty (the name of an exported function)"],
    );
    check(
        scenario(json!({"executor": "externally-controlled"})),
        expect![
            "scenarios.login.executor: `externally-controlled` is not supported: k6 removed it in version 2 (accepted: `shared-iterations`, `per-vu-iterations`, `constant-vus`, `ramping-vus`, `constant-arrival-rate`, `ramping-arrival-rate`)"
        ],
    );
    check(
        json!({"scenarios": {"a b": {"executor": "constant-vus"}}}),
        expect![
            "scenarios.a b: `a b` is not a name for a scenario (accepted: digits, Latin letters, `_` and `-`)"
        ],
    );
}

#[test]
fn a_configuration_file_gives_the_place_of_a_mistake() {
    let told = |text| told(from_config_file("c.json", text));
    expect!["c.json:3:1: not JSON: EOF while parsing a value"]
        .assert_eq(&told("{\n  \"vus\": 1,\n"));
    expect![[r#"c.json:3:10: vus: expected a whole number, found "many" (accepted: a whole number from 0 up)"#]].assert_eq(&told("{\n  \"tags\": {\"a\\\"\": \"}\"},\n  \"vus\": \"many\"\n}"));
    let scenario = "{\"scenarios\": {\"a\": {\"executor\": \"ramping-vus\",\n \"stages\": [{\"duration\": \"1s\", \"target\": 1},\n   {\"duration\": \"1s\", \"target\": -1}]}}}";
    expect!["c.json:3:33: scenarios.a.stages[1].target: expected a whole number, found -1 (accepted: a whole number from 0 up)"].assert_eq(&told(scenario));
}

fn variables(pairs: &[(&str, &str)]) -> Result<Options, OptionsError> {
    from_variables(pairs.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())))
}

#[test]
fn variables_set_options() {
    let options = variables(&[
        ("K6_VUS", "3"),
        ("K6_STAGES", "1s:3,2s:1"),
        ("K6_TAGS", "a:b,c:d"),
        ("K6_DNS", "ttl=1s,select=first"),
        ("K6_BLOCK_HOSTNAMES", "*.a.test,b"),
        ("K6_DURATION", ""),
        ("K6_WEB_DASHBOARD", "true"),
    ])
    .unwrap();
    assert_eq!(options.vus, Some(3));
    assert_eq!(options.stages.unwrap().len(), 2);
    assert_eq!(options.tags.unwrap()["c"], "d");
    assert_eq!(options.dns.ttl.unwrap().kept, Some(Duration::from_secs(1)));
    assert_eq!(options.block_hostnames.unwrap(), ["*.a.test", "b"]);
    assert_eq!(options.duration, None);
}

#[test]
fn a_mistake_in_a_variable_names_it() {
    expect![[
        r#"K6_ITERATIONS: expected a whole number, found "x" (accepted: a whole number from 0 up)"#
    ]]
    .assert_eq(&told(variables(&[("K6_ITERATIONS", "x")])));
    expect!["K6_THROW: expected `true` or `false`, found `1`"]
        .assert_eq(&told(variables(&[("K6_THROW", "1")])));
    expect![[r#"K6_STAGES[1]: the stage has no target (a stage reads like `{ duration: "30s", target: 10 }`)"#]].assert_eq(&told(variables(&[("K6_STAGES", "1s:2,3s")])));
}

#[test]
fn flags_set_options() {
    let flag = |name, key, values: &[&str]| Flag {
        name,
        key,
        values: values.iter().map(|text| (*text).to_owned()).collect(),
    };
    let options = from_flags([
        flag("--vus", "vus", &["3"]),
        flag("--stage", "stages", &["10s:3", "5s:0"]),
        flag("--tag", "tags", &["a=b,c", "d=e=f"]),
        flag("--throw", "throw", &["true"]),
    ])
    .unwrap();
    assert_eq!(options.stages.unwrap()[1].target, 0);
    let tags = options.tags.unwrap();
    assert_eq!((tags["a"].as_str(), tags["d"].as_str()), ("b,c", "e=f"));
    expect!["--tag: `a=` is not a name with a value (accepted: `NAME=VALUE`)"]
        .assert_eq(&told(from_flags([flag("--tag", "tags", &["a="])])));
}

#[test]
fn a_scenario_keeps_what_was_written() {
    let options = from_script(&json!({"scenarios": {"a": {
        "executor": "ramping-arrival-rate", "startRate": 5, "timeUnit": "1m", "preAllocatedVUs": 2,
        "stages": [{"duration": "1m", "target": 60}], "exec": "browse", "startTime": "5s",
        "env": {"A": "1"}, "tags": {"kind": "x"}, "gracefulStop": 0,
    }}}))
    .unwrap();
    let scenario = &options.scenarios.unwrap()["a"];
    assert_eq!(scenario.exec(), "browse");
    assert_eq!(scenario.start_time(), Duration::from_secs(5));
    assert_eq!(scenario.graceful_stop(), Duration::ZERO);
    assert!(matches!(
        scenario.executor,
        Executor::RampingArrivalRate { start_rate: Some(5), max_vus: None, .. }
    ));
}
