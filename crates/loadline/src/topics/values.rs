//! What texts of a flow may hold.

use super::topic::table;

const VALUES: [(&str, &str); 12] = [
    ("{{user}}, {{iteration}}", "the user's number and its iteration's, from 1"),
    ("{{counter}}", "a number that nobody else in the run gets"),
    ("{{random 1 1000}}", "a whole number, both ends included"),
    ("{{random text 12}}", "that many letters and digits"),
    ("{{one of red green}}", "one of these words"),
    ("{{uuid}}", "a random UUID"),
    ("{{now}}", "milliseconds since 1970"),
    ("{{now seconds}}, {{now rfc3339}}", "seconds since 1970; as text in UTC"),
    ("{{env NAME}}", "an environment variable"),
    ("{{secret NAME}}", "the same, never printed nor stored"),
    ("{{people.email}}", "a column of the feed `people`"),
    ("{{token}}", "a value that an earlier step saved"),
];

pub(super) fn text() -> String {
    format!(
        "Paths, headers and bodies of a flow, and the URL of a run, may hold:\n\n{}",
        table(&VALUES)
    )
}
