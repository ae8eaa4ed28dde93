//! k6's metrics: series by tags, counted per thread and handed over as windows.
//!
//! `builtin` lists k6's own metrics and the series they are in Loadline's windows; `registry` adds a script's
//! own; `tags` gives each set of tags a number, so that a request costs one look-up; `meters` holds what one
//! thread measured since the last window.

mod builtin;
mod http;
mod meters;
mod registry;
mod tags;

pub(crate) use builtin::BuiltinMetric;
pub(crate) use http::{HttpPlace, HttpSample};
pub(crate) use meters::{Meters, SeriesPlace};
pub(crate) use registry::{MetricId, Registered, Registry};
pub(crate) use tags::TagsId;
