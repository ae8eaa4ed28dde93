//! The reader of pages: both formats as they are met, and every kind of damage.

use expect_test::{Expect, expect};
use proptest::prelude::*;

use super::*;

fn check(text: &str, expected: &Expect) {
    let exposition = parse(text);
    let line = |sample: &Sample| {
        let labels: Vec<_> = sample.labels.iter().map(|(k, v)| format!("{k}={v:?}")).collect();
        format!("{:?} {} [{}] {}\n", sample.kind, sample.name, labels.join(" "), sample.value)
    };
    let mut lines: String = exposition.samples.iter().map(line).collect();
    if let Some(mistake) = exposition.mistake {
        lines += &format!("left out {}: {mistake}\n", exposition.left_out);
    }
    expected.assert_eq(&lines);
}

#[test]
fn prometheus_text_is_read() {
    check(
        r#"# HELP http_requests_total Requests answered.
# TYPE http_requests_total counter
http_requests_total{method="GET",path="C:\\DIR\\FILE.TXT",error="no\n\"file\""} 1027 1395066363000
http_requests_total{method="GET",path="{id}",} 3
# a remark
# TYPE latency histogram
latency_bucket{le="0.1"} 24054
latency_bucket{le="+Inf"} 144320
latency_sum 53423
latency_count 144320
# TYPE rpc summary
rpc{quantile="0.5"} 4773
rpc_sum 1.7560473e+07
rpc_count 2693
undeclared_level 1.458255915e9
undeclared_total 12.47 -3982045
something_weird{problem="division by zero"} +Inf -3982045
nothing NaN
"#,
        &expect![[r#"
            Counter http_requests_total [method="GET" path="C:\\DIR\\FILE.TXT" error="no\n\"file\""] 1027
            Counter http_requests_total [method="GET" path="{id}"] 3
            Bucket latency [le="0.1"] 24054
            Bucket latency [le="+Inf"] 144320
            HistogramSum latency [] 53423
            HistogramCount latency [] 144320
            Gauge rpc [quantile="0.5"] 4773
            Counter rpc_sum [] 17560473
            Counter rpc_count [] 2693
            Untyped undeclared_level [] 1458255915
            Untyped undeclared_total [] 12.47
            Untyped something_weird [problem="division by zero"] inf
            Untyped nothing [] NaN
        "#]],
    );
}

#[test]
fn open_metrics_is_read_up_to_its_end() {
    check(
        r#"# TYPE acme_http_router_request_seconds summary
# UNIT acme_http_router_request_seconds seconds
acme_http_router_request_seconds_sum{path="/api/v1",method="GET"} 9036.32
acme_http_router_request_seconds_created{path="/api/v1",method="GET"} 1605281325.0
# TYPE go_goroutines gauge
go_goroutines 69
# TYPE requests counter
requests_total{code="200"} 17 1520879607.789 # {trace_id="KOO5S4vxi0o"} 0.67
requests_created{code="200"} 1520430000.123
# TYPE took histogram
took_bucket{le="1.0"} 3 # {trace_id="oHg5SJYRHA0"} 0.9
# TYPE build info
build_info{version="1"} 1
# TYPE state stateset
state{state="on"} 1
# TYPE odd unknown
odd 3
# EOF
beyond 1
"#,
        &expect![[r#"
            Counter acme_http_router_request_seconds_sum [path="/api/v1" method="GET"] 9036.32
            Useless acme_http_router_request_seconds_created [path="/api/v1" method="GET"] 1605281325
            Gauge go_goroutines [] 69
            Counter requests_total [code="200"] 17
            Useless requests_created [code="200"] 1520430000.123
            Bucket took [le="1.0"] 3
            Useless build_info [version="1"] 1
            Gauge state [state="on"] 1
            Untyped odd [] 3
        "#]],
    );
}

#[test]
fn a_line_that_cannot_be_read_is_told_and_the_others_count() {
    let mistakes = [
        ("<html><body>", "line 1, column 1: expected a metric's name: letters, digits, `_`, `:`"),
        ("up", "line 1, column 3: expected `{` or a space after a metric's name"),
        ("up {", "line 1, column 5: expected a label's name or `}`"),
        ("up{9=\"\"} 1", "line 1, column 4: expected a label's name or `}`"),
        ("up{a} 1", "line 1, column 5: expected `=` after a label's name"),
        ("up{a=b} 1", "line 1, column 6: expected a label's value in quotes"),
        ("up{a=\"ü} 1", "line 1, column 7: a label's value does not end"),
        ("up{a=\"\\", "line 1, column 7: a label's value does not end"),
        ("up{a=\"b\"c=\"d\"} 1", "line 1, column 9: expected `,` or `}` after a label"),
        ("up{a=\"ü\"} x", "line 1, column 11: expected a figure"),
        ("up{}", "line 1, column 5: expected a figure"),
        ("up 1 2 3x", ""),
        ("up 1 then", "line 1, column 4: expected nothing but a time stamp after a figure"),
        ("up-1 1", "line 1, column 3: expected `{` or a space after a metric's name"),
    ];
    for (line, expected) in mistakes {
        let text = format!("{line}\nfine 1\n");
        let exposition = parse(&text);
        let mistake = exposition.mistake.map(|mistake| mistake.to_string()).unwrap_or_default();
        assert_eq!(mistake, expected, "{line}");
        assert_eq!(exposition.samples.last().map(|sample| sample.name), Some("fine"), "{line}");
        assert_eq!(exposition.left_out, u64::from(!expected.is_empty()), "{line}");
    }
}

#[test]
fn labels_and_samples_have_a_bound() {
    let labels: String = (0..65).map(|n| format!("l{n}=\"\",")).collect();
    let text = format!("up{{{labels}}} 1");
    let mistake = parse(&text).mistake.unwrap();
    assert_eq!(mistake.message, "more than 64 labels");
    let many = "a 1\n".repeat(100_010);
    let exposition = parse(&many);
    assert_eq!((exposition.samples.len(), exposition.left_out), (100_000, 10));
}

proptest! {
    #[test]
    fn any_text_is_answered(text in r#"([a-z_]{0,3}[{}="\\,# ü\n0-9.]{0,6}|# TYPE [a-z]+ (counter|histogram|summary)\n){0,12}"#) {
        let exposition = parse(&text);
        let lines = text.lines().count();
        prop_assert!(exposition.samples.len() + exposition.left_out as usize <= lines);
    }

    #[test]
    fn a_labels_value_comes_back(value in any::<String>()) {
        let escaped = value.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n");
        prop_assume!(!escaped.contains('\r'));
        let text = format!("up{{a=\"{escaped}\"}} 1");
        let exposition = parse(&text);
        prop_assert_eq!(&exposition.samples[0].labels[0].1, &value);
    }
}
