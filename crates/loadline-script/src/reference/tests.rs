//! The page in the documentation is the one that the code makes.

use expect_test::expect_file;

use super::reference_page;

#[test]
fn the_reference_page_is_what_scripts_are_served_from() {
    expect_file!["../../../../docs/reference/k6.md"].assert_eq(&reference_page());
}
