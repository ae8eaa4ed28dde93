//! Statements made into the queries of views.

use super::summary::summary;

fn check(text: &str, query: Option<&str>) {
    assert_eq!(summary(text).as_deref(), query, "{text}");
}

#[test]
fn columns_that_are_compared_with_a_value_become_columns_of_the_view() {
    check(
        "SELECT count(*) FROM t WHERE a = $1 AND b IS NULL AND c IN ($2, $3) ORDER BY $4 LIMIT $5",
        Some("SELECT count(*), a, c FROM t WHERE b IS NULL GROUP BY a, c"),
    );
    check(
        "SELECT a, sum(v) FROM t WHERE t.a = $1 GROUP BY a",
        Some("SELECT a, sum(v), t.a FROM t GROUP BY a, t.a"),
    );
}

#[test]
fn a_statement_without_values_stays_as_it_is_but_for_its_order() {
    check(
        "SELECT a, sum(v) FROM t JOIN u USING (id) GROUP BY a HAVING sum(v) > 0 ORDER BY 2 DESC LIMIT 5",
        Some("SELECT a, sum(v) FROM t JOIN u USING(id) GROUP BY a HAVING sum(v) > 0"),
    );
}

#[test]
fn what_would_need_a_value_or_the_time_of_day_is_no_view() {
    for text in [
        "SELECT date_trunc($1, at), count(*) FROM t GROUP BY 1",
        "SELECT count(*) FROM t WHERE a > $1",
        "SELECT count(*) FROM t WHERE a = $1 OR b = $2",
        "SELECT count(*) FROM t WHERE at > now()",
        "SELECT count(*) FROM t; DROP TABLE t",
        "DELETE FROM t",
        "not SQL at all",
        "",
    ] {
        check(text, None);
    }
    check(
        &format!("SELECT count({}1) FROM t", "1+".repeat(3_900)),
        Some(&format!("SELECT count({}1) FROM t", "1 + ".repeat(3_900))),
    );
    check(&format!("SELECT {}1", "(".repeat(7_000)), None);
}
