//! Drives traffic and measures it.
//!
//! A [`LoadTest`] and a [`Scenario`] come in; windows go out, one each second. One scheduler serves closed and
//! open tests, one transport trait all protocols, one user trait flows and scripts. Whether the figures are
//! good is for the judge to say, not for this crate.

mod calendar;
pub mod coding;
pub mod cookie;
pub mod digest;
pub mod events;
mod fetch;
pub mod flow;
mod generator;
pub mod http1;
pub mod http2;
pub mod location;
pub mod message;
mod missed;
mod quick;
pub mod record;
pub mod run;
mod schedule;
mod timing;
pub mod transport;
mod user;
pub mod websocket;

pub use fetch::{FetchError, fetch_once};
pub use flow::{
    FEED_BYTES_MAX, Feeds, FlowError, FlowScenario, Given, Once, OnceError, Surroundings,
};
pub use missed::Missed;
pub use quick::{Measured, QuickError, Run};
pub use run::{
    Ending, Load, LoadTest, Meter, Observer, OnBusy, Outcome, Progress, RunError, StopSignal,
    Worker, run, run_once,
};
pub use transport::{
    Endpoint, ErrorKind, Fault, HttpVersion, NetworkError, NetworkOptions, TlsError, TlsOptions,
    probe,
};
pub use user::{STOP_TIME_MAX, Scenario, Turn, User};
