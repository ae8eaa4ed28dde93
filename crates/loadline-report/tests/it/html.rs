//! The page: well formed, self-contained, escaped, and with everything it promises.

use crate::sample;
use loadline_report::Report;

fn page(report: &Report) -> String {
    (loadline_report::format("html").unwrap().render)(report)
}

/// The page without its style sheet and scripts, whose content is not markup.
fn markup(page: &str) -> String {
    let mut rest = page;
    let mut out = String::new();
    while let Some(at) = [rest.find("<style"), rest.find("<script")].into_iter().flatten().min() {
        let tag = if rest[at..].starts_with("<style") { "</style>" } else { "</script>" };
        out.push_str(&rest[..at]);
        rest = &rest[at + rest[at..].find(tag).unwrap() + tag.len()..];
    }
    out + rest
}

/// The tags in order, `/name` for a closing one.
fn tags(markup: &str) -> Vec<String> {
    let inside = markup.split('<').skip(1).map(|piece| piece.split('>').next().unwrap());
    inside.map(|tag| tag.split([' ', '\n']).next().unwrap().to_owned()).collect()
}

#[test]
fn every_element_that_opens_closes() {
    for report in [sample::ramp(), sample::steps(), sample::empty(), sample::hostile()] {
        let mut open = Vec::new();
        for tag in tags(&markup(&page(&report))) {
            match tag.strip_prefix('/') {
                Some(name) => assert_eq!(open.pop().as_deref(), Some(name)),
                None if ["!doctype", "meta"].contains(&&*tag) => {}
                None => open.push(tag),
            }
        }
        assert_eq!(open, Vec::<String>::new());
    }
}

#[test]
fn ids_are_unique() {
    let page = page(&sample::steps());
    let mut ids: Vec<&str> =
        page.split(" id=\"").skip(1).map(|piece| piece.split('"').next().unwrap()).collect();
    let count = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), count);
}

#[test]
fn nothing_is_fetched_from_anywhere() {
    // The hatching is in the page itself.
    let page = page(&sample::steps()).replace("url(#hatch)", "");
    for fetching in [" src=", "<link", "<img", "<iframe", "@import", "url(", "fetch(", "import("] {
        assert!(!page.contains(fetching), "{fetching}");
    }
    for reference in page.split("href=\"").skip(1) {
        assert!(reference.starts_with('#'), "{}", &reference[..40]);
    }
    let target = "http://127.0.0.1:8080";
    let addresses = page.matches("http://").count() + page.matches("https://").count();
    assert_eq!(addresses, page.matches(target).count());
}

#[test]
fn each_latency_objective_is_a_line_across_the_chart() {
    let page = page(&sample::ramp());
    for label in ["✗ p95 &lt; 50ms simple", "✓ p95 &lt; 10ms health", "✗ p99 &lt; 500ms search"]
    {
        assert!(page.contains(&format!(">{label}</span>")), "{label}");
    }
    let chart = page.split("id=\"latency\"").nth(1).unwrap().split("</figure>").next().unwrap();
    assert_eq!(chart.matches("<path class=\"target").count(), 6);
    assert_eq!(chart.matches("<path class=\"target missed\"").count(), 2);
}

#[test]
fn charts_of_an_open_run_show_the_offered_rate_and_the_service_time() {
    let page = page(&sample::stall());
    for class in ["line offered", "line accent", "line p50", "line p99", "line service"] {
        assert!(page.contains(&format!("<path class=\"{class}\"")), "{class}");
    }
    assert!(page.contains("Service p95"));
}

#[test]
fn charts_describe_themselves() {
    let page = page(&sample::ramp());
    let charts = page.matches("<svg viewBox").count();
    assert_eq!(charts, 5);
    assert_eq!(page.matches("role=\"img\"").count(), charts);
    assert_eq!(page.matches("<desc").count(), charts);
}

#[test]
fn a_run_that_cannot_be_trusted_says_so_twice() {
    let page = page(&sample::stall());
    assert!(page.contains("href=\"#trust\"") && page.contains("id=\"trust\""));
    assert!(!self::page(&sample::ramp()).contains("id=\"trust\""));
}

#[test]
fn foreign_text_is_escaped_everywhere() {
    let page = page(&sample::hostile());
    assert!(!page.contains("<script>alert"), "{page}");
    assert!(!page.contains("<img"));
    assert!(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;"));
    assert_eq!(tags(&page).iter().filter(|tag| *tag == "script").count(), 2);
}

#[test]
fn a_page_stays_bounded_however_long_the_run_and_however_much_was_watched() {
    let page = page(&sample::crowded());
    assert!(page.len() < 3 << 20, "{} bytes", page.len());
    assert_eq!(page.matches("id=\"scraped-").count(), 3 * 12, "a chart, its title and its text");
    assert!(page.contains("watched series not drawn"));
}
