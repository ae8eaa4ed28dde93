//! Reading libFuzzer's log.

use super::*;

#[test]
fn executions_and_the_last_coverage_are_read() {
    let log = "#2\tINITED cov: 3 ft: 4 corp: 1/1b\n#9\tNEW    cov: 17 ft: 20 corp: 2/5b\n\
        Done 123456 runs in 2 second(s)\nstat::number_of_executed_units: 123456\n";
    assert_eq!(Summary::read(log), Some(Summary { executions: 123_456, coverage: 17 }));
    assert_eq!(Summary::read("nothing to see"), None);
}
