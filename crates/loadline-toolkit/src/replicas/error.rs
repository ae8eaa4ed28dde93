//! What goes wrong when a router is set up ([`ConfigError`]), when a connection is asked for ([`RouteError`]), or when a
//! position is read from text ([`PositionError`]).

use super::routed::NoConn;
use crate::{Transient, deadline::DeadlineExceeded};
use std::{error::Error, time::Duration};

/// A router that cannot be built as told.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ConfigError {
    /// Two replicas of one name.
    #[error("two replicas are called {name}")]
    DuplicateName {
        /// The name.
        name: String,
    },
    /// More replicas than a router takes.
    #[error("{replicas} replicas are more than {most}")]
    TooManyReplicas {
        /// How many there were.
        replicas: usize,
        /// How many there may be.
        most: usize,
    },
    /// A duration of zero, with which nothing would ever succeed or a loop would never rest.
    #[error("{setting} is zero")]
    ZeroDuration {
        /// The builder's method.
        setting: &'static str,
    },
    /// The router works in the background and there is nothing to do so in.
    #[error("a router is built within a tokio runtime")]
    NoRuntime,
}

impl Transient for ConfigError {
    /// Never: the settings stay what they are.
    fn is_transient(&self) -> bool {
        false
    }
}

/// Why there is no connection.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RouteError<E: Error + 'static> {
    /// The primary had none, and for a read no replica either.
    #[error("the primary has no connection")]
    Primary(#[source] E),
    /// The primary's [`Node`](super::Node) panicked.
    #[error("the primary's node panicked: {message}")]
    Panicked {
        /// What the panic said.
        message: String,
    },
    /// The task's deadline passed first.
    #[error(transparent)]
    Deadline(#[from] DeadlineExceeded),
}

impl<E: Error + 'static> From<NoConn<E>> for RouteError<E> {
    /// Of the primary; of a replica nobody is told.
    fn from(reason: NoConn<E>) -> Self {
        match reason {
            NoConn::Failed(error) => Self::Primary(error),
            NoConn::Panicked(message) => Self::Panicked { message },
        }
    }
}

impl<E: Error + Transient> Transient for RouteError<E> {
    fn is_transient(&self) -> bool {
        match self {
            Self::Primary(error) => error.is_transient(),
            Self::Panicked { .. } => false,
            Self::Deadline(deadline) => deadline.is_transient(),
        }
    }

    fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::Primary(error) => error.retry_after(),
            Self::Panicked { .. } | Self::Deadline(_) => None,
        }
    }
}

/// A text that is no position.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a position is two hexadecimal numbers of at most eight digits with a slash between them")]
pub struct PositionError;
