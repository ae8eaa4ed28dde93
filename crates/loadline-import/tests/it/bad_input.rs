//! Files that are not what they seem: the place, what is wrong, what is accepted.

use expect_test::{Expect, expect};

use crate::read::{bytes, read_bytes};

/// What is said of a file.
fn check(file: &[u8], expected: &Expect) {
    let error = read_bytes(file).expect_err("the file is bad");
    let place = format!("{}:{}", error.line, error.column);
    expected.assert_eq(&format!("{place} {}\nhint: {}\n", error.message, error.hint));
}

fn lines(file: &str, count: usize) -> String {
    let text = String::from_utf8(bytes(file)).expect("the file is text");
    text.lines().take(count).map(|line| format!("{line}\n")).collect()
}

#[test]
fn an_empty_file() {
    check(
        b"",
        &expect![[r#"
        0:0 the file is empty
        hint: 
    "#]],
    );
}

#[test]
fn a_file_of_no_known_format() {
    check(
        b"hello\nworld\n",
        &expect![[r#"
        1:0 this is no format that can be told by its beginning
        hint: `--format NAME` says what it is: loadline, k6-json, k6-csv, k6-summary, locust-stats, locust-history, locust-failures, locust-json, jmeter-csv, jmeter-xml, oha-json, oha-csv, wrk, hey-text, hey-csv, vegeta-json, vegeta-report, vegeta-csv, vegeta-gob, autocannon, h2load, ab
    "#]],
    );
}

#[test]
fn a_packed_file_that_breaks_off() {
    let packed = bytes("k6.json.gz");
    check(
        &packed[..packed.len() / 2],
        &expect![[r#"
        412:0 the compressed data breaks off
        hint: fetch the file again, or unpack what is there first
    "#]],
    );
}

#[test]
fn a_line_that_breaks_off() {
    let text = lines("jmeter.csv", 3);
    check(
        &text.as_bytes()[..text.len() - 20],
        &expect![[r#"
        3:0 the file breaks off here: 7 of 12 fields
        hint: delete the last line to import what is whole before it
    "#]],
    );
}

#[test]
fn a_line_of_k6_that_breaks_off() {
    check(b"{\"type\":\"Metric\",\"data\":{\"name\":\"vus\",\"type\":\"gauge\",\"contains\":\"default\"},\"metric\":\"vus\"}\n{\"metric\":\"vus\",\"ty", &expect![[r#"
        2:0 the file breaks off here: the line is not a whole JSON object
        hint: delete the last line to import what is whole before it
    "#]]);
}

#[test]
fn a_kind_of_line_that_k6_does_not_have() {
    check(b"{\"type\":\"Metric\",\"data\":{\"name\":\"vus\",\"type\":\"gauge\"},\"metric\":\"vus\"}\n{\"type\":\"Span\",\"metric\":\"x\",\"data\":{}}\n", &expect![[r#"
        2:0 a line of the type `Span`
        hint: accepted are `Metric` and `Point`; the file may be of a newer k6
    "#]]);
}

#[test]
fn a_field_that_is_no_number() {
    let text = lines("jmeter.csv", 2).replace(",48,", ",fast,");
    check(
        text.as_bytes(),
        &expect![[r#"
        2:2 `elapsed` is `fast`
        hint: accepted is a number
    "#]],
    );
}

#[test]
fn a_column_that_is_missing() {
    check(
        b"timeStamp,elapsed,label\n1795238913936,48,a\n",
        &expect![[r#"
        1:0 the column `success` is missing
        hint: the file has timeStamp, elapsed, label
    "#]],
    );
}

#[test]
fn a_file_without_a_header_and_with_columns_nobody_knows() {
    check(
        b"1795238913936,48,a,200,OK,t,text,true,1\n",
        &expect![[r#"
        1:0 the file has no header, and 9 columns
        hint: without a header JMeter's defaults of 17, 16, 12 columns are accepted; else put a header before the first line: timeStamp,elapsed,label,responseCode,responseMessage,threadName,dataType,success,failureMessage,bytes,sentBytes,grpThreads,allThreads,URL,Latency,IdleTime,Connect
    "#]],
    );
}

#[test]
fn an_xml_that_breaks_off() {
    check(
        lines("jmeter.xml", 4).as_bytes(),
        &expect![[r#"
        4:0 the file breaks off here: `</testResults>` is missing
        hint: JMeter writes it when the run ends; add it to import what is there
    "#]],
    );
}

#[test]
fn a_report_that_breaks_off() {
    let text = bytes("oha.json");
    check(
        &text[..text.len() / 2],
        &expect![[r#"
        56:7 the file breaks off here: the JSON is not closed
        hint: write or fetch the file again
    "#]],
    );
}

#[test]
fn output_of_wrk_that_breaks_off() {
    check(
        lines("wrk-latency.txt", 9).as_bytes(),
        &expect![[r#"
        0:0 the line `… requests in …, … read` is missing: the output breaks off
        hint: accepted is all that wrk prints, to the last line
    "#]],
    );
}

#[test]
fn failures_of_locust_alone() {
    check(
        &bytes("locust_failures.csv"),
        &expect![[r#"
        0:0 failures alone do not tell how many requests there were
        hint: import PREFIX_stats.csv of the same run, which counts requests and failures
    "#]],
    );
}

#[test]
fn percentiles_of_ab_alone() {
    check(
        &bytes("ab.csv"),
        &expect![[r#"
        0:0 percentiles alone do not tell how many requests there were
        hint: `ab -g FILE` writes a file with every request
    "#]],
    );
}

#[test]
fn the_binary_form_of_vegeta() {
    check(b"\x7f\xff\x81\x03\x01\x01\x06Result\x01\x00\x01\x06Attack\x01\x0c\x00\x01\x03Seq\x01Latency\x01BytesOut", &expect![[r#"
        0:0 this is vegeta's binary form, which only vegeta reads
        hint: `vegeta encode results.bin > results.json` makes a file that can be imported
    "#]]);
}

#[test]
fn a_newer_version_of_loadlines_own() {
    check(
        b"{\"schema\":\"loadline.windows/2\",\"run\":{}}\n",
        &expect![[r#"
        1:1 the schema is `loadline.windows/2`; accepted is `loadline.windows/1`
        hint: accepted is what `loadline export` of this version writes
    "#]],
    );
}

#[test]
fn text_that_is_no_text() {
    check(
        b"timeStamp,elapsed,label,success\n1795238913936,48,\xff,true\n",
        &expect![[r#"
        2:18 this is not UTF-8 text
        hint: 
    "#]],
    );
}

#[test]
fn a_file_in_which_nothing_was_measured() {
    check(
        b"timeStamp,elapsed,label,success\n",
        &expect![[r#"
        0:0 nothing in the file was measured
        hint: a file from a run that made requests is wanted
    "#]],
    );
}
