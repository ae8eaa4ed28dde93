//! The console of a PgBouncer. In come its commands, out come its rows: it takes no settings and knows the simple protocol
//! alone, so it is no session.
//!
//! Deliberately not here: which commands, and what they mean.

use tokio::task::JoinHandle;
use tokio::time::timeout;
use tokio_postgres::{Client, SimpleQueryMessage};

use super::address::Address;
use super::connection::connected;
use super::error::SessionError;
use super::options::SessionOptions;

/// A connection to a console.
#[derive(Debug)]
pub(crate) struct Console {
    client: Client,
    driver: JoinHandle<()>,
    address: Address,
    options: SessionOptions,
}

impl Console {
    /// Connects.
    ///
    /// # Errors
    ///
    /// When nobody answers there, or the role is refused.
    pub(crate) async fn connect(url: &str, options: &SessionOptions) -> Result<Self, SessionError> {
        let (address, options) = (Address::bare(url, options)?, options.clone());
        let (client, driver) = connected(&address).await?;
        Ok(Self { client, driver, address, options })
    }

    /// Asks one thing; connects again where the connection has ended.
    ///
    /// # Errors
    ///
    /// When there is no answer in time, or the role may not ask.
    pub(crate) async fn ask(
        &mut self,
        command: &str,
    ) -> Result<Vec<SimpleQueryMessage>, SessionError> {
        if self.client.is_closed() {
            let (client, driver) = connected(&self.address).await?;
            self.driver.abort();
            (self.client, self.driver) = (client, driver);
        }
        let answer = self.client.simple_query(command);
        match timeout(self.options.statement_timeout, answer).await {
            Ok(answer) => answer.map_err(|error| SessionError::running(&error)),
            Err(_) => Err(SessionError::Lost { why: "the pooler does not answer".to_owned() }),
        }
    }

    /// Host and port, for people.
    pub(crate) fn place(&self) -> String {
        self.address.place()
    }
}

impl Drop for Console {
    fn drop(&mut self) {
        self.driver.abort();
    }
}
