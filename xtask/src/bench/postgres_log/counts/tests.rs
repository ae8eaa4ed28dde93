//! Tests of sums out of JSON.

use serde_json::json;

use super::sum_at;

#[test]
fn numbers_of_all_members_are_added_up() {
    let document =
        json!({ "a": { "x": { "n": 1 }, "y": { "n": "2.5" } }, "list": [{ "n": 4 }, {}] });
    assert_eq!(sum_at(&document, "/a/*/n"), 3.5);
    assert_eq!(sum_at(&document, "/list/*/n"), 4.0);
    assert_eq!(sum_at(&document, "/none"), 0.0);
}
