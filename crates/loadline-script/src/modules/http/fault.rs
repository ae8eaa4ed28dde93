//! Why a request has no answer, in k6's numbers and words.

use loadline_load::{ErrorKind, Fault};

use super::request::Method;

/// The number of errors that have none of their own.
const UNSENT: u16 = 1000;

/// An error as responses and tags show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct RequestFault {
    /// k6's number.
    pub(super) code: u16,
    /// k6's text.
    pub(super) text: String,
}

impl RequestFault {
    /// A URL that cannot be asked for.
    pub(super) fn url(text: String) -> Self {
        Self { code: 1020, text }
    }

    /// A value that is neither a text nor an object with one.
    pub(super) fn no_address(value: &str) -> Self {
        Self::url(format!("invalid URL: {value} is not a text"))
    }

    /// A method that is no word.
    pub(super) fn method(method: &Method) -> Self {
        Self::url(format!("net/http: invalid method {:?}", method.as_str()))
    }

    /// A request that got as far as being sent.
    pub(super) fn unsent(text: String) -> Self {
        Self { code: UNSENT, text }
    }

    /// Whether the request counts as one although nothing was sent.
    pub(super) const fn is_counted(&self) -> bool {
        self.code == UNSENT
    }

    /// A body whose coding cannot be undone.
    pub(super) fn coding(text: String) -> Self {
        Self { code: 1701, text }
    }

    /// What the transport found.
    pub(super) fn of(fault: &Fault, shown_host: &str) -> Self {
        use ErrorKind as Kind;
        let (code, text) = match fault.kind {
            Kind::BlockedHost => (1111, "hostname is blocked".to_owned()),
            Kind::BlockedAddress => (1110, "ip is blacklisted".to_owned()),
            Kind::Dns => (1101, format!("lookup {shown_host}: no such host")),
            Kind::Refused => (1212, "dial: connection refused".to_owned()),
            Kind::TimedOutConnecting => (1211, "dial: i/o timeout".to_owned()),
            Kind::TimedOutWaiting | Kind::TimedOutReceiving => (1050, "request timeout".to_owned()),
            Kind::Reset => (1220, "read: connection reset by peer".to_owned()),
            Kind::Closed => (1000, "EOF".to_owned()),
            Kind::Tls if fault.detail.contains("UnknownIssuer") => {
                (1310, "x509: certificate signed by unknown authority".to_owned())
            }
            Kind::Tls if fault.detail.contains("NotValidForName") => (
                1311,
                format!(
                    "x509: certificate is not valid for any names, but wanted to match {shown_host}"
                ),
            ),
            Kind::Tls => (1300, fault.detail.clone()),
            Kind::StreamReset => (1610, fault.detail.clone()),
            Kind::GoAway => (1600, fault.detail.clone()),
            Kind::Unreachable | Kind::Proxy | Kind::OutOfPorts | Kind::Generator => {
                (1210, fault.detail.clone())
            }
            _ => (1000, fault.detail.clone()),
        };
        Self { code, text }
    }
}

/// The number of a status that is an error; zero for others.
pub(super) const fn code_of_status(status: u16) -> u16 {
    if status >= 400 && status < 600 { 1000 + status } else { 0 }
}
