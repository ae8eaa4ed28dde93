//! The pure parts of the choice of indexes, on tables of the test's own.

use super::candidate::{CandidateOptions, candidates};
use super::catalogue::{Catalogue, Column, ColumnKind, Table};
use super::search::{Limits, Problem, Search, Set};
use super::statement::{ReadStatement, SkipReason, read_statements};
use super::what_if::{Planned, WhatIf};

fn column(name: &str, kind: ColumnKind, distinct: f64) -> Column {
    Column {
        name: name.into(),
        type_name: "integer".into(),
        kind,
        deduplicates: true,
        width_bytes: 4.0,
        distinct,
        common: vec![("7".into(), 0.6), ("9".into(), 0.1)],
        histogram: (0..=10).map(|bound| (bound * 10).to_string()).collect(),
        ..Column::default()
    }
}

fn table(name: &str, columns: &[(&str, ColumnKind)]) -> Table {
    Table {
        schema: "public".into(),
        name: name.into(),
        rows: 1_000_000.0,
        pages: 10_000.0,
        columns: columns.iter().map(|(name, kind)| column(name, *kind, 1_000.0)).collect(),
        ..Table::default()
    }
}

fn catalogue() -> Catalogue {
    use ColumnKind::{Json, Ordered, Text};
    let mut catalogue = Catalogue::new(vec!["public".into()]);
    let orders = [
        ("id", Ordered),
        ("customer", Ordered),
        ("placed", Ordered),
        ("Status", Text),
        ("doc", Json),
    ];
    catalogue.add_table(table("orders", &orders));
    catalogue.add_table(table("customers", &[("id", Ordered), ("name", Text), ("city", Text)]));
    let view = "SELECT o.customer AS who, o.placed FROM orders o WHERE o.placed > 5";
    catalogue.add_view("public", "recent", view.into());
    catalogue
}

fn read(text: &str) -> Result<ReadStatement, SkipReason> {
    read_statements(&catalogue(), &[text]).unwrap().remove(0)
}

fn sql(text: &str) -> Vec<String> {
    let catalogue = catalogue();
    let statement = read(text).unwrap();
    let mentions = statement.shape.uses.iter();
    let all =
        mentions.flat_map(|mention| candidates(&catalogue, mention, &CandidateOptions::default()));
    all.map(|index| index.hypothetical_sql(&catalogue)[0].replace("CREATE INDEX ON ", "")).collect()
}

#[test]
fn names_are_followed_through_aliases_views_and_common_table_expressions() {
    let text = "WITH x AS (SELECT id AS number, name FROM customers) \
                SELECT name FROM recent r JOIN x ON x.number = r.who WHERE r.placed < 100 ORDER BY r.placed DESC";
    let shape = read(text).unwrap().shape;
    assert_eq!(shape.unknown_names, 0);
    let (customers, orders) = (&shape.uses[0], &shape.uses[1]);
    assert_eq!((customers.table, &customers.join[..]), (1, &[0][..]));
    assert_eq!((orders.table, &orders.join[..], &orders.range[..]), (0, &[1][..], &[2][..]));
    assert!(orders.order[0].descending && orders.order[0].column == 2);
}

#[test]
fn quoted_names_keep_their_case_and_others_are_folded() {
    let found = read("SELECT ID FROM Orders WHERE \"Status\" = 'x'").unwrap().shape;
    assert_eq!((&found.uses[0].equal[..], found.unknown_names), (&[3][..], 0));
    assert_eq!(read("SELECT id FROM orders WHERE Status = 'x'").unwrap().shape.unknown_names, 1);
}

#[test]
fn what_cannot_take_part_says_why() {
    assert_eq!(read("SELECT id FROM (").unwrap_err(), SkipReason::Unreadable);
    assert_eq!(read("VACUUM (ANALYZE) orders").unwrap_err(), SkipReason::NoRowsRead);
    assert_eq!(read("SELECT 1; DROP TABLE orders").unwrap_err(), SkipReason::Unreadable);
    assert_eq!(read("CREATE TABLE t (a int)").unwrap_err(), SkipReason::NoRowsRead);
    assert_eq!(read("SELECT 1 FROM nobody").unwrap_err(), SkipReason::NoKnownTable);
    assert_eq!(
        read(&format!("SELECT '{}'", "x".repeat(200_000))).unwrap_err(),
        SkipReason::TooLong
    );
    let deep =
        format!("SELECT id FROM orders WHERE id = {}1{}", "(".repeat(20_000), ")".repeat(20_000));
    assert_eq!(read(&deep).unwrap_err(), SkipReason::Unreadable);
    let long = format!("SELECT id FROM orders WHERE id = 0{}", " OR id = 1".repeat(12_000));
    assert!(read(&long).is_ok());
}

#[test]
fn a_change_is_planned_as_the_rows_it_reads() {
    let statement = read("UPDATE orders o SET placed = 1 WHERE o.customer = 3").unwrap();
    assert_eq!(statement.texts, ["SELECT o.ctid FROM orders o WHERE o.customer = 3"]);
    assert!(statement.shape.uses[0].changes);
}

#[test]
fn parameters_get_values_from_statistics_and_never_null() {
    let statement =
        read("SELECT id FROM orders WHERE customer = $1 AND placed > $2 LIMIT $3").unwrap();
    assert!(!statement.generic);
    assert_eq!(statement.texts.len(), 3);
    assert_eq!(
        statement.texts[0],
        "SELECT id FROM orders WHERE customer = '7' AND placed > '20' LIMIT 10"
    );
    assert!(read("SELECT id FROM orders WHERE customer + $1 > id").unwrap().generic);
}

#[test]
fn lists_and_types_before_parameters_are_planned_as_they_ran() {
    let statement = read("SELECT id FROM orders WHERE customer = ANY($1)").unwrap();
    assert_eq!(statement.texts[0], "SELECT id FROM orders WHERE customer = ANY('{\"7\"}')");
    let statement = read("SELECT id FROM orders WHERE placed > now() - Interval $1").unwrap();
    assert!(statement.generic);
    assert_eq!(
        statement.texts[0],
        "SELECT id FROM orders WHERE placed > now() - CAST($1 AS Interval)"
    );
}

#[test]
fn a_text_means_the_same_after_it_was_printed() {
    // The parser's own printer would end the first literal early and make SQL of what follows.
    let statement =
        read("UPDATE orders SET placed = 1 WHERE \"Status\" = '\\''' OR name = ' OR 1 = 1 --'")
            .unwrap();
    assert!(statement.texts[0].contains("= E'\\\\\\'' OR name = ' OR 1 = 1 --'"), "{statement:?}");
    let own = "SELECT id FROM orders WHERE \"Status\" = '\\''' /* as it came */";
    assert_eq!(read(&format!("{own};")).unwrap().texts, [own]);
    assert_eq!(read("SELECT id FROM orders ;\n").unwrap().texts, ["SELECT id FROM orders"]);
    let partial = sql("SELECT id FROM orders WHERE \"Status\" = '\\''' AND customer = 1");
    assert!(partial.iter().all(|one| !one.contains("'\\'''")), "{partial:#?}");
}

#[test]
fn equality_comes_before_a_range_and_a_sort_and_the_rest_is_carried_along() {
    let found = sql("SELECT id FROM orders WHERE customer = 1 AND placed > 2");
    assert!(found.contains(&"\"public\".orders (customer, placed)".to_owned()), "{found:#?}");
    assert!(
        found.contains(&"\"public\".orders (customer, placed) INCLUDE (\"id\")".to_owned())
            || found.iter().any(|one| one.contains("(customer, placed) INCLUDE")),
        "{found:#?}"
    );
}

#[test]
fn an_expression_and_a_pattern_have_indexes_of_their_own() {
    let found = sql("SELECT id FROM customers WHERE lower(name) = 'a' AND city LIKE 'Ber%'");
    assert!(found.iter().any(|one| one.contains("((lower(name)))")), "{found:#?}");
    assert!(found.iter().any(|one| one.contains("city text_pattern_ops")), "{found:#?}");
}

#[test]
fn a_hostile_name_stays_a_name() {
    let mut catalogue = Catalogue::new(vec!["public".into()]);
    catalogue.add_table(table("a\"; drop table b; --", &[("x\" y", ColumnKind::Ordered)]));
    let index = super::IndexDefinition::btree(0, &[0]);
    let expected =
        "CREATE INDEX CONCURRENTLY ON \"public\".\"a\"\"; drop table b; --\" (\"x\"\" y\")";
    assert_eq!(index.sql(&catalogue), expected);
}

/// A planner with stated plans: what they need and what they cost.
struct Stated(Vec<Vec<(Vec<usize>, f64)>>, usize);

impl WhatIf for Stated {
    type Error = std::convert::Infallible;

    async fn plan(
        &mut self,
        statement: usize,
        _: &Set,
        configuration: &Set,
    ) -> Result<Planned, Self::Error> {
        let fits =
            |plan: &&(Vec<usize>, f64)| plan.0.iter().all(|one| configuration.contains(*one));
        let plans = self.0[statement].iter().filter(fits);
        let best = plans.min_by(|a, b| a.1.total_cmp(&b.1)).unwrap();
        Ok(Planned { cost: best.1, used: Set::of(self.1, best.0.iter().copied()) })
    }
}

fn choose(plans: Vec<Vec<(Vec<usize>, f64)>>, sizes: &[f64], budget: f64) -> (Vec<usize>, f64) {
    let count = sizes.len();
    let all = Set::of(count, 0..count);
    let statements = plans.len();
    let problem = Problem {
        weights: vec![1.0; statements],
        relevant: vec![all.clone(); statements],
        own: vec![all; statements],
        stand_ins: vec![Vec::new(); count],
        sizes: sizes.to_vec(),
        upkeep: vec![0.0; count],
        rents: vec![0.0; count],
        budget_bytes: budget,
    };
    let mut planner = Stated(plans, count);
    let search = Search::new(&problem, &mut planner, Limits::default(), || 0.0, 1);
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let outcome = runtime.block_on(search.run()).unwrap();
    (outcome.chosen.iter().collect(), outcome.cost)
}

#[test]
fn two_indexes_that_help_together_alone_are_found() {
    let plans = vec![vec![(vec![], 100.0), (vec![0, 1], 10.0), (vec![2], 60.0)]];
    assert_eq!(choose(plans, &[5.0, 5.0, 5.0], 10.0), (vec![0, 1], 10.0));
}

#[test]
fn the_choice_is_nearly_always_the_best_of_all_that_fit() {
    // Random plans, and the truth by trying all sets.
    let mut seed = 7_u64;
    let mut next = |bound: u64| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) % bound
    };
    let mut best_found = 0;
    for case in 0..20 {
        let sizes: Vec<f64> = (0..8).map(|_| 1.0 + next(9) as f64).collect();
        let plans: Vec<Vec<(Vec<usize>, f64)>> = (0..5)
            .map(|_| {
                let mut plans = vec![(vec![], 1_000.0)];
                for _ in 0..6 {
                    let needs = (0..8).filter(|_| next(4) == 0).collect::<Vec<usize>>();
                    let cost = 1_000.0 - 90.0 * needs.len() as f64 - next(200) as f64;
                    plans.push((needs, cost));
                }
                plans
            })
            .collect();
        let cost_of = |set: u32| -> f64 {
            let fits = |plan: &&(Vec<usize>, f64)| plan.0.iter().all(|one| set >> one & 1 == 1);
            let cheapest = |plans: &Vec<(Vec<usize>, f64)>| {
                plans.iter().filter(fits).map(|plan| plan.1).fold(f64::INFINITY, f64::min)
            };
            plans.iter().map(cheapest).sum()
        };
        let bytes =
            |set: u32| (0..8).filter(|one| set >> one & 1 == 1).map(|one| sizes[one]).sum::<f64>();
        let best = (0..256_u32)
            .filter(|set| bytes(*set) <= 20.0)
            .map(cost_of)
            .fold(f64::INFINITY, f64::min);
        let (_, cost) = choose(plans.clone(), &sizes, 20.0);
        assert!(cost <= best * 1.02, "case {case}: {cost} where {best} is possible");
        best_found += usize::from(cost <= best + 1e-6);
    }
    assert!(best_found >= 15, "{best_found} of 20");
}

#[test]
fn an_index_stands_in_for_those_that_begin_alike_and_hold_no_more() {
    use super::IndexDefinition;
    let short = IndexDefinition::btree(0, &[1]);
    let carrying = IndexDefinition { include: vec![3], ..short.clone() };
    let long = IndexDefinition::btree(0, &[1, 3]);
    assert!(long.stands_in_for(&short) && long.stands_in_for(&carrying));
    assert!(carrying.stands_in_for(&short));
    for other in [&short, &IndexDefinition::btree(0, &[3, 1]), &IndexDefinition::btree(1, &[1, 3])]
    {
        assert!(!other.stands_in_for(&short) && !other.stands_in_for(&carrying));
    }
    let partial = IndexDefinition { predicate: Some("a > 1".into()), ..long };
    assert!(!partial.stands_in_for(&short));
}
