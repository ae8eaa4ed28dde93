//! The gate before a tower service.

use super::{CallError, Gate, Shed, ShedLayer};
use crate::{Transient, probe};
use std::{convert::Infallible, time::Duration};
use tower::{Layer, Service, service_fn};

#[test]
fn the_layer_keeps_the_contract_of_tower() {
    for concurrency in [1, 2] {
        probe::check(
            || {
                let ms = Duration::from_millis;
                let builder = Gate::builder().target(ms(2)).interval(ms(8)).len_max(2);
                ShedLayer::new(builder.build_gate(concurrency).expect("sound"))
            },
            |request| request,
        );
    }
}

#[tokio::test(start_paused = true)]
async fn a_call_that_waits_too_long_is_shed_and_told_when_to_come_again() {
    let gate = Gate::builder().build_gate(1).expect("sound");
    let mut service = ShedLayer::new(gate).layer(service_fn(|ms: u64| async move {
        tokio::time::sleep(Duration::from_millis(ms)).await;
        Ok::<_, Infallible>(ms)
    }));
    let (long, short) = (service.call(500), service.call(1));
    let (long, short) = tokio::join!(long, short);
    assert_eq!(long, Ok(500));
    let shed = short.expect_err("too late");
    assert!(matches!(shed, CallError::Shed(Shed::Late { .. })));
    assert_eq!(shed, shed.clone());
}

#[test]
fn the_services_own_error_speaks_for_itself() {
    let inner: CallError<Shed> = CallError::Inner(Shed::Closed);
    assert_eq!((inner.is_transient(), inner.retry_after()), (false, None));
}
