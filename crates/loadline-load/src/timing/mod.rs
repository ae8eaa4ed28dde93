//! Time for open tests: an alarm finer than the runtime's millisecond clock.

mod alarm;

pub(crate) use alarm::Alarm;
