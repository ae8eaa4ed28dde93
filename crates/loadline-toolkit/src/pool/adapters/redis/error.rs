//! Whether an error of the redis crate passes.

use crate::Transient;
use redis::{ErrorKind, RedisError, RetryMethod};

impl Transient for RedisError {
    /// By the redis crate's own word, except that a refused password stays refused.
    fn is_transient(&self) -> bool {
        self.kind() != ErrorKind::AuthenticationFailed
            && !matches!(self.retry_method(), RetryMethod::NoRetry)
    }
}
