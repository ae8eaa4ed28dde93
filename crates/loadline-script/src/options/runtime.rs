//! What is said beside a script's options: what is shown and written, what the script sees of its surroundings.
//!
//! Variables and flags come in; scripts and configuration files cannot set any of it.

use std::collections::BTreeMap;

use super::error::OptionsError;
use super::summary::SummaryMode;

/// Settings of a run that are not options of the script; what was not said is none.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RuntimeOptions {
    /// `--no-thresholds`: thresholds are neither judged nor shown.
    pub no_thresholds: Option<bool>,
    /// `--no-summary`: no summary at the end, and `handleSummary()` is not called.
    pub no_summary: Option<bool>,
    /// `--summary-mode`
    pub summary_mode: Option<SummaryMode>,
    /// `--summary-export`: the file for the summary in k6's older form.
    pub summary_export: Option<String>,
    /// `--new-machine-readable-summary`: that file and the data of `handleSummary()` have k6's newer form.
    pub machine_readable_summary: Option<bool>,
    /// `--include-system-env-vars`: `__ENV` holds the variables of the process.
    pub include_system_env_vars: Option<bool>,
    /// `--env`: variables of `__ENV` over those of the process.
    pub env: BTreeMap<String, String>,
    /// `--config`: the configuration file.
    pub config: Option<String>,
    /// `--log-output`: where the log goes.
    pub log_output: Option<String>,
    /// `--log-format`: how its lines look.
    pub log_format: Option<String>,
    /// `--secret-source`: where secrets come from.
    pub secret_sources: Vec<String>,
    /// `--out`: what samples are written to, such as `json=samples.json`.
    pub outs: Vec<String>,
    /// `--no-color`
    pub no_color: Option<bool>,
}

impl RuntimeOptions {
    /// What `K6_*` variables say; empty ones are passed over.
    ///
    /// # Errors
    /// When a variable has a value that it cannot have.
    pub fn from_variables(
        variables: impl IntoIterator<Item = (String, String)>,
    ) -> Result<Self, OptionsError> {
        let mut options = Self::default();
        for (name, text) in variables.into_iter().filter(|(_, text)| !text.is_empty()) {
            let flag = || flag(&name, &text).map(Some);
            match &*name {
                "K6_NO_THRESHOLDS" => options.no_thresholds = flag()?,
                "K6_NO_SUMMARY" => options.no_summary = flag()?,
                "K6_NEW_MACHINE_READABLE_SUMMARY" => options.machine_readable_summary = flag()?,
                "K6_INCLUDE_SYSTEM_ENV_VARS" => options.include_system_env_vars = flag()?,
                "K6_NO_COLOR" => options.no_color = flag()?,
                "K6_SUMMARY_MODE" => options.summary_mode = Some(mode(&name, &text)?),
                "K6_SUMMARY_EXPORT" => options.summary_export = Some(text),
                "K6_CONFIG" => options.config = Some(text),
                "K6_LOG_OUTPUT" => options.log_output = Some(text),
                "K6_LOG_FORMAT" => options.log_format = Some(text),
                "K6_OUT" => options.outs = text.split(',').map(str::to_owned).collect(),
                _ => {}
            }
        }
        Ok(options)
    }

    /// These over `lower` ones: what is said here stands, lists replace each other.
    #[must_use]
    pub fn over(self, lower: Self) -> Self {
        let list = |own: Vec<String>, lower| if own.is_empty() { lower } else { own };
        let mut env = lower.env;
        env.extend(self.env);
        Self {
            no_thresholds: self.no_thresholds.or(lower.no_thresholds),
            no_summary: self.no_summary.or(lower.no_summary),
            summary_mode: self.summary_mode.or(lower.summary_mode),
            summary_export: self.summary_export.or(lower.summary_export),
            machine_readable_summary: self
                .machine_readable_summary
                .or(lower.machine_readable_summary),
            include_system_env_vars: self.include_system_env_vars.or(lower.include_system_env_vars),
            env,
            config: self.config.or(lower.config),
            log_output: self.log_output.or(lower.log_output),
            log_format: self.log_format.or(lower.log_format),
            secret_sources: list(self.secret_sources, lower.secret_sources),
            outs: list(self.outs, lower.outs),
            no_color: self.no_color.or(lower.no_color),
        }
    }

    /// How much the summary tells.
    pub fn summary_mode(&self) -> SummaryMode {
        match self.no_summary {
            Some(true) => SummaryMode::Disabled,
            _ => self.summary_mode.unwrap_or_default(),
        }
    }

    /// Whether thresholds are judged.
    pub fn judges_thresholds(&self) -> bool {
        self.no_thresholds != Some(true)
    }

    /// `__ENV`: the variables of the process, where they are wanted, and those of the command line over them.
    pub fn env(
        &self,
        system: impl IntoIterator<Item = (String, String)>,
    ) -> BTreeMap<String, String> {
        let wants_system = self.include_system_env_vars.unwrap_or(true);
        let system = system.into_iter().filter(|_| wants_system);
        system.chain(self.env.clone()).collect()
    }
}

fn flag(name: &str, text: &str) -> Result<bool, OptionsError> {
    match text {
        "1" | "t" | "T" | "true" | "TRUE" | "True" => Ok(true),
        "0" | "f" | "F" | "false" | "FALSE" | "False" => Ok(false),
        _ => {
            let message = format!("expected `true` or `false`, found `{text}`");
            Err(OptionsError::of(name, message, ""))
        }
    }
}

fn mode(name: &str, text: &str) -> Result<SummaryMode, OptionsError> {
    SummaryMode::ALL.into_iter().find(|mode| mode.name() == text).ok_or_else(|| {
        let names = SummaryMode::ALL.map(|mode| format!("`{}`", mode.name()));
        let hint = format!("accepted: {}", names.join(", "));
        OptionsError::of(name, format!("`{text}` is not a mode of the summary"), hint)
    })
}
