//! Labels survive what is written into them.

use super::exposition::{Exposition, Kind};

#[test]
fn label_values_are_escaped_and_empty_ones_left_out() {
    let mut text = Exposition::default();
    text.sample("a", &[("x", "say \"hi\" \\ \n"), ("y", ""), ("z", "é")], 1.5);
    let expected = "a{x=\"say \\\"hi\\\" \\\\ \u{fffd}\",z=\"é\"} 1.5\n# EOF\n";
    assert_eq!(text.into_text(), expected);
}

#[test]
fn a_family_whose_name_ends_in_a_unit_says_so() {
    let mut text = Exposition::default();
    text.family("wait_seconds", Kind::Summary, "How long.");
    let expected = "# TYPE wait_seconds summary\n# UNIT wait_seconds seconds\n\
                    # HELP wait_seconds How long.\n# EOF\n";
    assert_eq!(text.into_text(), expected);
}
