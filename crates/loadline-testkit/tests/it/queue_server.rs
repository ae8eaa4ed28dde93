//! The queue answers within its capacity and refuses beyond its room.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::time::Duration;

use loadline_testkit::{QueueOptions, QueueServer, ServiceTime};

const REQUEST: &[u8] = b"GET / HTTP/1.1\r\nhost: queue\r\nconnection: close\r\n\r\n";

fn sent(server: &QueueServer) -> TcpStream {
    let mut connection = TcpStream::connect(server.address()).unwrap();
    connection.write_all(REQUEST).unwrap();
    connection
}

fn status(mut connection: TcpStream) -> String {
    let mut answer = String::new();
    connection.read_to_string(&mut answer).unwrap();
    answer.split(' ').nth(1).unwrap().to_owned()
}

#[test]
fn capacity_is_workers_over_the_mean_service_time() {
    let constant = QueueOptions::new(4, ServiceTime::Constant(Duration::from_millis(10)));
    assert_eq!(constant.capacity_per_second(), 400.0);
    let random = QueueOptions::new(1, ServiceTime::Exponential(Duration::from_millis(5)));
    assert_eq!(random.capacity_per_second(), 200.0);
}

#[test]
fn everyone_is_answered_where_there_is_room() {
    let time = ServiceTime::Exponential(Duration::from_millis(1));
    let server = QueueServer::start(QueueOptions::new(2, time)).unwrap();
    let all: Vec<TcpStream> = (0..20).map(|_| sent(&server)).collect();
    assert!(all.into_iter().map(status).all(|status| status == "200"));
}

#[test]
fn who_finds_no_room_to_wait_is_refused() {
    let time = ServiceTime::Constant(Duration::from_millis(500));
    let options = QueueOptions { waiting_max: Some(1), ..QueueOptions::new(1, time) };
    let server = QueueServer::start(options).unwrap();
    // One is served, one waits, one is refused; which one is the network's choice.
    let all: Vec<TcpStream> = (0..3).map(|_| sent(&server)).collect();
    let mut statuses: Vec<String> = all.into_iter().map(status).collect();
    statuses.sort_unstable();
    assert_eq!(statuses, ["200", "200", "503"]);
}
