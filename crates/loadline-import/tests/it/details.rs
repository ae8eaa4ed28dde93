//! What single formats say beside the common figures.

use loadline_core::window::{Aggregate, names};

use crate::read::{bytes, read_bytes, read_file};

#[test]
fn k6_points_keep_names_states_and_kinds_of_errors() {
    let read = read_file("k6.json.gz");
    assert_eq!(read.count(names::HTTP_REQUESTS, &[("name", "/items/{id}")]), 20.0);
    assert_eq!(read.count(names::HTTP_REQUESTS, &[("status", "500")]), 3.0);
    assert_eq!(read.count(names::HTTP_REQUESTS, &[("error", "bad status")]), 3.0);
    assert_eq!(read.count(names::HTTP_REQUESTS, &[("error", "refused")]), 1.0);
    assert_eq!(read.count(names::ITERATIONS, &[]), 60.0);
    let merged = |metric| read.merged(metric, &[]);
    assert!(
        matches!(merged(names::CHECKS), Some(Aggregate::Share(s)) if (s.hits, s.total) == (56, 60))
    );
    assert!(matches!(merged(names::USERS), Some(Aggregate::Gauge(g)) if g.max == 4.0));
    assert!(matches!(merged("my_wait"), Some(Aggregate::Histogram(h)) if h.max().unwrap() < 0.005));
    assert!(
        matches!(merged("order_value"), Some(Aggregate::Histogram(h)) if h.max().unwrap() > 1.0)
    );
}

#[test]
fn iterations_that_k6_dropped_are_arrivals_that_were_dropped() {
    for file in ["k6.json.gz", "k6.csv", "k6-summary-export.json"] {
        let read = read_file(file);
        let Some(Aggregate::Share(dropped)) = read.merged(names::DROPPED_ARRIVALS, &[]) else {
            panic!("{file}: no share");
        };
        assert_eq!((dropped.hits, dropped.total), (2, 62), "{file}");
    }
}

#[test]
fn the_two_summaries_of_k6_agree_on_what_was_broken() {
    for file in ["k6-summary-export.json", "k6-handle-summary.json"] {
        let facts = read_file(file).imported.about.facts;
        assert_eq!(facts["k6 threshold http_req_duration: p(95)<200"], "met", "{file}");
        assert_eq!(facts["k6 threshold http_req_duration: avg<5"], "missed", "{file}");
    }
}

#[test]
fn metrics_of_unknown_kind_are_counted_as_left_out() {
    assert!(read_file("k6.csv").notes("left out: 6 × `order_value`"));
}

#[test]
fn locust_rows_keep_their_percentiles() {
    let read = read_file("locust_stats.csv");
    let item = [("name", "/items/{id}"), ("method", "GET")];
    assert_eq!(read.quantile_ms(0.5, &item).round(), 5.0);
    assert_eq!(read.quantile_ms(0.99, &item).round(), 8.0);
    assert_eq!(read.quantile_ms(0.99, &[("name", "/items/search")]).round(), 7.0);
    assert_eq!(read.count(names::HTTP_REQUESTS, &item), 844.0);
}

#[test]
fn a_full_history_of_locust_has_no_percentiles_of_the_run() {
    let read = read_file("locustfull_stats_history.csv");
    assert!(read.merged(names::RESPONSE_TIME, &[]).is_none());
    assert!(read.notes("--csv-full-history"));
    assert!(read.imported.requests > 500);
}

#[test]
fn wrk2_has_both_clocks_where_it_printed_both() {
    let read = read_file("wrk2-u.txt");
    let Some(Aggregate::Histogram(service)) = read.merged(names::SERVICE_TIME, &[]) else {
        panic!("no service time");
    };
    let p95 = service.quantile(0.95).unwrap().value * 1e3;
    assert!((p95 - 3.2817).abs() < 0.05, "{p95}");
    assert!((read.quantile_ms(0.95, &[]) - 3.5915).abs() < 0.2);
    assert!(read.imported.about.open);
    assert!(read.notes("times are of 40000 of 59990 requests"));
    assert_eq!(read.imported.about.notes.len(), 1, "told once for both clocks");
    assert_eq!(read.imported.about.name.as_deref(), Some("wrk2"));
}

#[test]
fn wrk_without_percentiles_has_no_response_time() {
    let read = read_file("wrk.txt");
    assert!(read.merged(names::RESPONSE_TIME, &[]).is_none());
    assert!(read.notes("no percentiles in the file"));
    assert_eq!(read.imported.about.target.as_deref(), Some("http://127.0.0.1:18097/nope"));
}

#[test]
fn requests_that_oha_cut_off_are_no_errors() {
    assert!(read_file("oha-corrected.json").notes("left out: 2 requests that oha cut off"));
}

#[test]
fn what_autocannon_added_is_told() {
    assert!(read_file("autocannon-rate.json").notes("2914 of 3814 times were added"));
}

#[test]
fn jmeter_labels_with_commas_and_kinds_of_errors_are_kept() {
    for file in ["jmeter.csv", "jmeter-dates.csv", "jmeter-noheader.csv", "jmeter.xml"] {
        let read = read_file(file);
        assert_eq!(read.count(names::HTTP_REQUESTS, &[("name", "item, one")]), 200.0, "{file}");
        assert_eq!(read.count(names::HTTP_REQUESTS, &[("error", "refused")]), 200.0, "{file}");
        assert!(read.count(names::HTTP_REQUESTS, &[("status", "404")]) > 0.0, "{file}");
    }
}

#[test]
fn a_transaction_of_jmeter_is_not_a_request() {
    let header = "timeStamp,elapsed,label,responseCode,responseMessage,threadName,success\n";
    let rows = "1795238913936,48,one,200,OK,t,true\n\
        1795238913936,148,both,200,\"Number of samples in transaction : 1, number of failing samples : 0\",t,true\n";
    let read = read_bytes(format!("{header}{rows}").as_bytes()).unwrap();
    assert_eq!(read.imported.requests, 1);
    assert!(read.merged("transaction_time", &[("name", "both")]).is_some());
}

#[test]
fn samples_inside_a_sample_of_jmeter_are_not_counted_again() {
    let text = "<testResults version=\"1.2\">\n<httpSample t=\"9\" ts=\"1795238924631\" s=\"true\" lb=\"a &amp; b\" rc=\"200\">\n\
        <httpSample t=\"4\" ts=\"1795238924631\" s=\"true\" lb=\"inner\" rc=\"200\"/>\n<java.net.URL>http://x/</java.net.URL>\n\
        </httpSample>\n</testResults>\n";
    let read = read_bytes(text.as_bytes()).unwrap();
    assert_eq!(read.imported.requests, 1);
    assert_eq!(read.count(names::HTTP_REQUESTS, &[("name", "a & b")]), 1.0);
}

#[test]
fn names_beyond_the_bound_are_counted_together_and_told() {
    let mut text = "timeStamp,elapsed,label,responseCode,success\n".to_owned();
    for number in 0..1_100 {
        text += &format!("1795238913936,48,name {number},200,true\n");
    }
    let read = read_bytes(text.as_bytes()).unwrap();
    assert_eq!(read.imported.requests, 1_100);
    assert_eq!(read.count(names::HTTP_REQUESTS, &[("name", "(other names)")]), 100.0);
    assert!(read.notes("more names of requests than are kept apart: 100 measurements"));
}

#[test]
fn a_pause_is_covered_so_that_rates_are_right() {
    let text = "timeStamp,elapsed,label,responseCode,success\n\
        1795238913000,100,a,200,true\n1795238922900,100,a,200,true\n";
    let read = read_bytes(text.as_bytes()).unwrap();
    assert!((read.whole.seconds() - 10.0).abs() < 0.01, "{}", read.whole.seconds());
}

#[test]
fn packed_files_are_unpacked() {
    use std::io::Write as _;
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(&bytes("hey.csv")).unwrap();
    let read = read_bytes(&packed.finish().unwrap()).unwrap();
    assert_eq!(read.imported.requests, 600);
}
