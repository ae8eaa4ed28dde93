//! Pages: addresses, figures over several readings, histograms, and the names that objectives use.

use expect_test::{Expect, expect};
use loadline_core::Histogram;
use loadline_core::window::Aggregate;

use super::alias::{self, Amounts};
use super::classic::Classic;
use super::remote;
use super::series::{Known, SERIES_MAX};
use crate::address::Address;
use crate::exposition::parse;
use crate::reading::{Reading, source};

/// The series after the last of `pages`, read a second apart.
fn check(pages: &[&str], expected: &Expect) {
    let mut known = Known::default();
    let mut amounts = Amounts::default();
    let tags = source("scrape:shop:80");
    let mut reading = Reading::default();
    let mut left_out = 0;
    for page in pages {
        reading = Reading::default();
        let exposition = parse(page);
        left_out = known.give(&mut reading, &exposition.samples, &tags);
        alias::give(&mut reading, &exposition.samples, &tags, &mut amounts, 1.0);
        remote::give(&mut reading, &exposition.samples, &tags, &mut amounts, (1.0, true));
        amounts.turn();
    }
    let mut lines: String = reading
        .series
        .iter()
        .map(|(key, aggregate)| {
            let tags = key.tags.iter().filter(|(_, value)| *value != "scrape:shop:80");
            let tags: Vec<_> = tags.map(|(name, value)| format!(" {name}={value}")).collect();
            let figure = match aggregate {
                Aggregate::Gauge(gauge) => format!("level {}", gauge.last),
                Aggregate::Counter(amount) => format!("amount {amount}"),
                Aggregate::Share(share) => format!("share {} of {}", share.hits, share.total),
                Aggregate::Histogram(histogram) => {
                    format!("histogram of {} with sum {}", histogram.count(), histogram.sum())
                }
            };
            format!("{}{}: {figure}\n", key.metric, tags.concat())
        })
        .collect();
    lines += &format!("left out: {left_out}\n");
    expected.assert_eq(&lines);
}

#[test]
fn levels_are_given_as_they_are_and_amounts_as_what_came() {
    let page = |requests: u32, ok: u32, slow: u32| {
        format!(
            "# TYPE requests_total counter\nrequests_total{{status=\"200\"}} {requests}\n\
             # TYPE queue gauge\nqueue{{source=\"orders\"}} 7\nundeclared_total {requests}\n\
             # TYPE took histogram\ntook_bucket{{le=\"0.1\"}} {ok}\ntook_bucket{{le=\"1\"}} {slow}\n\
             took_bucket{{le=\"+Inf\"}} {slow}\ntook_sum {slow}\ntook_count {slow}\n\
             # TYPE rpc summary\nrpc{{quantile=\"0.99\"}} 0.25\nrpc{{quantile=\"0.5\"}} NaN\nrpc_count 5\n"
        )
    };
    check(
        &[&page(10, 1, 2)],
        &expect![[r#"
            queue exported_source=orders: level 7
            rpc quantile=0.99: level 0.25
            left out: 1
        "#]],
    );
    check(
        &[&page(10, 1, 2), &page(25, 5, 9)],
        &expect![[r#"
            queue exported_source=orders: level 7
            requests_total status=200: amount 15
            rpc quantile=0.99: level 0.25
            rpc_count: amount 0
            took: histogram of 7 with sum 7
            undeclared_total: amount 15
            left out: 1
        "#]],
    );
}

#[test]
fn a_service_that_started_anew_counts_from_zero() {
    let page = |total: u32| {
        format!(
            "# TYPE a_total counter\na_total {total}\n# TYPE h histogram\n\
             h_bucket{{le=\"1\"}} {total}\nh_bucket{{le=\"+Inf\"}} {total}\nh_sum {total}\nh_count {total}\n"
        )
    };
    check(
        &[&page(100), &page(4)],
        &expect![[r#"
            a_total: amount 4
            h: histogram of 4 with sum 4
            left out: 0
        "#]],
    );
}

#[test]
fn a_counter_that_appears_later_began_at_zero() {
    let first = "# TYPE a_total counter\na_total{status=\"200\"} 9\n";
    let second = format!("{first}a_total{{status=\"500\"}} 2\n");
    check(
        &[first, &second],
        &expect![[r#"
            a_total status=200: amount 0
            a_total status=500: amount 2
            left out: 0
        "#]],
    );
}

#[test]
fn names_that_loadline_uses_itself_are_told_apart() {
    check(
        &["users 5\nhttp_requests 9\ncpu 3\nmemory_bytes 1\ngenerator_memory 2\nsql 4\n"],
        &expect![[r#"
            scraped_cpu: level 3
            scraped_generator_memory: level 2
            scraped_http_requests: level 9
            scraped_memory_bytes: level 1
            scraped_sql: level 4
            scraped_users: level 5
            left out: 0
        "#]],
    );
}

#[test]
fn pools_caches_and_collectors_of_known_libraries_are_what_objectives_speak_of() {
    let hikari = "hikaricp_connections_active{pool=\"a\"} 18\nhikaricp_connections_max{pool=\"a\"} 20\n\
                  hikaricp_connections_active{pool=\"b\"} 1\nhikaricp_connections_max{pool=\"b\"} 0\n";
    check(
        &[hikari],
        &expect![[r#"
            hikaricp_connections_active pool=a: level 18
            hikaricp_connections_active pool=b: level 1
            hikaricp_connections_max pool=a: level 20
            hikaricp_connections_max pool=b: level 0
            pool pool=a: level 0.9
            pool_in_use pool=a: level 18
            pool_in_use pool=b: level 1
            left out: 0
        "#]],
    );
    let otel = "db_client_connections_usage{state=\"used\",pool=\"x\"} 3\n\
                db_client_connections_usage{state=\"idle\",pool=\"x\"} 2\n\
                db_client_connections_max{pool=\"x\"} 4\n";
    check(
        &[otel],
        &expect![[r#"
            connections: level 5
            db_client_connections_max pool=x: level 4
            db_client_connections_usage pool=x state=idle: level 2
            db_client_connections_usage pool=x state=used: level 3
            pool pool=x: level 0.75
            pool_in_use pool=x: level 3
            left out: 0
        "#]],
    );
    let page = |hits: u32, misses: u32, seconds: f64| {
        format!(
            "redis_keyspace_hits_total {hits}\nredis_keyspace_misses_total {misses}\n\
             # TYPE jvm_gc_pause_seconds summary\njvm_gc_pause_seconds_sum{{cause=\"x\"}} {seconds}\n"
        )
    };
    check(
        &[&page(10, 10, 1.0), &page(19, 11, 1.25)],
        &expect![[r#"
            cache_hits: share 9 of 10
            gc: level 0.25
            jvm_gc_pause_seconds_sum cause=x: amount 0.25
            redis_keyspace_hits_total: amount 9
            redis_keyspace_misses_total: amount 1
            left out: 0
        "#]],
    );
}

#[test]
fn another_machine_and_another_machines_process_are_known_by_their_exporters() {
    let machine = |idle: u32, busy: u32| {
        format!(
            "node_cpu_seconds_total{{cpu=\"0\",mode=\"idle\"}} {idle}\n\
             node_cpu_seconds_total{{cpu=\"0\",mode=\"user\"}} {busy}\n\
             node_memory_MemTotal_bytes 1000\nnode_memory_MemAvailable_bytes 250\nnode_load1 0.5\n\
             process_resident_memory_bytes 7\n"
        )
    };
    check(
        &[&machine(100, 100), &machine(101, 103)],
        &expect![[r#"
            cpu: level 0.75
            host_cpu: level 0.75
            host_load: level 0.5
            host_memory: level 0.75
            host_memory_bytes: level 750
            memory: level 0.75
            memory_bytes: level 750
            node_cpu_seconds_total cpu=0 mode=idle: amount 1
            node_cpu_seconds_total cpu=0 mode=user: amount 3
            node_load1: level 0.5
            node_memory_MemAvailable_bytes: level 250
            node_memory_MemTotal_bytes: level 1000
            process_resident_memory_bytes: level 7
            left out: 0
        "#]],
    );
    let process = |spent: f64| {
        format!(
            "process_cpu_seconds_total {spent}\nprocess_resident_memory_bytes 4096\nprocess_open_fds 9\n"
        )
    };
    check(
        &[&process(1.0), &process(1.5)],
        &expect![[r#"
        memory_bytes: level 4096
        process_cpu_cores: level 0.5
        process_cpu_seconds_total: amount 0.5
        process_open_fds: level 9
        process_open_files: level 9
        process_resident_bytes: level 4096
        process_resident_memory_bytes: level 4096
        left out: 0
    "#]],
    );
}

#[test]
fn a_page_with_too_many_series_keeps_the_first_and_counts_the_rest() {
    let page: String = (0..SERIES_MAX + 7).map(|n| format!("a{{n=\"{n}\"}} 1\n")).collect();
    let mut known = Known::default();
    let mut reading = Reading::default();
    let left_out = known.give(&mut reading, &parse(&page).samples, &source("x"));
    assert_eq!((known.len(), reading.series.len(), left_out), (SERIES_MAX, SERIES_MAX, 7));
    let long = format!("b{{n=\"{}\"}} 1\n", "x".repeat(1_025));
    assert_eq!(Known::default().give(&mut reading, &parse(&long).samples, &source("x")), 1);
}

fn classic(buckets: &[(f64, f64)], sum: f64) -> Classic {
    let mut classic = Classic { sum, ..Classic::default() };
    buckets.iter().for_each(|(bound, count)| classic.put(*bound, *count));
    classic
}

fn quantile(histogram: &Histogram, q: f64) -> f64 {
    histogram.quantile(q).unwrap().value
}

#[test]
fn a_quantile_from_bounds_lies_where_an_even_spread_puts_it() {
    let now = classic(&[(0.1, 500.0), (0.2, 1_500.0), (f64::INFINITY, 2_000.0)], 321.0);
    let histogram = now.since(None).unwrap();
    assert_eq!((histogram.count(), histogram.sum()), (2_000, 321.0));
    for (q, expected) in [(0.125, 0.05), (0.5, 0.15), (0.9, 0.2)] {
        let value = quantile(&histogram, q);
        assert!((value / expected - 1.0).abs() < 0.005, "p{}: {value}", q * 100.0);
    }
    assert_eq!(histogram.max(), Some(0.2), "what lies above all bounds stands at the last one");
}

#[test]
fn histograms_that_make_no_sense_give_what_can_be_had() {
    let falling = classic(&[(0.1, 9.0), (0.2, 3.0)], f64::NAN);
    assert_eq!(falling.since(None).unwrap().count(), 9);
    let huge = classic(&[(-1.0, 1e300), (1.0, 1e300), (2.0, f64::INFINITY)], -5.0);
    assert!(huge.since(None).is_some());
    let tiny = classic(&[(0.0, 5.0), (5e-324, 6.0), (f64::MAX, 7.0)], 1.0);
    assert_eq!(tiny.since(None).unwrap().count(), 7);
    assert!(classic(&[], 1.0).since(None).is_none());
    assert!(classic(&[(1.0, 4.0)], 1.0).since(Some(&classic(&[(1.0, 4.0)], 1.0))).is_none());
    let other_bounds = classic(&[(2.0, 4.0)], 1.0);
    assert_eq!(other_bounds.since(Some(&classic(&[(1.0, 9.0)], 1.0))).unwrap().count(), 4);
}

#[test]
fn credentials_and_queries_of_an_address_are_fetched_with_and_not_shown() {
    let address = Address::parse("http://ann:p%40ss@shop:8080/stats?token=t", "/metrics").unwrap();
    assert_eq!(address.url, "http://shop:8080/stats?token=t");
    assert_eq!(address.shown, "http://shop:8080/stats");
    assert_eq!(address.source, "scrape:shop:8080/stats");
    assert_eq!(address.authorization.as_deref(), Some("Basic YW5uOnBAc3M="));
    let address = Address::parse("https://shop", "/metrics").unwrap();
    assert_eq!((&*address.url, &*address.source), ("https://shop/metrics", "scrape:shop"));
    let wrong =
        ["", "shop:80", "ann:pass@shop", "ftp://ann:pass@shop", "http://", "http://ann:pass@"];
    for text in wrong {
        let error = Address::parse(text, "/metrics").err().unwrap().to_string();
        assert!(!error.contains("pass"), "{error}");
    }
}
