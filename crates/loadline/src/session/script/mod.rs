//! A script's run: loaded, asked for its options, driven, judged, summed up the way k6 does; kept and reported
//! the way every run is.

mod ending;
mod log;
mod observe;
mod perform;
mod remote;
mod request;
mod summary;
mod wait;

pub(crate) use log::{LogForm, LogPlace, LogRequest};
pub(crate) use perform::perform_script;
pub(crate) use request::{ScriptRequest, SummaryRequest};
