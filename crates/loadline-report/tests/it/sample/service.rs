//! The made-up service, what its requests look like in windows, and the generator that makes them.

use loadline_core::window::names;
use loadline_core::{Origin, Promise, Tags};

use super::draft::Draft;

/// A request of the made-up service.
pub(super) struct Endpoint {
    pub(super) method: &'static str,
    pub(super) name: &'static str,
    pub(super) class: &'static str,
    pub(super) weight: f64,
    pub(super) median_seconds: f64,
    pub(super) spread: f64,
}

pub(super) const ENDPOINTS: [Endpoint; 6] = [
    endpoint("GET", "/health", "health", 1.0, 0.0008, 0.35),
    endpoint("GET", "/items/{id}", "simple", 5.0, 0.006, 0.5),
    endpoint("GET", "/orders/{id}?expand=items", "complex", 1.5, 0.03, 0.55),
    endpoint("GET", "/items/search", "search", 2.0, 0.042, 0.6),
    endpoint("POST", "/orders", "mutation", 1.0, 0.018, 0.45),
    endpoint("PUT", "/users/me", "mutation", 0.5, 0.012, 0.45),
];

pub(super) const fn endpoint(
    method: &'static str,
    name: &'static str,
    class: &'static str,
    weight: f64,
    median_seconds: f64,
    spread: f64,
) -> Endpoint {
    Endpoint { method, name, class, weight, median_seconds, spread }
}

/// A value around `median`, log-normal.
pub(super) fn log_normal(random: &mut fastrand::Rng, median: f64, spread: f64) -> f64 {
    let (u, v) = (1.0 - random.f64(), random.f64());
    let normal = (-2.0 * u.ln()).sqrt() * (std::f64::consts::TAU * v).cos();
    median * (normal * spread).exp()
}

pub(super) fn answered(endpoint: &Endpoint, status: &'static str) -> Tags {
    Tags::new([
        (names::TAG_NAME, endpoint.name),
        (names::TAG_METHOD, endpoint.method),
        (names::TAG_CLASS, endpoint.class),
        (names::TAG_STATUS, status),
    ])
}

pub(super) fn refused(endpoint: &Endpoint, status: &'static str) -> Tags {
    let answered = answered(endpoint, status);
    Tags::new(answered.iter().chain([(names::TAG_ERROR, "bad status")]))
}

pub(super) fn unanswered(endpoint: &Endpoint, error: &'static str) -> Tags {
    Tags::new([
        (names::TAG_NAME, endpoint.name),
        (names::TAG_METHOD, endpoint.method),
        (names::TAG_CLASS, endpoint.class),
        (names::TAG_ERROR, error),
    ])
}

pub(super) fn promise(origin: Origin, sentence: &str) -> Promise {
    Promise { objective: sentence.parse().expect("the sample's sentences are valid"), origin }
}

pub(super) fn pack(pack: &str, id: &str, sentence: &str) -> Promise {
    promise(Origin::Pack { pack: pack.to_owned(), id: id.to_owned() }, sentence)
}

pub(super) fn generator(draft: &mut Draft, random: &mut fastrand::Rng, load: f64) {
    for thread in ["0", "1"] {
        let tags = Tags::new([(names::TAG_THREAD, thread)]);
        draft.gauge(names::GENERATOR_CPU, &tags, 0.04 + 0.3 * load + 0.03 * random.f64());
        draft.gauge(names::GENERATOR_QUEUE, &tags, 0.002 + 0.01 * random.f64());
    }
    draft.gauge(names::GENERATOR_MEMORY, &Tags::default(), 18e6 + 9e6 * load);
}

pub(super) fn phases(draft: &mut Draft, random: &mut fastrand::Rng, tags: &Tags, seconds: f64) {
    draft.time(names::PHASE_SEND, tags, log_normal(random, 14e-6, 0.3));
    draft.time(names::PHASE_WAIT, tags, seconds * 0.95);
    draft.time(names::PHASE_RECEIVE, tags, seconds * 0.05);
}
