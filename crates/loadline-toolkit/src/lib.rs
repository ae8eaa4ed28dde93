//! Loadline's library for services that must be fast: pools, replica routing, retries, breakers, limits, batches,
//! executors and streams, each with bounds, figures and errors that say whether trying again makes sense.
//!
//! Each part is a folder and a feature of the same name; the default is none. What every part shares is always
//! there: the time that is left ([`deadline`]), the word on whether an error passes ([`Transient`]), and the
//! figures a part shows ([`telemetry`]). Parts take time from tokio, so a paused clock makes them deterministic.

#[cfg(feature = "adaptive")]
pub mod adaptive;
#[cfg(feature = "batch")]
pub mod batch;
#[cfg(feature = "breaker")]
pub mod breaker;
#[cfg(feature = "client")]
pub mod client;
pub mod deadline;
#[cfg(feature = "executor")]
pub mod executor;
#[cfg(feature = "fan-out")]
pub mod fan_out;
#[cfg(feature = "hedge")]
pub mod hedge;
#[cfg(feature = "limiter")]
pub mod limiter;
#[cfg(feature = "memory")]
pub mod memory;
#[cfg(feature = "object-pool")]
pub mod object_pool;
#[cfg(any(
    feature = "batch",
    feature = "executor",
    feature = "fan-out",
    feature = "object-pool",
    feature = "stream"
))]
mod panics;
#[cfg(feature = "pool")]
pub mod pool;
#[cfg(test)]
mod probe;
#[cfg(feature = "replicas")]
pub mod replicas;
#[cfg(feature = "retry")]
pub mod retry;
#[cfg(feature = "shed")]
pub mod shed;
#[cfg(feature = "stream")]
pub mod stream;
pub mod telemetry;
mod transient;

pub use transient::Transient;
