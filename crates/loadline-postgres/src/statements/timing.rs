//! Which times of statements a server writes to its log, by its settings. In comes a session; out goes whether percentiles
//! taken from that log are those of all statements.
//!
//! Deliberately not here: reading logs (`crate::log`), and settings that a role or a database has of its own.

use crate::session::{Cells as _, Session, SessionError};

/// Settings by name, those that a version lacks left out.
const SETTINGS: &str = "\
SELECT name::text AS name, setting::text AS setting FROM pg_settings
 WHERE name IN ('log_min_duration_statement', 'log_min_duration_sample', 'log_statement_sample_rate',
                'log_transaction_sample_rate', 'log_duration', 'log_statement')";

/// Which times are logged.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Timing {
    /// Those of all statements.
    All,
    /// Those of some, taken by chance.
    Sampled,
    /// Those of the slow ones alone, from so many milliseconds on.
    Slow(f64),
    /// None.
    Nothing,
}

impl Timing {
    /// Asks the server.
    ///
    /// # Errors
    ///
    /// When it does not answer.
    pub async fn of(session: &Session) -> Result<Self, SessionError> {
        let mut settings = Settings::default();
        for row in session.query(SETTINGS, &[]).await? {
            settings.set(&row.text("name")?, &row.text("setting")?);
        }
        Ok(settings.timing())
    }
}

/// The settings; a limit below zero is none.
#[derive(Debug, Clone, Copy)]
struct Settings {
    slow_ms: f64,
    sample_ms: f64,
    sample_rate: f64,
    transaction_rate: f64,
    logs_durations: bool,
    logs_all: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            slow_ms: -1.0,
            sample_ms: -1.0,
            sample_rate: 1.0,
            transaction_rate: 0.0,
            logs_durations: false,
            logs_all: false,
        }
    }
}

impl Settings {
    fn set(&mut self, name: &str, setting: &str) {
        let number = || setting.parse().unwrap_or(-1.0);
        match name {
            "log_min_duration_statement" => self.slow_ms = number(),
            "log_min_duration_sample" => self.sample_ms = number(),
            "log_statement_sample_rate" => self.sample_rate = number(),
            "log_transaction_sample_rate" => self.transaction_rate = number(),
            "log_duration" => self.logs_durations = setting == "on",
            "log_statement" => self.logs_all = setting == "all",
            _ => {}
        }
    }

    fn timing(&self) -> Timing {
        let is_sampled = self.sample_ms >= 0.0 && self.sample_rate > 0.0;
        let takes_all = self.sample_ms == 0.0 && self.sample_rate >= 1.0;
        if self.slow_ms == 0.0 || (self.logs_durations && self.logs_all) || takes_all {
            Timing::All
        } else if self.slow_ms > 0.0 {
            // Samples among them do not make the slow ones fewer.
            Timing::Slow(self.slow_ms)
        } else if is_sampled && self.sample_ms > 0.0 {
            Timing::Slow(self.sample_ms)
        } else if is_sampled || self.transaction_rate > 0.0 {
            Timing::Sampled
        } else {
            Timing::Nothing
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Settings, Timing};

    fn check(set: &[(&str, &str)], expected: Timing) {
        let mut settings = Settings::default();
        set.iter().for_each(|(name, setting)| settings.set(name, setting));
        assert_eq!(settings.timing(), expected, "{set:?}");
    }

    #[test]
    fn settings_tell_whether_percentiles_of_the_log_are_those_of_all_statements() {
        check(&[], Timing::Nothing);
        check(&[("log_min_duration_statement", "0")], Timing::All);
        check(&[("log_min_duration_statement", "250")], Timing::Slow(250.0));
        check(&[("log_duration", "on")], Timing::Nothing);
        check(&[("log_duration", "on"), ("log_statement", "all")], Timing::All);
        check(&[("log_transaction_sample_rate", "0.1")], Timing::Sampled);
        let sample = [("log_min_duration_sample", "0"), ("log_statement_sample_rate", "0.1")];
        check(&sample, Timing::Sampled);
        check(&[sample[0], sample[1], ("log_min_duration_statement", "250")], Timing::Slow(250.0));
        check(&[("log_min_duration_sample", "100")], Timing::Slow(100.0));
    }
}
