//! A recommended value, and how it is written down.
//!
//! Deliberately not here: how it is arrived at (`recommend`).

/// A setting and what it should be.
#[derive(Debug, Clone, PartialEq)]
pub struct Recommendation {
    /// The setting.
    pub name: &'static str,
    /// Its value now, as the server shows it.
    pub current: String,
    /// The value that suits.
    pub recommended: String,
    /// Whether these differ by enough to matter.
    pub is_change: bool,
    /// Why that value.
    pub reason: String,
    /// Where the rule comes from.
    pub source: &'static str,
    /// Whether it takes a restart.
    pub needs_restart: bool,
}

impl Recommendation {
    /// `ALTER SYSTEM SET work_mem = '16MB';`.
    #[must_use]
    pub fn statement(&self) -> String {
        format!("ALTER SYSTEM SET {} = '{}';", self.name, self.recommended)
    }

    /// `work_mem = '16MB'`, for postgresql.conf.
    #[must_use]
    pub fn line(&self) -> String {
        format!("{} = '{}'", self.name, self.recommended)
    }
}
