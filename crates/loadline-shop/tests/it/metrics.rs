//! `GET /metrics`.

use expect_test::expect;
use loadline_shop::ShopOptions;

use crate::client::TestShop;

#[test]
fn requests_are_counted_by_method_endpoint_and_status() {
    let shop = TestShop::start();
    for path in ["/items/1", "/items/2", "/items/99999", "/nowhere", "/elsewhere", "/health"] {
        shop.get(path);
    }
    shop.send("BREW", "/health", &[], b"");
    let answer = shop.get("/metrics");
    assert!(answer.head.contains("content-type: text/plain; version=0.0.4"), "{}", answer.head);
    let steady: Vec<&str> = answer
        .body
        .lines()
        .filter(|line| !line.contains("_bucket{") && !line.contains("_sum{"))
        .collect();
    expect![[r##"
        # HELP http_requests_total Requests answered.
        # TYPE http_requests_total counter
        http_requests_total{method="GET",endpoint="/items/{id}",status="200"} 2
        http_requests_total{method="GET",endpoint="/items/{id}",status="404"} 1
        http_requests_total{method="GET",endpoint="unmatched",status="404"} 2
        http_requests_total{method="GET",endpoint="/health",status="200"} 1
        http_requests_total{method="OTHER",endpoint="/health",status="405"} 1
        # HELP http_request_duration_seconds Time from the request's headers to the answer's.
        # TYPE http_request_duration_seconds histogram
        http_request_duration_seconds_count{method="GET",endpoint="/items/{id}"} 3
        http_request_duration_seconds_count{method="GET",endpoint="unmatched"} 2
        http_request_duration_seconds_count{method="GET",endpoint="/health"} 1
        http_request_duration_seconds_count{method="OTHER",endpoint="/health"} 1
        # HELP active_database_connections Database connections at work.
        # TYPE active_database_connections gauge
        active_database_connections 0
        # HELP max_database_connections Database connections there are.
        # TYPE max_database_connections gauge
        max_database_connections 3
        # HELP open_websockets WebSockets that are open.
        # TYPE open_websockets gauge
        open_websockets 0
        # HELP open_event_streams Streams of events that are open.
        # TYPE open_event_streams gauge
        open_event_streams 0
    "##]]
    .assert_eq(&(steady.join("\n") + "\n"));
}

#[test]
fn the_buckets_of_an_endpoint_add_up_to_its_count() {
    let shop = TestShop::start();
    for id in 1..=5 {
        shop.get(&format!("/items/{id}"));
    }
    let text = shop.get("/metrics").body;
    let counts: Vec<u64> = text
        .lines()
        .filter(|line| line.contains("_bucket{") && line.contains("\"/items/{id}\""))
        .map(|line| line.rsplit(' ').next().unwrap().parse().unwrap())
        .collect();
    assert_eq!(counts.len(), 13);
    assert!(counts.is_sorted(), "{counts:?}");
    assert_eq!(counts.last(), Some(&5));
}

#[test]
fn injected_errors_are_counted_like_any_other() {
    let options = ShopOptions { faults: "error=50%".parse().unwrap(), ..ShopOptions::default() };
    let shop = TestShop::with(options).unwrap();
    let statuses: Vec<u16> = (0..4).map(|_| shop.get("/health").status).collect();
    assert_eq!(statuses, [200, 500, 200, 500]);
    let text = shop.get("/metrics").body;
    let line = "http_requests_total{method=\"GET\",endpoint=\"/health\",status=\"500\"} 2";
    assert!(text.lines().any(|l| l == line), "{text}");
}
