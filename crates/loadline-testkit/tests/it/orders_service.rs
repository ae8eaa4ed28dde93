//! The service counts what it sends, and the counts are what its endpoints promise.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;

use loadline_testkit::postgres::Cluster;
use loadline_testkit::{OrdersOptions, OrdersService, unless_missing};

fn get(service: &OrdersService, path: &str) -> String {
    let mut connection = TcpStream::connect(service.address()).unwrap();
    let request = format!("GET {path} HTTP/1.1\r\nhost: orders\r\nconnection: close\r\n\r\n");
    connection.write_all(request.as_bytes()).unwrap();
    let mut answer = String::new();
    connection.read_to_string(&mut answer).unwrap();
    answer
}

#[test]
fn each_endpoint_sends_what_its_row_of_the_table_says() {
    let Some(cluster) = unless_missing(Cluster::start()) else { return };
    let folder = tempfile::tempdir().unwrap();
    let spans = folder.path().join("spans.json");
    let options = OrdersOptions { spans: Some(spans.clone()) };
    let service = OrdersService::start_with(&cluster, &options).unwrap();
    for _ in 0..2 {
        for path in [
            "/orders?limit=7",
            "/orders-eager?limit=7",
            "/order?id=3",
            "/dashboard",
            "/products?limit=7",
            "/settings?limit=7",
            "/search?text=000",
        ] {
            let answer = get(&service, path);
            assert!(answer.starts_with("HTTP/1.1 200 "), "{path}: {answer}");
        }
    }
    assert!(get(&service, "/nothing").starts_with("HTTP/1.1 404 "));
    let sent: Vec<(&str, u64)> = service
        .counts()
        .into_iter()
        .map(|(endpoint, counts)| (endpoint, counts.statements.values().sum()))
        .collect();
    let expected = [
        ("/dashboard", 12),
        ("/order", 4),
        ("/orders", 16),
        ("/orders-eager", 4),
        ("/products", 9),
        ("/search", 2),
        ("/settings", 26),
    ];
    assert_eq!(sent, expected);
    assert_eq!(std::fs::read_to_string(spans).unwrap().lines().count(), 14);
}
