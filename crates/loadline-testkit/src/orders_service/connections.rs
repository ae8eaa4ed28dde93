//! The service's pool: a few connections, each with every statement prepared once. A request has one of them to itself
//! until it is answered, as frameworks do it.
//!
//! Deliberately not here: waiting for a server that is gone. The request fails, the next one connects anew.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio_postgres::types::ToSql;
use tokio_postgres::{Client, Error, NoTls, Row, Statement};

/// Connections at most.
const CONNECTIONS_MAX: usize = 4;

/// The pool.
#[derive(Debug)]
pub(super) struct Connections {
    url: String,
    places: Arc<Semaphore>,
    idle: Mutex<Vec<Connection>>,
}

/// A connection with its prepared statements.
#[derive(Debug)]
pub(super) struct Connection {
    client: Client,
    prepared: HashMap<&'static str, Statement>,
}

/// A connection for one request. It goes back with [`Connections::put_back`] where all went well.
#[derive(Debug)]
pub(super) struct Lent {
    connection: Connection,
    _place: OwnedSemaphorePermit,
}

impl Connections {
    pub(super) fn new(url: String) -> Self {
        Self { url, places: Arc::new(Semaphore::new(CONNECTIONS_MAX)), idle: Mutex::default() }
    }

    /// A connection, once one is free.
    pub(super) async fn take(&self) -> Result<Lent, Error> {
        let place =
            Arc::clone(&self.places).acquire_owned().await.expect("the semaphore is never closed");
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let connection = match idle {
            Some(connection) => connection,
            None => self.connect().await?,
        };
        Ok(Lent { connection, _place: place })
    }

    pub(super) fn put_back(&self, lent: Lent) {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(lent.connection);
    }

    async fn connect(&self) -> Result<Connection, Error> {
        let (client, driver) = tokio_postgres::connect(&self.url, NoTls).await?;
        // Its end shows in the next statement.
        tokio::spawn(driver);
        Ok(Connection { client, prepared: HashMap::new() })
    }
}

impl Lent {
    /// The rows of a statement.
    pub(super) async fn rows(
        &mut self,
        text: &'static str,
        values: &[&(dyn ToSql + Sync)],
    ) -> Result<Vec<Row>, Error> {
        let Connection { client, prepared } = &mut self.connection;
        if !prepared.contains_key(text) {
            prepared.insert(text, client.prepare(text).await?);
        }
        client.query(&prepared[text], values).await
    }
}
