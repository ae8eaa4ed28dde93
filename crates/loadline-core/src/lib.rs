//! The vocabulary of Loadline, and the arithmetic on it.
//!
//! Text comes in (objectives, `loadline.yaml`, packs), windows come in from whoever measures; verdicts
//! and findings go out. This crate does no I/O, reads no clock, is not async and logs nothing: every
//! result is a function of its arguments.

pub mod comparison;
pub mod file;
pub mod finding;
pub mod histogram;
pub mod judge;
pub mod level;
pub mod objective;
pub mod pack;
pub mod quantity;
pub mod sample;
pub mod traffic;
pub mod trust;
pub mod verdict;
pub mod window;
pub mod yaml;

pub use comparison::Comparison;
pub use file::LoadlineFile;
pub use finding::Finding;
pub use histogram::Histogram;
pub use judge::{Judge, judge};
pub use level::{BreakingPoint, Level, LoadAxis};
pub use objective::Objective;
pub use pack::Pack;
pub use quantity::{ByteRate, Bytes, Quantity, Rate, Share, Span, Unit};
pub use sample::{Sample, Samples};
pub use traffic::{Think, Traffic};
pub use verdict::{Evidence, Origin, Outcome, Promise, Unmeasured, Verdict};
pub use window::{Aggregate, SeriesKey, Tags, Window};
pub use yaml::Diagnostic;
