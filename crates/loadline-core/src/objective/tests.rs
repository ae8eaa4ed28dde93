//! Sentences: each form of the grammar, each refusal with its place, and print-then-parse.

use expect_test::{Expect, expect};
use proptest::prelude::*;

use super::*;

fn check(sentence: &str) {
    let objective: Objective =
        sentence.parse().unwrap_or_else(|error| panic!("{sentence}: {error:?}"));
    assert_eq!(objective.to_string(), sentence);
}

fn refuse(sentence: &str, expected: &Expect) {
    let error = sentence.parse::<Objective>().unwrap_err();
    let marks = format!("{}{}", " ".repeat(error.offset), "^".repeat(error.length.max(1)));
    expected.assert_eq(&format!("{sentence}\n{marks} {}\nhint: {}\n", error.message, error.hint));
}

#[test]
fn every_form_of_the_grammar_is_read_and_printed_alike() {
    for sentence in [
        "http p95 < 200ms where class = simple",
        "http errors < 0.1%",
        "http rate >= 1000/s",
        "cpu avg < 70%",
        "cpu < 90% for 5m",
        "memory growth < 10%",
        "memory max <= 12GB",
        "uptime >= 99.9% over 30d",
        "page p95 < 2s",
        "recovery max < 5m",
        "pool < 80%",
        "http p99.9 <= 1s over 30s where class = simple and name = \"GET /a b\"",
        "orders_placed rate > 5/s",
        "data loss == 0B",
        "generator lag p99 < 10ms",
        "visits count != 3",
        "balance value > -1.5",
        "\"cpu\" value > 5",
        "waits p95 < 1s where \"my-tag\" = \"a b\"",
    ] {
        check(sentence);
    }
}

#[test]
fn spacing_does_not_matter() {
    let objective: Objective = "  http   p95<200ms  where class=simple ".parse().unwrap();
    assert_eq!(objective.to_string(), "http p95 < 200ms where class = simple");
}

#[test]
fn each_mistake_about_the_metric_is_shown_in_its_place() {
    refuse(
        "",
        &expect![[r#"
        
        ^ the sentence ends where a metric is expected
        hint: an objective reads like `http p95 < 200ms where class = simple`
    "#]],
    );
    refuse(
        "http p95 < fast",
        &expect![[r#"
        http p95 < fast
                   ^^^^ `fast` is not a quantity
        hint: accepted: `200ms`, `0.1%`, `1000/s`, `12GB`, `1GB/min`, `100`
    "#]],
    );
    refuse(
        "http eror < 1%",
        &expect![[r#"
            http eror < 1%
                 ^^^^ `eror` is not an aggregate
            hint: did you mean `http errors`?
        "#]],
    );
    refuse(
        "htp errors < 1%",
        &expect![[r#"
            htp errors < 1%
                ^^^^^^ `errors` is not an aggregate
            hint: did you mean `http errors`?
        "#]],
    );
    refuse(
        "http p95 < 5%",
        &expect![[r#"
        http p95 < 5%
                   ^^ `http` does not compare with `5%`
        hint: it wants a duration such as `200ms`
    "#]],
    );
    refuse(
        "http errors p95 < 5%",
        &expect![[r#"
        http errors p95 < 5%
        ^^^^ `http errors` has no `p95`
        hint: it has one figure, its share: leave the aggregate out
    "#]],
    );
}

#[test]
fn each_mistake_after_the_metric_is_shown_in_its_place() {
    refuse(
        "http p95 =< 200ms",
        &expect![[r#"
            http p95 =< 200ms
                     ^^ `=<` is not a comparison
            hint: accepted: `<`, `<=`, `>`, `>=`, `==`, `!=`
        "#]],
    );
    refuse(
        "http p95 < 200ms when class = simple",
        &expect![[r#"
        http p95 < 200ms when class = simple
                         ^^^^ unexpected `when`
        hint: accepted here, in this order: `for 5m`, `over 30d`, `where tag = value and tag = value`
    "#]],
    );
    refuse(
        "http p95 < 200ms where class",
        &expect![[r#"
        http p95 < 200ms where class
                                    ^ the sentence ends where `=` is expected
        hint: a filter reads `where tag = value`
    "#]],
    );
    refuse(
        "http p95 < 200ms where name = \"GET",
        &expect![[r#"
        http p95 < 200ms where name = "GET
                                      ^^^^ a quoted text does not end
        hint: close it with `"`
    "#]],
    );
}

#[test]
fn built_in_metrics_have_distinct_names_and_readable_defaults() {
    for info in CATALOGUE {
        assert_eq!(
            CATALOGUE.iter().filter(|other| other.name == info.name).count(),
            1,
            "{}",
            info.name
        );
        assert!(metric_info(info.name).is_some());
    }
}

proptest! {
    #[test]
    fn any_text_is_answered_and_what_parses_prints_back(text in "\\PC{0,60}") {
        if let Ok(objective) = text.parse::<Objective>() {
            prop_assert_eq!(objective.to_string().parse::<Objective>().unwrap(), objective);
        }
    }

    #[test]
    fn any_mix_of_words_prints_back(words in prop::collection::vec(
        prop::sample::select(vec!["http", "errors", "p95", "<", ">=", "200ms", "1%", "for", "over", "where", "class", "=", "a", "and", "\"\"", "avg", "memory"]), 3..12)) {
        if let Ok(objective) = words.join(" ").parse::<Objective>() {
            prop_assert_eq!(objective.to_string().parse::<Objective>().unwrap(), objective);
        }
    }
}

#[test]
fn every_built_in_metric_stands_in_the_reference() {
    let page = include_str!("../../../../docs/reference/objectives.md");
    for info in CATALOGUE {
        let row = format!("| `{}` |", info.name);
        assert!(page.contains(&row), "{row} is not in docs/reference/objectives.md");
        assert!(page.contains(info.meaning), "the meaning of `{}` has changed", info.name);
    }
}

#[test]
fn a_tag_s_value_is_quoted_where_a_word_would_end() {
    for value in ["=wh", "a<b", "a b", "", "a\u{a0}b"] {
        let sentence = format!("http p95 < 1s where name = \"{value}\"");
        let objective: Objective = sentence.parse().unwrap();
        assert_eq!(objective.to_string(), sentence);
        assert_eq!(objective.to_string().parse::<Objective>().unwrap(), objective);
    }
}
