//! Who waits shares a failure; who comes later tries again.

use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use super::Attempts;
use crate::transport::{ErrorKind, Fault};

/// The kind of failure that beginning ends with, or whether it may begin; none while it waits.
fn poll<T>(
    begin: std::pin::Pin<&mut impl Future<Output = Result<T, Fault>>>,
) -> Option<Result<T, ErrorKind>> {
    match begin.poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(begun) => Some(begun.map_err(|fault| fault.kind)),
        Poll::Pending => None,
    }
}

#[test]
fn a_failure_is_that_of_all_who_waited_and_of_nobody_else() {
    let attempts = Attempts::default();
    let guard = poll(pin!(attempts.begin())).unwrap().unwrap();
    let (mut second, mut third) = (pin!(attempts.begin()), pin!(attempts.begin()));
    assert!(poll(second.as_mut()).is_none() && poll(third.as_mut()).is_none());
    attempts.note_failure(&Fault::new(ErrorKind::Refused, "nobody listens there"));
    drop(guard);
    assert_eq!(poll(second).unwrap().err(), Some(ErrorKind::Refused));
    assert_eq!(poll(third).unwrap().err(), Some(ErrorKind::Refused));
    assert!(poll(pin!(attempts.begin())).unwrap().is_ok());
}

#[test]
fn without_a_failure_the_next_one_begins() {
    let attempts = Attempts::default();
    let guard = poll(pin!(attempts.begin())).unwrap().unwrap();
    let mut second = pin!(attempts.begin());
    assert!(poll(second.as_mut()).is_none());
    drop(guard);
    assert!(poll(second).unwrap().is_ok());
}
