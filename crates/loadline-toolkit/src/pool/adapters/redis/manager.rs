//! [`RedisManager`]: how a pool opens, checks and resets connections to one Redis.

use super::RedisConn;
use crate::{
    Transient as _,
    pool::{LastStatement, Manager},
};
use redis::{AsyncConnectionConfig, Client, IntoConnectionInfo, RedisError};
use std::time::Duration;

/// Opens connections to one Redis.
#[derive(Debug, Clone)]
pub struct RedisManager {
    client: Client,
    response_timeout: Option<Duration>,
}

impl RedisManager {
    /// Connects as the client does.
    #[must_use]
    pub fn new(client: Client) -> Self {
        Self { client, response_timeout: None }
    }

    /// Connects as a URL says (`redis://user:password@host:6379/database`).
    ///
    /// # Errors
    /// When it is none.
    pub fn from_url(url: impl IntoConnectionInfo) -> Result<Self, RedisError> {
        Ok(Self::new(Client::open(url)?))
    }

    /// The longest wait for an answer where the task has no earlier deadline; a connection that was too slow is closed.
    /// None unless set, since a blocking command may rightly take long.
    #[must_use]
    pub fn response_timeout(mut self, timeout: Duration) -> Self {
        self.response_timeout = Some(timeout);
        self
    }
}

impl Manager for RedisManager {
    type Conn = RedisConn;
    type Error = RedisError;

    async fn connect(&self) -> Result<RedisConn, RedisError> {
        // The pool bounds the time to connect.
        let config = AsyncConnectionConfig::new()
            .set_connection_timeout(None)
            .set_response_timeout(self.response_timeout);
        self.client.get_multiplexed_async_connection_with_config(&config).await.map(RedisConn::new)
    }

    async fn check(&self, conn: &mut RedisConn) -> Result<(), RedisError> {
        conn.check().await
    }

    async fn reset(&self, conn: &mut RedisConn) -> Result<(), RedisError> {
        conn.reset(self.client.get_connection_info().redis_settings().db()).await
    }

    fn needs_reset(&self, conn: &RedisConn) -> bool {
        conn.is_dirty()
    }

    fn is_broken(&self, conn: &RedisConn) -> bool {
        conn.is_broken()
    }

    fn is_transient(&self, error: &RedisError) -> bool {
        error.is_transient()
    }

    fn last_statement(&self, conn: &RedisConn) -> Option<LastStatement> {
        Some(conn.last_statement())
    }
}
