//! The small decisions of the page; the page as a whole is tested from outside.

use super::markup::Markup;
use super::panel::label_tops;
use super::{Colour, Course, CourseChart, CourseLine, sheet};

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

#[test]
fn a_page_of_other_content_has_its_charts_and_no_foreign_markup() {
    let page = sheet("<log>", "server.log & more", "", |page| {
        let line = CourseLine {
            name: "calls".to_owned(),
            colour: Colour::Accent,
            figures: vec![Some(1.0), None, Some(3.0)],
        };
        let chart = CourseChart {
            title: "Calls a second".to_owned(),
            height_px: 90.0,
            format: |figure| figure.to_string(),
            lines: vec![line],
            is_fitting: false,
        };
        let moments = ["11:20:31", "11:20:32", "11:20:33"].map(str::to_owned).to_vec();
        Course { moments, ticks: vec![(0.0, "11:20:31".to_owned())], charts: vec![chart] }
            .write("course", page);
    });
    assert!(page.contains("<h1>&lt;log&gt;</h1>"), "{page}");
    assert!(page.contains("server.log &amp; more"), "{page}");
    assert!(page.contains("calls from 1 to 3."), "{page}");
}
