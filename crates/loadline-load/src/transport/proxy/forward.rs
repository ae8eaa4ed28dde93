//! A request as a proxy wants it: its target in absolute form, the proxy's authorization among its headers.

use super::Proxy;
use crate::transport::Endpoint;

/// The written part of a request to `endpoint`, rewritten for `proxy`.
pub(in crate::transport) fn forwarded(
    written: &[u8],
    endpoint: &Endpoint,
    proxy: &Proxy,
) -> Vec<u8> {
    let target = written.iter().position(|byte| *byte == b' ').map_or(0, |space| space + 1);
    let line_end = written.iter().position(|byte| *byte == b'\n').map_or(target, |end| end + 1);
    let origin = endpoint.to_string();
    [
        &written[..target],
        origin.as_bytes(),
        &written[target..line_end],
        proxy.authorization_line().as_bytes(),
        &written[line_end..],
    ]
    .concat()
}
