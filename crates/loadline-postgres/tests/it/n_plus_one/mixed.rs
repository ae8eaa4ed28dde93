//! Mixed load, counters read each second: the loop is named with its endpoint, and nothing else is.

use loadline_testkit::postgres::Cluster;
use loadline_testkit::unless_missing;

use super::run;
use crate::runtime::block_on;

#[test]
fn the_loop_is_named_with_its_endpoint_and_calls_and_no_other_endpoint_is() {
    let Some(cluster) = unless_missing(Cluster::start_with(&run::options())) else { return };
    let endpoints = ["/orders", "/orders-eager", "/dashboard", "/products"];
    let outcome = block_on(run::run(&cluster, &endpoints, 11, 24)).unwrap();
    let off = outcome.off().unwrap_or_else(|| panic!("not named: {:#?}", outcome.report));
    assert!(off.abs() <= 0.05, "off by {off}: {:#?}", outcome.report);
    assert_eq!(outcome.false_alarms(), 0, "{:#?}", outcome.report);
}
