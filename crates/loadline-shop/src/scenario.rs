//! The shop's own load scenario, carried in the library so that it needs no file beside it.

/// A `loadline.yaml` that logs users in and visits every class of endpoint.
///
/// Its `target` is the default address of a shop by hand; whoever starts one on a free port puts
/// that address in its place.
pub const SCENARIO_YAML: &str = include_str!("../loadline.yaml");
