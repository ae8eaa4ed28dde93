//! The same service seen in the server's log and in its spans.

use std::fs;
use std::io::{BufReader, Read as _, Write as _};
use std::net::TcpStream;

use loadline_postgres::log::{ReadOptions, advise, analyse_logs};
use loadline_postgres::n_plus_one::{Growth, read_spans};
use loadline_postgres::rules::Severity;
use loadline_testkit::postgres::{Cluster, ClusterOptions};
use loadline_testkit::{OrdersOptions, OrdersService, unless_missing};

/// Requests of every kind, pages of different sizes, in an order that mixes them.
fn ask_everything(service: &OrdersService) {
    let mut connection = TcpStream::connect(service.address()).unwrap();
    for at in 0..240 {
        let page = [5, 10, 20, 30][at / 7 % 4];
        let path = match at % 7 {
            0 => format!("/orders?limit={page}"),
            1 => format!("/orders-eager?limit={page}"),
            2 => "/dashboard".to_owned(),
            3 => format!("/products?limit={page}"),
            4 => format!("/settings?limit={page}"),
            5 => format!("/order?id={}", at + 1),
            _ => format!("/search?text={at}"),
        };
        let request = format!("GET {path} HTTP/1.1\r\nhost: orders\r\n\r\n");
        connection.write_all(request.as_bytes()).unwrap();
        let mut answer = Vec::new();
        while !answer.ends_with(b"}") {
            let mut byte = [0];
            connection.read_exact(&mut byte).unwrap();
            answer.push(byte[0]);
        }
        assert!(answer.starts_with(b"HTTP/1.1 200 "), "{}", String::from_utf8_lossy(&answer));
    }
}

#[test]
fn the_log_and_the_spans_name_the_same_loop_and_no_other() {
    let folder = tempfile::tempdir().unwrap();
    fs::set_permissions(folder.path(), std::os::unix::fs::PermissionsExt::from_mode(0o777))
        .unwrap();
    let setting = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    let options = ClusterOptions {
        settings: vec![
            setting("logging_collector", "on"),
            setting("log_directory", &folder.path().display().to_string()),
            setting("log_filename", "server.log"),
            setting("log_file_mode", "0644"),
            setting("log_line_prefix", "%m [%p] %c %u@%d "),
            setting("log_min_duration_statement", "0"),
        ],
        ..ClusterOptions::default()
    };
    let Some(mut cluster) = unless_missing(Cluster::start_with(&options)) else { return };
    let spans = folder.path().join("spans.json");
    let options = OrdersOptions { spans: Some(spans.clone()) };
    let service = OrdersService::start_with(&cluster, &options).unwrap();
    ask_everything(&service);
    let truth = service.counts()["/orders"].calls_per_request("FROM customers WHERE id = $1");
    drop(service);
    // The log is whole once the server has ended.
    cluster.stop(loadline_testkit::postgres::StopMode::Fast).unwrap();

    let report = read_spans(&mut BufReader::new(fs::File::open(spans).unwrap())).unwrap();
    let named: Vec<_> = report.report.n_plus_one().collect();
    assert_eq!(named.len(), 1, "{report:#?}");
    assert_eq!((named[0].endpoint.as_str(), named[0].growth), ("GET /orders", Growth::Proven));
    assert_eq!(named[0].calls_per_request.value, truth);

    let log = analyse_logs(&[folder.path().join("server.log")], &ReadOptions::default()).unwrap();
    let advice = advise(&log.analysis);
    let named: Vec<_> = advice
        .iter()
        .filter(|advice| advice.rule == "loops" && advice.severity > Severity::Note)
        .collect();
    assert_eq!(named.len(), 1, "{advice:#?}");
    assert!(named[0].subject.contains("from customers where id = ?"), "{advice:#?}");
    assert!(named[0].evidence.contains("select id, customer_id"), "{advice:#?}");
}
