//! The scenario that the library carries. Whether it reads as a `loadline.yaml` is asked where the
//! reader of such files is at hand.

use loadline_shop::SCENARIO_YAML;

#[test]
fn the_scenario_visits_each_class() {
    for class in ["health", "simple", "complex", "mutation", "bulk", "upload", "search"] {
        assert!(SCENARIO_YAML.contains(&format!("\n  {class}: ")), "{class}");
        assert!(SCENARIO_YAML.contains(&format!("where class = {class}\n")), "{class}");
    }
}
