//! What needs no server: which commands leave something behind, which errors pass.

use super::changes::Changes;
use crate::Transient as _;
use redis::{ErrorKind, RedisError};
use std::io;

fn after(commands: &[&str]) -> Changes {
    let mut changes = Changes::default();
    for command in commands {
        changes.note(command);
    }
    changes
}

#[test]
fn transactions_that_end_leave_nothing() {
    assert!(!after(&["GET", "BLPOP", "SET"]).any());
    assert!(!after(&["watch", "GET", "MULTI", "SET", "exec"]).any());
    assert!(!after(&["WATCH", "UNWATCH"]).any());
    assert!(after(&["WATCH", "GET"]).watches);
    assert!(after(&["MULTI", "SET"]).queues);
}

#[test]
fn a_subscription_makes_a_connection_useless_to_others() {
    assert!(after(&["subscribe"]).is_foreign);
    assert!(after(&["CLIENT"]).is_foreign);
    assert_eq!(after(&["select"]), Changes { selected: true, ..Changes::default() });
}

#[test]
fn a_lost_connection_passes_and_a_wrong_password_does_not() {
    assert!(RedisError::from(io::Error::from(io::ErrorKind::ConnectionReset)).is_transient());
    assert!(!RedisError::from((ErrorKind::AuthenticationFailed, "no")).is_transient());
    assert!(!RedisError::from((ErrorKind::UnexpectedReturnType, "no")).is_transient());
}
