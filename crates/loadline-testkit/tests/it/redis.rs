//! The real Redis.

use std::io::Write as _;

use loadline_testkit::{RedisServer, unless_missing};

use crate::wire::{connect, read_exactly};

#[test]
fn it_answers_and_comes_back_empty_after_a_crash() {
    let Some(mut redis) = unless_missing(RedisServer::start()) else { return };
    let ask = |redis: &RedisServer, command: &str, answer: &str| {
        let mut stream = connect(redis.address());
        stream.write_all(command.as_bytes()).unwrap();
        assert_eq!(read_exactly(&mut stream, answer.len()), answer);
    };
    ask(&redis, "SET key value\r\n", "+OK\r\n");
    redis.kill();
    redis.restart().unwrap();
    ask(&redis, "GET key\r\n", "$-1\r\n");
}
