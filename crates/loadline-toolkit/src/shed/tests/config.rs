//! Each mistake in a configuration is named.

use super::{ConfigError, Gate, ShedBuilder};
use std::time::Duration;

#[test]
fn every_mistake_is_named() {
    let ms = Duration::from_millis;
    let zero = Gate::builder().target(Duration::ZERO).build_gate(1).expect_err("no target");
    assert_eq!(zero, ConfigError::TargetIsZero);
    let above = Gate::builder().target(ms(100)).interval(ms(100)).build_gate(1);
    let named = ConfigError::TargetAboveInterval { target: ms(100), interval: ms(100) };
    assert_eq!(above.expect_err("no burst could pass"), named);
    let none = Gate::builder().build_gate(0).expect_err("nobody inside");
    assert_eq!(none, ConfigError::ConcurrencyIsZero);
    let short = ShedBuilder::new().len_max(0).build_queue(|_: u32, _| {}).expect_err("no room");
    assert_eq!(short, ConfigError::LenIsZero);
}
