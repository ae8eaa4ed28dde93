//! The arguments that say how connections behave.

use std::path::PathBuf;
use std::time::Duration;

use clap::Args as ClapArgs;
use loadline_core::{Bytes, Span};
use loadline_load::{NetworkOptions, TlsOptions};

/// How connections behave.
#[derive(Debug, Default, ClapArgs)]
#[command(next_help_heading = "Connections")]
pub(crate) struct NetworkArgs {
    /// Connections shared by all users; each user has its own unless said otherwise.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    pub(crate) connections: Option<u32>,
    /// Longest time to connect; 10s unless said otherwise.
    #[arg(long, value_name = "TIME")]
    pub(crate) connect_timeout: Option<Span>,
    /// Longest time to the first byte of an answer; 60s unless said otherwise.
    #[arg(long, value_name = "TIME")]
    pub(crate) first_byte_timeout: Option<Span>,
    /// Longest time for a whole request; 60s unless said otherwise.
    #[arg(long, value_name = "TIME")]
    pub(crate) timeout: Option<Span>,
    /// Largest body of an answer; 64MiB unless said otherwise.
    #[arg(long, value_name = "SIZE")]
    pub(crate) max_body: Option<Bytes>,
    /// Trust the certificates in this file too.
    #[arg(long, value_name = "FILE")]
    pub(crate) ca: Option<PathBuf>,
    /// Trust any certificate.
    #[arg(long)]
    pub(crate) insecure: bool,
}

impl NetworkArgs {
    pub(super) fn options(&self) -> NetworkOptions {
        let mut options = NetworkOptions::default();
        let replace = |own: &mut Duration, given: Option<Span>| {
            *own = given.map_or(*own, Span::duration);
        };
        replace(&mut options.connect_timeout, self.connect_timeout);
        replace(&mut options.total_timeout, self.timeout);
        replace(&mut options.first_byte_timeout, self.first_byte_timeout.or(self.timeout));
        if let Some(limit) = self.max_body {
            options.limits.body_bytes_max = limit.count() as u64;
        }
        options.tls =
            TlsOptions { ca: self.ca.clone(), insecure: self.insecure, ..TlsOptions::default() };
        options
    }
}
