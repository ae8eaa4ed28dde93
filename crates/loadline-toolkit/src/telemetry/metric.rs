//! The name of a figure, once: OpenTelemetry's, with its unit, its help and the Prometheus name made from them.

/// The name, unit and meaning of a figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Metric {
    name: &'static str,
    unit: &'static str,
    help: &'static str,
    alias: Option<&'static str>,
}

impl Metric {
    /// A figure by OpenTelemetry's name (`db.client.connection.count`), its unit in UCUM (`s`, `By`, `{connection}`) and
    /// one line about it.
    #[must_use]
    pub const fn new(name: &'static str, unit: &'static str, help: &'static str) -> Self {
        Self { name, unit, help, alias: None }
    }

    /// The same figure under a second Prometheus name, written in full.
    #[must_use]
    pub const fn also(mut self, prometheus: &'static str) -> Self {
        self.alias = Some(prometheus);
        self
    }

    /// OpenTelemetry's name.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// The unit in UCUM.
    #[must_use]
    pub const fn unit(&self) -> &'static str {
        self.unit
    }

    /// One line about it.
    #[must_use]
    pub const fn help(&self) -> &'static str {
        self.help
    }

    /// The second Prometheus name.
    #[must_use]
    pub const fn alias(&self) -> Option<&'static str> {
        self.alias
    }

    /// The Prometheus name: dots and dashes become underscores, and the unit follows where it is one Prometheus writes.
    #[must_use]
    pub fn prometheus_name(&self) -> String {
        let mut name = self.name.replace(['.', '-'], "_");
        let unit = match self.unit {
            "s" => "_seconds",
            "By" => "_bytes",
            "1" => "_ratio",
            _ => "",
        };
        if !name.ends_with(unit) {
            name.push_str(unit);
        }
        name
    }
}
