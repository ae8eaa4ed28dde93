//! What commands leave behind on a connection. In come their names; out goes what has to be undone before another
//! caller may have it.

/// What a connection's commands have left behind so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Changes {
    /// `WATCH`: undone by `UNWATCH`.
    pub(super) watches: bool,
    /// `MULTI` without its end: undone by `DISCARD`.
    pub(super) queues: bool,
    /// `SELECT`: undone by another.
    pub(super) selected: bool,
    /// Something that only a new connection undoes.
    pub(super) is_foreign: bool,
}

/// Commands after which a connection is no longer one that anybody may have.
const FOREIGN: [&str; 11] = [
    "ASKING",
    "AUTH",
    "CLIENT",
    "HELLO",
    "MONITOR",
    "PSUBSCRIBE",
    "READONLY",
    "READWRITE",
    "RESET",
    "SSUBSCRIBE",
    "SUBSCRIBE",
];

impl Changes {
    /// Takes a command into account, by its name in any case.
    pub(super) fn note(&mut self, command: &str) {
        let is = |name: &str| command.eq_ignore_ascii_case(name);
        if is("WATCH") {
            self.watches = true;
        } else if is("UNWATCH") {
            self.watches = false;
        } else if is("MULTI") {
            self.queues = true;
        } else if is("EXEC") || is("DISCARD") {
            // Both end the watch as well.
            (self.watches, self.queues) = (false, false);
        } else if is("SELECT") {
            self.selected = true;
        } else if FOREIGN.into_iter().any(is) {
            self.is_foreign = true;
        }
    }

    pub(super) fn any(self) -> bool {
        self != Self::default()
    }
}
