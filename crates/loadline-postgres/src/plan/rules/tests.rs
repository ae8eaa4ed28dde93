//! Each rule on a plan of a real server that shows what it is about, and on healthy ones. Text and JSON of the same
//! statement must say the same.

use std::collections::BTreeSet;

use super::RULES;
use crate::plan::explain::{Explanation, explain};

/// Text and JSON of an example.
macro_rules! example {
    ($name:literal) => {
        [
            include_str!(concat!("../examples/", $name, ".txt")),
            include_str!(concat!("../examples/", $name, ".json")),
        ]
    };
}

/// The rules that speak, from either form, and the statement of the first.
fn check(texts: [&str; 2]) -> (Vec<&'static str>, Option<String>) {
    let [text, json] = texts.map(|text| explain(text).expect("a plan"));
    let rules = |found: &Explanation| -> Vec<&'static str> {
        let rules: BTreeSet<_> = found.insights.iter().map(|insight| insight.rule).collect();
        rules.into_iter().collect()
    };
    assert_eq!(rules(&text), rules(&json), "text and JSON differ");
    let statement = text.insights.first().and_then(|insight| insight.statement.clone());
    (rules(&text), statement)
}

fn found(texts: [&str; 2], rule: &str, statement: Option<&str>) {
    let (rules, first) = check(texts);
    assert_eq!(rules, [rule]);
    assert_eq!(first.as_deref(), statement);
}

#[test]
fn healthy_plans_are_met_with_silence() {
    for texts in [
        example!("healthy"),
        example!("healthy_report"),
        example!("healthy_index_only"),
        example!("parallel"),
        example!("cte"),
    ] {
        assert!(check(texts).0.is_empty(), "{:?}", check(texts));
    }
}

#[test]
fn a_sort_on_disk_is_given_memory() {
    found(example!("sort_spill"), "sort-spill", Some("SET work_mem = '64MB'"));
}

#[test]
fn a_hash_on_disk_is_given_memory() {
    found(example!("hash_aggregate_spill"), "hash-spill", Some("SET work_mem = '64MB'"));
    assert_eq!(check(example!("hash_join_spill")).0, ["hash-spill", "sort-spill"]);
}

#[test]
fn a_bitmap_that_forgot_rows_is_given_memory() {
    found(example!("lossy_bitmap"), "lossy-bitmap", Some("SET work_mem = '1MB'"));
}

#[test]
fn an_index_too_coarse_for_the_condition_is_named() {
    found(example!("recheck"), "useless-recheck", None);
}

#[test]
fn a_filter_behind_an_index_widens_the_index() {
    let index = "CREATE INDEX CONCURRENTLY ON orders (status, total)";
    found(example!("discarding_index_filter"), "discarding-filter", Some(index));
}

#[test]
fn a_filter_on_an_expression_gets_an_index_on_it() {
    let index = "CREATE INDEX CONCURRENTLY ON customers ((lower(email)))";
    found(example!("expression_filter"), "discarding-filter", Some(index));
}

#[test]
fn a_filter_by_a_pattern_gets_trigrams() {
    let index = "CREATE INDEX CONCURRENTLY ON customers USING gin (email gin_trgm_ops)";
    found(example!("pattern_filter"), "discarding-filter", Some(index));
}

#[test]
fn a_filter_with_a_value_of_an_init_plan_gets_an_index() {
    let index = "CREATE INDEX CONCURRENTLY ON orders (total)";
    found(example!("init_plan"), "discarding-filter", Some(index));
}

#[test]
fn a_hostile_name_stays_a_name() {
    let index = "CREATE INDEX CONCURRENTLY ON \"Odd\"\"; DROP TABLE x; --\" (\"A b\")";
    found(example!("hostile_name"), "discarding-filter", Some(index));
}

#[test]
fn columns_that_depend_on_each_other_get_statistics() {
    let (rules, _) = check(example!("misestimate"));
    assert_eq!(rules, ["index-read-through", "misestimate"]);
    let explained = explain(example!("misestimate")[0]).expect("a plan");
    let statements: Vec<_> =
        explained.insights.iter().filter_map(|insight| insight.statement.as_deref()).collect();
    assert_eq!(
        statements,
        [
            "CREATE STATISTICS customers_city_zip ON city, zip FROM customers; ANALYZE customers",
            "CREATE INDEX CONCURRENTLY ON orders (customer_id)",
        ]
    );
}

#[test]
fn one_condition_far_off_means_old_statistics() {
    found(example!("stale_statistics"), "stale-statistics", Some("ANALYZE events"));
}

#[test]
fn a_nested_loop_over_many_rows_is_named() {
    found(example!("nested_loop"), "nested-loop", Some("SET enable_nestloop = off"));
}

#[test]
fn a_sub_select_for_each_row_is_named() {
    found(example!("correlated_subplan"), "repeated-subplan", None);
}

#[test]
fn an_index_only_scan_that_reads_the_table_wants_a_vacuum() {
    found(example!("heap_fetches"), "heap-fetches", Some("VACUUM orders"));
}

#[test]
fn few_rows_sorted_out_of_many_get_an_index_in_their_order() {
    let index = "CREATE INDEX CONCURRENTLY ON orders (total)";
    found(example!("top_sort"), "top-sort", Some(index));
}

#[test]
fn a_large_offset_is_named() {
    found(example!("large_offset"), "large-offset", None);
}

#[test]
fn workers_that_did_not_come_are_named() {
    found(example!("workers_missing"), "missing-workers", None);
}

#[test]
fn compiling_that_does_not_pay_is_named() {
    assert!(check(example!("jit_overhead")).0.contains(&"jit-overhead"));
}

#[test]
fn planning_longer_than_running_is_named() {
    found(example!("planning_time"), "planning-time", None);
}

#[test]
fn a_foreign_key_without_an_index_is_named() {
    let (rules, statement) = check(example!("trigger_time"));
    assert_eq!(rules, ["trigger-time"]);
    assert!(statement.is_some_and(|statement| statement.contains("'items_order_id_fkey'")));
}

#[test]
fn rules_have_names_of_their_own() {
    let names: BTreeSet<_> = RULES.iter().map(|rule| rule.name).collect();
    assert_eq!(names.len(), RULES.len());
}
