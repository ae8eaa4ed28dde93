//! The named tests, and the kinds of traffic.

use loadline_core::traffic::profile;

use super::topic::table;

const TRAFFIC: [(&str, &str); 6] = [
    ("users: 64, for: 10s", "64 users, each starting its next iteration when the last one ended"),
    ("users: [ 7m to 200, 7m at 200 ]", "stages: up to 200 users in seven minutes, then level"),
    ("users: 10, iterations: 1000", "that many iterations, shared; iterations_each: for each user"),
    ("rate: 1000/s, for: 1m", "arrivals by the clock, whether or not answers keep up"),
    ("rate: [ 1m to 1000/s ]", "the same in stages; arrivals: poisson spaces them at random"),
    ("burst: 1000", "one iteration of each of that many users, all at once"),
];

pub(super) fn text() -> String {
    let profiles: Vec<(&str, &str)> =
        profile::all().iter().map(|profile| (profile.name, profile.purpose)).collect();
    format!(
        "Named tests, for --test; a file's own test of that name takes its place:\n\n{}\nKinds of traffic, as a file \
         writes them:\n\n{}\nSeveral loads go side by side with `loads: {{ browsing: {{ … }}, admin: {{ …, after: 10s \
         }} }}`.\nwarm_up: 10s leaves the first figures out; abort: http errors > 50% for 10s gives a test up.\n",
        table(&profiles),
        table(&TRAFFIC)
    )
}
