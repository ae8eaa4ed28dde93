//! Words and hints where a target cannot be reached as asked for.

use loadline_load::{ErrorKind, Fault, NetworkError, TlsError};

/// What the arguments that shape connections want.
pub(super) fn network_hint(error: &NetworkError) -> Option<&'static str> {
    let hint = match error {
        NetworkError::Tls(TlsError::Unreadable { .. }) => {
            "`--ca` and `--cert` want PEM files of certificates"
        }
        NetworkError::Tls(TlsError::UnreadableKey { .. }) => {
            "`--key` wants a PEM file; `openssl pkey -in KEY -out PLAIN` takes a password off"
        }
        NetworkError::Tls(TlsError::Mismatch { .. } | TlsError::Identity { .. }) => {
            "`--cert` and `--key` want a certificate and the key it was made for"
        }
        NetworkError::Tls(TlsError::NoVersion) => "`--tls-min` is at most `--tls-max`",
        NetworkError::Tls(TlsError::ServerName { .. }) => "`--server-name` wants a host name",
        NetworkError::Tls(TlsError::Refused(_) | TlsError::Given(_)) => return None,
        NetworkError::SourceAddress { .. } => {
            "`--source-address` wants addresses of this machine; `ip address` lists them"
        }
        NetworkError::UnixSocket { .. } => "a Unix socket's path has at most 107 bytes",
    };
    Some(hint)
}

/// A line for each target.
pub(super) fn unreachable_text(faults: &[(String, Fault)]) -> String {
    let lines =
        faults.iter().map(|(target, fault)| format!("cannot reach {target}: {}", fault.detail));
    lines.collect::<Vec<_>>().join("\n       ")
}

/// What helps with the first of them.
pub(super) fn unreachable_hint(faults: &[(String, Fault)]) -> &'static str {
    match faults.first().map(|(_, fault)| fault.kind) {
        Some(ErrorKind::Dns) => "check the host's name",
        Some(ErrorKind::Tls) => tls_hint(&faults[0].1.detail),
        Some(ErrorKind::TimedOutConnecting) => {
            "check that the service accepts connections; `--connect-timeout` sets how long to wait"
        }
        Some(ErrorKind::Proxy) => {
            "check the proxy: `--proxy http://USER:PASSWORD@HOST:PORT` names it"
        }
        _ => "check that the service is up and the address is right",
    }
}

/// What helps where no TLS came about, by what rustls says.
fn tls_hint(detail: &str) -> &'static str {
    if detail.contains("InvalidContentType") {
        "the server seems to speak HTTP without TLS there: try `http://`"
    } else if detail.contains("NoApplicationProtocol") {
        "the server does not speak the version of HTTP that was asked for: leave `--http` out"
    } else {
        "`--ca FILE` trusts the certificates in a file too, `--insecure` trusts any"
    }
}
