//! The options that say what is told at the end, and by which tags.

use std::collections::BTreeSet;

/// `summaryTimeUnit`
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TimeUnit {
    /// `s`
    Seconds,
    /// `ms`
    Milliseconds,
    /// `us`
    Microseconds,
}

impl TimeUnit {
    /// All of them, in the order errors list them.
    pub const ALL: [Self; 3] = [Self::Seconds, Self::Milliseconds, Self::Microseconds];

    /// The name in options.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Seconds => "s",
            Self::Milliseconds => "ms",
            Self::Microseconds => "us",
        }
    }
}

/// `--summary-mode`: how much the summary tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum SummaryMode {
    /// The totals.
    #[default]
    Compact,
    /// The totals, and those of each group and scenario.
    Full,
    /// As it was before there were modes.
    Legacy,
    /// Nothing.
    Disabled,
}

impl SummaryMode {
    /// All of them, in the order errors list them.
    pub const ALL: [Self; 4] = [Self::Compact, Self::Full, Self::Legacy, Self::Disabled];

    /// The name on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Compact => "compact",
            Self::Full => "full",
            Self::Legacy => "legacy",
            Self::Disabled => "disabled",
        }
    }
}

macro_rules! system_tags {
    ($($(#[doc = $doc:literal])* $variant:ident = $name:literal, $is_default:literal;)*) => {
        /// A tag that samples get without being asked, in the order of their names.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum SystemTag {
            $($(#[doc = $doc])* $variant,)*
        }

        impl SystemTag {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// The name of the tag.
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)*
                }
            }

            /// Whether samples have it unless `systemTags` says otherwise.
            pub const fn is_default(self) -> bool {
                match self {
                    $(Self::$variant => $is_default,)*
                }
            }
        }
    };
}

system_tags! {
    /// `check`: the name of the check.
    Check = "check", true;
    /// `error`: the text of a failed request's error.
    Error = "error", true;
    /// `error_code`: its number.
    ErrorCode = "error_code", true;
    /// `expected_response`: whether the status was one that was expected.
    ExpectedResponse = "expected_response", true;
    /// `group`: the path of groups.
    Group = "group", true;
    /// `ip`: the address of the server.
    Ip = "ip", false;
    /// `iter`: the number of the user's iteration.
    Iter = "iter", false;
    /// `method`: the method of the request.
    Method = "method", true;
    /// `name`: the URL, or the name it was given.
    Name = "name", true;
    /// `ocsp_status`: what is known of the certificate.
    OcspStatus = "ocsp_status", false;
    /// `proto`: the version of HTTP.
    Proto = "proto", true;
    /// `scenario`: its name.
    Scenario = "scenario", true;
    /// `service`: the service of a gRPC call.
    Service = "service", true;
    /// `status`: the status of the answer.
    Status = "status", true;
    /// `subproto`: what a WebSocket speaks.
    Subproto = "subproto", true;
    /// `tls_version`: the version of TLS.
    TlsVersion = "tls_version", true;
    /// `url`: the URL.
    Url = "url", true;
    /// `vu`: the number of the user.
    Vu = "vu", false;
}

impl SystemTag {
    /// The tag of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|tag| tag.name() == name)
    }

    /// The tags samples have unless `systemTags` says otherwise.
    pub fn default_set() -> BTreeSet<Self> {
        Self::ALL.iter().copied().filter(|tag| tag.is_default()).collect()
    }
}
