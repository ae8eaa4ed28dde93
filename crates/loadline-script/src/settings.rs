//! What a run's users have to know of the options, looked at on the hot path: made once from all layers.

use std::collections::BTreeMap;
use std::time::Duration;

use loadline_core::traffic::Segment;

use crate::options::{Options, SystemTag};

/// The options of a run as its users need them.
#[derive(Debug, Clone, Default)]
pub(crate) struct Settings {
    /// Which tags measurements get.
    pub(crate) tagging: Tagging,
    /// Tags of everything.
    pub(crate) tags: BTreeMap<String, String>,
    pub(crate) scenarios: Vec<ScenarioSettings>,
    /// The part of the test that this process drives.
    pub(crate) segment: Option<Segment>,
    pub(crate) options: Options,
    /// The same as scripts see them.
    pub(crate) options_json: serde_json::Value,
}

/// One scenario as its users need it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ScenarioSettings {
    pub(crate) name: String,
    pub(crate) executor: &'static str,
    /// The exported function.
    pub(crate) exec: String,
    pub(crate) env: BTreeMap<String, String>,
    pub(crate) tags: BTreeMap<String, String>,
    /// When it starts, after the test.
    pub(crate) start: Duration,
    /// How long it is planned to take.
    pub(crate) length: Duration,
    /// Users it has at most, where arrivals may find none free.
    pub(crate) users_max: Option<u32>,
    /// Numbers of its users begin behind this.
    pub(crate) users_before: u32,
}

/// Which system tags measurements get.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Tagging {
    pub(crate) check: bool,
    pub(crate) error: bool,
    pub(crate) error_code: bool,
    pub(crate) expected_response: bool,
    pub(crate) group: bool,
    /// The number of the iteration, beside samples.
    pub(crate) iter: bool,
    pub(crate) method: bool,
    pub(crate) name: bool,
    pub(crate) proto: bool,
    pub(crate) scenario: bool,
    pub(crate) status: bool,
    pub(crate) tls_version: bool,
    /// The tag of series, only where a threshold asks for it: a series for each URL helps nobody else.
    pub(crate) url: bool,
    /// The tag of samples, where somebody wants each.
    pub(crate) url_of_samples: bool,
    /// The number of the user, beside samples.
    pub(crate) vu: bool,
}

impl Tagging {
    /// The tags that `options` ask for.
    pub(crate) fn of(options: &Options) -> Self {
        let tags = options.system_tags();
        let has = |tag: SystemTag| tags.contains(&tag);
        let thresholds = options.thresholds.iter().flatten();
        let url_asked = thresholds.into_iter().any(|(metric, _)| metric.contains("url:"));
        Self {
            check: has(SystemTag::Check),
            error: has(SystemTag::Error),
            error_code: has(SystemTag::ErrorCode),
            expected_response: has(SystemTag::ExpectedResponse),
            group: has(SystemTag::Group),
            iter: has(SystemTag::Iter),
            method: has(SystemTag::Method),
            name: has(SystemTag::Name),
            proto: has(SystemTag::Proto),
            scenario: has(SystemTag::Scenario),
            status: has(SystemTag::Status),
            tls_version: has(SystemTag::TlsVersion),
            url: has(SystemTag::Url) && url_asked,
            url_of_samples: has(SystemTag::Url),
            vu: has(SystemTag::Vu),
        }
    }
}
