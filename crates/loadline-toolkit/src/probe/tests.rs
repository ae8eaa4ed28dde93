//! The probe finds what it is there to find.

use super::{Mock, check};
use std::{
    panic::catch_unwind,
    task::{Context, Poll},
};
use tower::{Service, ServiceExt, layer::layer_fn};

/// A service that breaks the contract in one way, or in none.
#[derive(Clone)]
struct Faulty {
    inner: Mock,
    fault: Fault,
}

#[derive(Clone, Copy, PartialEq)]
enum Fault {
    None,
    SaysReadyUnasked,
    CallsAClone,
    KeepsReadiness,
    NeverWakes,
    Panics,
}

impl Service<u64> for Faulty {
    type Response = u64;
    type Error = <Mock as Service<u64>>::Error;
    type Future = <Mock as Service<u64>>::Future;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        match self.fault {
            Fault::SaysReadyUnasked => Poll::Ready(Ok(())),
            Fault::NeverWakes => Poll::Pending,
            _ => Service::<u64>::poll_ready(&mut self.inner, cx),
        }
    }

    fn call(&mut self, request: u64) -> Self::Future {
        if self.fault == Fault::CallsAClone {
            return self.inner.clone().call(request);
        }
        assert!(self.fault != Fault::Panics || request != 7, "request 7 is one too many");
        if self.fault == Fault::KeepsReadiness {
            let fresh = self.inner.clone();
            std::mem::forget(std::mem::replace(&mut self.inner, fresh));
            return Box::pin(async move { Ok(request) });
        }
        self.inner.call(request)
    }
}

fn probed(fault: Fault) -> Result<(), String> {
    let layer = || layer_fn(move |inner| Faulty { inner, fault });
    catch_unwind(|| check(layer, |number| number))
        .map_err(|panic| panic.downcast_ref::<String>().expect("a panic with arguments").clone())
}

#[test]
fn a_service_that_keeps_the_contract_passes() {
    assert_eq!(probed(Fault::None), Ok(()));
}

#[test]
fn a_service_that_says_ready_without_asking_is_found() {
    assert!(probed(Fault::SaysReadyUnasked).expect_err("found").contains("without readiness"));
}

#[test]
fn a_service_that_calls_a_clone_is_found() {
    assert!(probed(Fault::CallsAClone).expect_err("found").contains("without readiness"));
}

#[test]
fn a_service_that_never_wakes_is_found() {
    assert!(probed(Fault::NeverWakes).expect_err("found").contains("hangs"));
}

#[test]
fn a_service_that_panics_is_found() {
    assert!(probed(Fault::Panics).expect_err("found").contains("panicked"));
}

#[test]
fn a_service_that_keeps_readiness_for_ever_is_found() {
    assert!(probed(Fault::KeepsReadiness).is_err());
}

#[tokio::test(start_paused = true)]
async fn a_mock_counts_its_calls_and_gives_its_slots_back() {
    let mut mock = Mock::new(1, 1);
    for _ in 0..10 {
        let ready: &mut Mock = ServiceExt::<u64>::ready(&mut mock).await.expect("ready");
        assert_eq!(ready.slots_free(), 0);
        drop(ready.call(1_u64).await);
    }
    assert_eq!((mock.calls(), mock.slots_free()), (10, 1));
}
