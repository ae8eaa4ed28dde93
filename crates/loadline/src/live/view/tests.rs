//! The view fits its terminal and tells the time.

use super::*;

fn figures() -> Figures {
    let percentiles = ["812µs", "1.03s", "2.5s"].map(str::to_owned);
    let text = str::to_owned;
    let database =
        Some(text("sql 12000/s avg 1.2ms p95 4.5ms, connections 120, lag 1.2s, and so on"));
    let (users, rate, errors) = (text("200"), text("1027/s"), text("0.02%"));
    Figures { users, rate, errors, percentiles, database }
}

#[test]
fn no_line_is_wider_than_the_terminal() {
    for width in [48, 60, 83, 84, 200] {
        let title = cut(&"x".repeat(300), width);
        let lines = [&*title, &below(&figures(), width)].join("\n");
        let widest = lines.lines().map(|line| line.chars().count()).max();
        assert!(widest <= Some(width), "{widest:?} of {width}");
    }
}

#[test]
fn the_clock_says_what_is_left() {
    let at = |elapsed, planned, is_timed| {
        let [elapsed, planned] = [elapsed, planned].map(Duration::from_millis);
        clock(Progress { elapsed, planned }, is_timed)
    };
    assert_eq!(at(12_000, 60_000, true), "0:12, 0:48 left");
    assert_eq!(at(400, 4_500_000, true), "0:00, 75:00 left");
    assert_eq!(at(61_000, 60_000, true), "1:01, finishing");
    assert_eq!(at(5_000, 600_000, false), "0:05 of at most 10:00");
}
