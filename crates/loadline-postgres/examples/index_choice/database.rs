//! Databases with TPC-H's tables, made when they are not there.

use std::error::Error;
use std::pin::pin;

use futures_util::SinkExt as _;
use loadline_testkit::tpch;
use tokio_postgres::{Client, NoTls};

use super::settings::{Query, Setting};

/// A server to make databases on.
#[derive(Debug)]
pub(crate) struct Server {
    url: String,
}

impl Server {
    pub(crate) fn new(url: String) -> Self {
        Self { url }
    }

    /// The URL of one of its databases.
    pub(crate) fn url(&self, database: &str) -> String {
        let base = self.url.rsplit_once('/').map_or(&self.url[..], |(base, _)| base);
        format!("{base}/{database}")
    }

    /// A connection as its user may open it.
    pub(crate) async fn connect(&self, database: &str) -> Result<Client, tokio_postgres::Error> {
        let (client, connection) = tokio_postgres::connect(&self.url(database), NoTls).await?;
        tokio::spawn(connection);
        Ok(client)
    }

    /// Makes sure that the setting's database is there, filled and analysed, with the queries' views.
    pub(crate) async fn ensure(
        &self,
        setting: &Setting,
        queries: &[Query],
    ) -> Result<(), Box<dyn Error>> {
        let maintenance = self.connect("postgres").await?;
        let there = "SELECT FROM pg_database WHERE datname = $1";
        if maintenance.query_opt(there, &[&setting.database]).await?.is_none() {
            maintenance.execute(&format!("CREATE DATABASE {}", setting.database), &[]).await?;
            self.fill(setting).await?;
        }
        let client = self.connect(setting.database).await?;
        client.batch_execute("CREATE EXTENSION IF NOT EXISTS hypopg").await?;
        for view in queries.iter().filter_map(|query| query.view.as_ref()) {
            client
                .batch_execute(&view.replacen("create view", "create or replace view", 1))
                .await?;
        }
        Ok(())
    }

    async fn fill(&self, setting: &Setting) -> Result<(), Box<dyn Error>> {
        let client = self.connect(setting.database).await?;
        for table in tpch::TABLES {
            client.batch_execute(&table.create_sql()).await?;
            let mut sink = pin!(client.copy_in::<_, bytes::Bytes>(&table.copy_sql()).await?);
            for chunk in table.rows(setting.scale) {
                sink.send(bytes::Bytes::from(chunk)).await?;
            }
            sink.finish().await?;
            if setting.keys {
                client.batch_execute(&table.key_sql()).await?;
            }
        }
        client.batch_execute(if setting.keys { "VACUUM ANALYZE" } else { "ANALYZE" }).await?;
        Ok(())
    }
}
