//! What part of a script's life is under way.

/// The part of the life of a script that a user is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Phase {
    /// The script's own top level: nothing may be sent.
    Init,
    /// `setup()`.
    Setup,
    /// The function of a scenario.
    Iteration,
    /// `teardown()`.
    Teardown,
    /// `handleSummary()`.
    Summary,
}
