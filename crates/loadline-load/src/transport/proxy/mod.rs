//! HTTP proxies: which one a request goes through, how it is asked for a tunnel, how it is handed a request.
//!
//! An `https` target is always reached through a tunnel (CONNECT). An `http` request is handed to the proxy with
//! its target in absolute form, which is what proxies are made for and the only thing many allow; a tunnel is
//! asked for on demand, and by protocols that cannot be handed on. Deliberately not here: proxies that speak TLS
//! or SOCKS themselves, and any look at the environment.

mod exceptions;
mod forward;
mod options;
#[cfg(test)]
mod tests;
mod tunnel;

pub use exceptions::Exceptions;
pub(super) use forward::forwarded;
pub use options::{Proxies, Proxy, ProxyError, basic_authorization};
pub(super) use tunnel::ask_for_tunnel;
