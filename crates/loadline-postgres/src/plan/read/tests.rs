//! Tests of reading plans: what surrounds them, damaged ones, and where the time goes.

use super::{plans_in, read_plan};
use crate::plan::error::PlanError;
use crate::plan::measure::{Measured, measure};

fn measured(text: &str) -> Measured {
    measure(read_plan(text).expect("a plan"))
}

/// Title and own milliseconds of each node.
fn own(measured: &Measured) -> Vec<(String, f64)> {
    let nodes = measured.plan.nodes.iter().zip(&measured.times);
    nodes.map(|(node, time)| (node.kind.clone(), (time.self_ms * 10.0).round() / 10.0)).collect()
}

fn check(found: &Measured, expected: &[(&str, f64)]) {
    let expected: Vec<_> = expected.iter().map(|(kind, ms)| ((*kind).to_owned(), *ms)).collect();
    assert_eq!(own(found), expected);
}

#[test]
fn text_and_json_are_one_tree() {
    for (text, json) in [
        (include_str!("../examples/parallel.txt"), include_str!("../examples/parallel.json")),
        (include_str!("../examples/cte.txt"), include_str!("../examples/cte.json")),
        (include_str!("../examples/misestimate.txt"), include_str!("../examples/misestimate.json")),
        (
            include_str!("../examples/trigger_time.txt"),
            include_str!("../examples/trigger_time.json"),
        ),
    ] {
        let [text, json] = [text, json].map(|text| read_plan(text).expect("a plan"));
        let titles = |plan: &crate::plan::Plan| -> Vec<_> {
            let nodes = plan.nodes.iter();
            nodes
                .map(|node| (node.title(), node.role.clone(), node.parent, node.rows_all()))
                .collect()
        };
        assert_eq!(titles(&text), titles(&json));
    }
}

#[test]
fn a_node_below_a_gather_took_the_time_of_its_workers_side_by_side() {
    let found = measured(include_str!("../examples/parallel.txt"));
    check(
        &found,
        &[
            ("Finalize GroupAggregate", 0.0),
            ("Gather Merge", 16.2),
            ("Sort", 0.0),
            ("Partial HashAggregate", 59.0),
            ("Parallel Hash Join", 86.7),
            ("Parallel Seq Scan", 22.9),
            ("Parallel Hash", 50.2),
            ("Parallel Seq Scan", 23.9),
        ],
    );
    assert_eq!(found.costliest(), Some(4));
}

#[test]
fn an_init_plan_is_paid_by_the_node_that_wants_its_value() {
    let found = measured(include_str!("../examples/init_plan.txt"));
    check(&found, &[("Seq Scan", 31.8), ("Aggregate", 38.3), ("Seq Scan", 29.2)]);
}

#[test]
fn a_common_table_expression_is_paid_by_the_scan_that_reads_it() {
    let found = measured(include_str!("../examples/cte.txt"));
    check(
        &found,
        &[
            ("Result", 0.0),
            ("Seq Scan", 59.6),
            ("Aggregate", 5.6),
            ("CTE Scan", 31.0),
            ("Aggregate", 26.4),
            ("CTE Scan", 12.4),
        ],
    );
}

#[test]
fn tables_of_psql_and_lines_of_a_log_are_taken_off() {
    for text in
        [include_str!("../examples/psql_table.txt"), include_str!("../examples/psql_text.txt")]
    {
        let plan = read_plan(text).expect("a plan");
        assert_eq!(plan.nodes[0].title(), "Index Only Scan using orders_pkey on orders");
        assert!(plan.execution_ms.is_some());
    }
    let plan = read_plan(include_str!("../examples/auto_explain.txt")).expect("a plan");
    assert_eq!(plan.query.as_deref(), Some("SELECT * FROM orders ORDER BY total LIMIT 1 OFFSET 3"));
    assert_eq!(plan.nodes.len(), 3);
    let plan = read_plan(include_str!("../examples/auto_explain_json.txt")).expect("a plan");
    assert!(plan.query.is_some_and(|query| query.starts_with("SELECT count(*)")));
    assert_eq!(plan.nodes.len(), 3);
}

#[test]
fn of_a_log_with_several_plans_the_first_is_read_and_nothing_behind_it() {
    let one = include_str!("../examples/auto_explain.txt");
    let text = format!("{one}2026-11-21 11:22:33 UTC [7] LOG:  checkpoint starting: time\n{one}");
    assert_eq!(read_plan(&text), read_plan(one));
    assert_eq!((plans_in(&text), plans_in(one), plans_in("")), (2, 1, 0));
    let json = include_str!("../examples/auto_explain_json.txt");
    let text = format!("{json}2026-11-21 11:22:33 UTC [7] LOG:  checkpoint starting: time\n{json}");
    assert_eq!(read_plan(&text), read_plan(json));
}

#[test]
fn quotes_of_pgadmin_are_taken_off() {
    let plain = include_str!("../examples/healthy.txt");
    let quoted: String =
        plain.lines().map(|line| format!("\"{}\"\n", line.replace('"', "\"\""))).collect();
    assert_eq!(read_plan(&format!("\"QUERY PLAN\"\n{quoted}")), read_plan(plain));
}

#[test]
fn without_times_shares_are_of_the_cost() {
    for text in [
        include_str!("../examples/without_timing.txt"),
        include_str!("../examples/without_analyze.txt"),
    ] {
        let found = measured(text);
        assert!(!found.is_timed);
        assert_eq!(found.costliest(), Some(1));
    }
}

#[test]
fn what_is_no_plan_says_so() {
    assert_eq!(read_plan("hello").map(|_| ()), Err(PlanError::NoPlan));
    assert_eq!(read_plan("").map(|_| ()), Err(PlanError::NoPlan));
    assert_eq!(read_plan("{\"a\": 1}").map(|_| ()), Err(PlanError::NoPlan));
    let cut = read_plan("\n QUERY PLAN\n----\n[{\"Plan\":\n").map(|_| ());
    assert_eq!(cut, Err(PlanError::Json { line: 4, why: "ends too early".to_owned() }));
    let damaged = read_plan("[{\"Plan\"\n oops").map(|_| ()).expect_err("no plan");
    assert_eq!(
        (damaged.line(), damaged.to_string()),
        (Some(2), "its JSON is damaged: expected `:`".into())
    );
    let yaml = read_plan(include_str!("../examples/yaml.txt"));
    assert_eq!(yaml.map(|_| ()), Err(PlanError::OtherFormat { format: "YAML" }));
}

#[test]
fn a_plan_cut_anywhere_is_read_as_far_as_it_goes_or_refused() {
    for text in [include_str!("../examples/cte.txt"), include_str!("../examples/parallel.json")] {
        for end in (0..text.len()).step_by(13).filter(|end| text.is_char_boundary(*end)) {
            if let Ok(plan) = read_plan(&text[..end]) {
                assert!(!measure(plan).times.is_empty());
            }
        }
    }
}
