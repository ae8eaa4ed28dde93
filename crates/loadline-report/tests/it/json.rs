//! JSON: the schema, its documentation and what benches read.

use std::collections::BTreeSet;

use expect_test::expect_file;
use loadline_report::{Report, SCHEMA};
use serde_json::Value;

use crate::sample;

fn json(report: &Report) -> Value {
    serde_json::from_str(&(loadline_report::format("json").unwrap().render)(report)).unwrap()
}

/// The file with the first entry of each list only, and figures in six digits: the sample's last ones depend on
/// the platform's logarithm.
fn shortened(value: Value) -> Value {
    match value {
        Value::Number(number) if number.is_f64() => {
            let rounded = format!("{:.5e}", number.as_f64().unwrap());
            Value::from(rounded.parse::<f64>().unwrap())
        }
        Value::Array(items) => Value::Array(items.into_iter().take(1).map(shortened).collect()),
        Value::Object(fields) => {
            fields.into_iter().map(|(name, value)| (name, shortened(value))).collect()
        }
        other => other,
    }
}

#[test]
fn the_shape_of_the_file() {
    let text = serde_json::to_string_pretty(&shortened(json(&sample::stall()))).unwrap();
    expect_file!["snapshots/stall.json"].assert_eq(&format!("{text}\n"));
}

#[test]
fn the_schema_and_its_version_come_first() {
    let text = (loadline_report::format("json").unwrap().render)(&sample::ramp());
    assert!(text.starts_with(&format!("{{\n  \"schema\": \"{SCHEMA}\",")));
}

#[test]
fn what_scripts_read_is_there_in_every_run() {
    for report in [sample::ramp(), sample::stall(), sample::empty()] {
        let json = json(&report);
        assert!(json["requests"]["total"].is_u64());
        assert_eq!(json["trust"]["trustworthy"], report.findings.is_empty());
        let lag = json["generator"]["lag"].as_object().unwrap();
        assert_eq!(lag["p99_9_seconds"].is_number(), report.run.open);
    }
}

#[test]
fn totals_agree_with_the_groups_and_the_timeline() {
    let json = json(&sample::ramp());
    let total = json["requests"]["total"].as_u64().unwrap();
    let sum = |list: &Value| -> u64 {
        let totals = list.as_array().unwrap().iter().map(|item| &item["requests"]["total"]);
        totals.map(|total| total.as_u64().unwrap()).sum()
    };
    for list in [
        &json["latency"]["by_class"],
        &json["latency"]["by_name"],
        &json["latency"]["by_answer"],
        &json["stages"],
        &json["timeline"]["points"],
    ] {
        assert_eq!(sum(list), total);
    }
}

/// Checks that `value` has exactly the fields that `schema` lists, all the way down.
fn check(value: &Value, schema: &Value, root: &Value, path: &str) {
    if let Some(name) = schema["$ref"].as_str() {
        return check(value, root.pointer(name.trim_start_matches('#')).unwrap(), root, path);
    }
    if let Some(choices) = schema["oneOf"].as_array() {
        let object = choices.iter().find(|choice| choice["type"] != "null").unwrap();
        if !value.is_null() {
            check(value, object, root, path);
        }
        return;
    }
    let kinds: Vec<&str> = match &schema["type"] {
        Value::Array(kinds) => kinds.iter().filter_map(Value::as_str).collect(),
        kind => kind.as_str().into_iter().collect(),
    };
    let kind = match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(number) if number.is_u64() && kinds.contains(&"integer") => "integer",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    };
    assert!(kinds.contains(&kind), "{path} is {kind}, the schema says {kinds:?}");
    for item in value.as_array().into_iter().flatten() {
        check(item, &schema["items"], root, &format!("{path}[]"));
    }
    let (Some(fields), Some(known)) = (value.as_object(), schema["properties"].as_object()) else {
        return;
    };
    let names = |fields: &serde_json::Map<String, Value>| -> BTreeSet<String> {
        fields.keys().cloned().collect()
    };
    assert_eq!(names(fields), names(known), "{path}");
    for (name, value) in fields {
        assert!(known[name]["description"].is_string(), "{path}.{name} is not described");
        check(value, &known[name], root, &format!("{path}.{name}"));
    }
}

#[test]
fn the_published_schema_lists_and_describes_every_field() {
    let schema = include_str!("../../../../docs/reference/report.schema.json");
    let schema: Value = serde_json::from_str(schema).unwrap();
    assert_eq!(schema["properties"]["schema"]["const"], SCHEMA);
    for report in
        [sample::ramp(), sample::stall(), sample::steps(), sample::empty(), sample::hostile()]
    {
        check(&json(&report), &schema, &schema, "$");
    }
}
