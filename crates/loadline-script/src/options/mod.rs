//! The options of a script: what traffic it asks for, how it talks to servers, what it promises.
//!
//! JSON values, `K6_*` variables and flags come in as layers, one consolidated [`Options`] goes out, and from it
//! the loads, the network and the thresholds of a run. Evaluating the script and running are done elsewhere.

mod check;
mod connections;
pub(crate) mod duration;
mod error;
mod inspect;
mod layers;
mod model;
mod network;
mod plan;
mod read;
mod runtime;
mod scenario;
mod segment;
mod summary;

pub use check::check_functions;
pub use connections::connections;
pub use error::{OptionsError, Place};
pub use inspect::{inspect, test_options};
pub use layers::{DEFAULT_SCENARIO, Layer, consolidate};
pub use model::{HttpDebug, Options, ThresholdSpec};
pub use network::{DnsOptions, DnsPolicy, DnsSelect, DnsTtl, HostAddress, IpRange, LocalIps};
pub use network::{TlsAuth, TlsVersion, TlsVersions};
pub use plan::{Plan, PlannedScenario};
pub use read::{Flag, from_config_file, from_flags, from_script, from_variables};
pub use runtime::RuntimeOptions;
pub use scenario::{Executor, ExecutorKind, Scenario, Stage};
pub use segment::{Fraction, Segment};
pub use summary::{SummaryMode, SystemTag, TimeUnit};

#[cfg(test)]
mod tests;
