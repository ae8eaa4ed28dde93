//! Finding a process by its parent.

use super::*;

#[test]
fn the_parent_is_found_behind_a_name_with_brackets() {
    assert_eq!(parent("12 (a) (b c)) S 345 12 12 0 -1"), Some(345));
    assert_eq!(parent("12"), None);
}
