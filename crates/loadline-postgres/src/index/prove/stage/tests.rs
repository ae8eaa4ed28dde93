//! Statements under other names.

use super::named;

#[test]
fn an_index_is_built_under_another_name_whatever_it_was_called() {
    let expected = "CREATE INDEX x ON \"public\".\"a \"\" ON \"\" b\" (c)";
    let rest = "ON \"public\".\"a \"\" ON \"\" b\" (c)";
    for head in ["CREATE INDEX CONCURRENTLY ", "CREATE INDEX ", "CREATE INDEX CONCURRENTLY plain "]
    {
        assert_eq!(named(&format!("{head}{rest}"), "x"), expected);
    }
    let hostile = format!("CREATE INDEX CONCURRENTLY \"y\"\" ON t (a); drop\" {rest}");
    assert_eq!(named(&hostile, "x"), expected);
}
