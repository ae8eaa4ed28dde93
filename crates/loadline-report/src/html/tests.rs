//! The small decisions of the page; the page as a whole is tested from outside.

use super::markup::Markup;
use super::panel::label_tops;

#[test]
fn text_and_attributes_are_escaped() {
    let mut page = Markup::default();
    page.leaf("p", &[("title", "\"&'<")], "<b>&\u{1b}");
    let expected = "<p title=\"&quot;&amp;&#39;&lt;\">&lt;b&gt;&amp;\u{fffd}</p>\n";
    assert_eq!(page.into_page(), format!("<!doctype html>\n{expected}\n"));
}

#[test]
fn json_cannot_end_the_script_it_stands_in() {
    let mut page = Markup::default();
    page.json(r#"{"name":"</script><script>"}"#);
    let page = page.into_page();
    assert!(page.contains(r#"{"name":"\u003c/script>\u003cscript>"}"#), "{page}");
}

#[test]
fn labels_of_close_lines_move_apart_and_stay_above_the_ground() {
    let check = |lines: &[f64]| {
        let tops = label_tops(lines, 90.0);
        assert!(tops.windows(2).all(|pair| pair[1] - pair[0] >= 17.0), "{lines:?}: {tops:?}");
        assert!(tops.iter().all(|top| *top <= 73.0), "{lines:?}: {tops:?}");
    };
    check(&[10.0, 60.0]);
    check(&[50.0, 50.0, 51.0]);
    check(&[88.0, 89.0, 90.0]);
    check(&[]);
}
