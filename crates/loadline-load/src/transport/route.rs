//! The way to a target: straight, through a proxy, or to a socket in the file system.

use std::path::Path;

use super::network::Network;
use super::proxy::{Proxy, forwarded};
use super::version::HttpVersion;
use super::{Endpoint, Request};

/// The way to a target.
#[derive(Debug, Clone, Copy)]
pub(super) enum Route<'a> {
    /// To its host.
    Direct,
    /// To a socket that stands for every host.
    Unix(&'a Path),
    /// Through a proxy that passes bytes on.
    Tunnel(&'a Proxy),
    /// To a proxy that passes requests on.
    Forward(&'a Proxy),
}

impl<'a> Route<'a> {
    /// The proxy on the way.
    pub(super) fn proxy(self) -> Option<&'a Proxy> {
        match self {
            Self::Direct | Self::Unix(_) => None,
            Self::Tunnel(proxy) | Self::Forward(proxy) => Some(proxy),
        }
    }
}

impl Network {
    /// The way for bytes that must arrive at `endpoint` as they are.
    pub(super) fn route_of_bytes(&self, endpoint: &Endpoint) -> Route<'_> {
        if let Some(path) = &self.options.unix_socket {
            return Route::Unix(path);
        }
        self.options.proxies.of(endpoint).map_or(Route::Direct, Route::Tunnel)
    }

    /// The way for requests of HTTP/1.1, and of HTTP/2 where both ends agree on that in TLS.
    pub(super) fn route_of_requests(&self, endpoint: &Endpoint) -> Route<'_> {
        let passes_requests = !endpoint.tls
            && !self.options.proxies.tunnel
            && self.options.version != HttpVersion::Http2;
        match self.route_of_bytes(endpoint) {
            Route::Tunnel(proxy) if passes_requests => Route::Forward(proxy),
            route => route,
        }
    }

    /// The written part of a request that goes to a proxy to be passed on; others go as they are.
    #[inline]
    pub(super) fn forwarded(&self, request: &Request<'_>) -> Option<Vec<u8>> {
        // A run without a proxy, which is nearly every one, ends here.
        self.options.proxies.http.as_ref()?;
        match self.route_of_requests(request.endpoint) {
            Route::Forward(proxy) => {
                Some(forwarded(request.payload.written, request.endpoint, proxy))
            }
            _ => None,
        }
    }
}
