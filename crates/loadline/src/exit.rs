//! Exit codes: k6's where k6 has one, so that scripts that know them keep working.

/// Why the process ends, as a number other programs can act on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Exit {
    /// Every objective that could be judged was met.
    Met,
    /// The command line cannot be read.
    Usage,
    /// An objective was missed.
    Missed,
    /// A file, a store or a target named on the command line is of no use.
    BadFile,
    /// `setup()` of a script took too long.
    SetupTimeout,
    /// `teardown()` of a script took too long.
    TeardownTimeout,
    /// Something else in a script took too long.
    Timeout,
    /// Somebody stopped the run.
    Interrupted,
    /// A script threw where it must not, or in every iteration.
    ScriptException,
    /// A script ended its test.
    ScriptAborted,
    /// A script let its test fail.
    ScriptFailed,
    /// The measurement itself is not trustworthy, or could not be made.
    Untrustworthy,
}

impl Exit {
    /// Each with what it says.
    pub(crate) const ALL: [(Self, &'static str); 12] = [
        (Self::Met, "every objective that could be judged was met"),
        (Self::Usage, "the command line cannot be read"),
        (Self::Missed, "an objective was missed, or the test gave itself up"),
        (Self::BadFile, "a file, a store or a target named on the command line is of no use"),
        (Self::SetupTimeout, "`setup()` of a script took too long"),
        (Self::TeardownTimeout, "`teardown()` of a script took too long"),
        (Self::Timeout, "something else in a script took too long"),
        (Self::Interrupted, "somebody stopped the run"),
        (Self::ScriptException, "a script threw where it must not, or in every iteration"),
        (Self::ScriptAborted, "a script ended its test"),
        (Self::ScriptFailed, "a script let its test fail"),
        (Self::Untrustworthy, "the measurement itself is not trustworthy, or could not be made"),
    ];

    /// The number.
    pub(crate) const fn code(self) -> u8 {
        match self {
            Self::Met => 0,
            Self::Usage => 2,
            Self::Missed => 99,
            Self::BadFile => 104,
            Self::SetupTimeout => 100,
            Self::TeardownTimeout => 101,
            Self::Timeout => 102,
            Self::Interrupted => 105,
            Self::ScriptException => 107,
            Self::ScriptAborted => 108,
            Self::ScriptFailed => 110,
            Self::Untrustworthy => 110,
        }
    }

    /// The graver of two: a run among several that cannot be trusted outweighs a missed objective.
    pub(crate) fn or(self, other: Self) -> Self {
        if other.gravity() > self.gravity() { other } else { self }
    }

    const fn gravity(self) -> u8 {
        match self {
            Self::Met => 0,
            Self::Missed => 1,
            Self::Untrustworthy => 2,
            Self::ScriptFailed => 3,
            Self::Interrupted => 4,
            Self::SetupTimeout | Self::TeardownTimeout | Self::Timeout => 5,
            Self::ScriptException | Self::ScriptAborted => 6,
            Self::BadFile => 7,
            Self::Usage => 8,
        }
    }
}
