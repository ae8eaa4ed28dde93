//! The planner of a real server, asked through HypoPG: hypothetical indexes live in the session's memory alone, so that a
//! read-only session may make them. Statements go over the extended protocol, which takes one statement at a time: what
//! hides behind a semicolon is an error.
//!
//! HypoPG has some 2,500 numbers for indexes before it must be reset; what is present is therefore counted.

use std::collections::HashMap;

use thiserror::Error;
use tokio_postgres::types::Oid;
use tokio_postgres::{Client, Statement};

use super::plan_text;
use super::planner::{Planned, WhatIf};
use crate::index::search::Set;
use crate::session::{Extension, MARK, quoted_name};

/// Numbers used before all are given back.
const CREATED_MAX: usize = 2_000;
/// Statements the session prepares at most; all texts are planned, but the rest anew each time.
const PREPARED_MAX: usize = 2_000;

/// What statements planned for any value are called, with a number.
const GENERIC_NAME: &str = "loadline_generic_";

/// What goes wrong when the planner is asked.
#[derive(Debug, Error)]
pub(crate) enum HypoPgError {
    /// The server said no, or the connection is gone.
    #[error("ask the planner")]
    Server(#[from] tokio_postgres::Error),
    /// A plan without a cost.
    #[error("find the cost in a plan")]
    NoCost,
}

/// A text to plan and how.
#[derive(Debug)]
struct Text {
    explain: String,
    prepared: Option<Statement>,
    /// Planned for any value of its parameters, under this name.
    generic: Option<String>,
}

/// A session with hypothetical indexes.
#[derive(Debug)]
pub(crate) struct HypoPg<'c> {
    client: &'c Client,
    /// The extension's functions by their full names, which nobody else's on the search path can stand in for.
    functions: Functions,
    /// For each candidate its statements: one, or one for each part of a partitioned table.
    definitions: Vec<Vec<String>>,
    /// For each statement its texts.
    statements: Vec<Vec<Text>>,
    present: HashMap<usize, Vec<Oid>>,
    by_oid: HashMap<Oid, usize>,
    /// Candidates the server refuses: they never exist.
    refused: Set,
    created: usize,
    prepared: usize,
}

/// What is asked of the extension, prepared: a plan is asked for after a drop and a creation each time.
#[derive(Debug, Clone)]
struct Functions {
    reset: String,
    /// Of many definitions, in their order.
    create: Statement,
    drop: Statement,
    /// Of several together.
    size: Statement,
}

impl Functions {
    async fn prepare(client: &Client, extension: &Extension) -> Result<Self, HypoPgError> {
        let object = |name: &str| extension.object(name);
        let create = format!(
            "{MARK} SELECT h.indexrelid FROM unnest($1::text[]) WITH ORDINALITY d(sql, n), \
             LATERAL {}(d.sql) h ORDER BY d.n",
            object("hypopg_create_index")
        );
        let drop = format!(
            "{MARK} SELECT {}(oid) FROM unnest($1::oid[]) oid",
            object("hypopg_drop_index")
        );
        let size = format!(
            "{MARK} SELECT sum({}(oid))::int8 FROM unnest($1::oid[]) oid",
            object("hypopg_relation_size")
        );
        Ok(Self {
            reset: reset_sql(extension),
            create: client.prepare(&create).await?,
            drop: client.prepare(&drop).await?,
            size: client.prepare(&size).await?,
        })
    }
}

fn reset_sql(extension: &Extension) -> String {
    format!("{MARK} SELECT {}()", extension.object("hypopg_reset"))
}

impl<'c> HypoPg<'c> {
    /// A session that asks as others would: names without a schema are searched for along this path. Plans are told apart
    /// exactly, so chance is switched off: the genetic search for joins of many tables, and plans made once for all
    /// values. [`end`](Self::end) undoes all of it.
    ///
    /// # Errors
    ///
    /// When the server does not answer.
    pub(crate) async fn new(
        client: &'c Client,
        extension: &Extension,
        search_path: &str,
    ) -> Result<Self, HypoPgError> {
        let functions = Functions::prepare(client, extension).await?;
        client.batch_execute(&functions.reset).await?;
        let settings = format!(
            "{MARK} SELECT set_config('geqo', 'off', false), set_config('standard_conforming_strings', 'on', false), \
             set_config('search_path', $1, false)"
        );
        client.query(&settings, &[&search_path]).await?;
        // Statistics of statements need not keep what is asked here; only a superuser may say so.
        let _ = client.batch_execute("SET pg_stat_statements.track = 'none'").await;
        Ok(Self {
            client,
            functions,
            definitions: Vec::new(),
            statements: Vec::new(),
            present: HashMap::new(),
            by_oid: HashMap::new(),
            refused: Set::new(0),
            created: 0,
            prepared: 0,
        })
    }

    /// Leaves the session as it was.
    ///
    /// # Errors
    ///
    /// When the server does not answer.
    pub(crate) async fn end(client: &Client, extension: &Extension) -> Result<(), HypoPgError> {
        let reset = reset_sql(extension);
        client
            .batch_execute(&format!(
                "{reset}; RESET geqo; RESET plan_cache_mode; RESET standard_conforming_strings; \
                 RESET search_path"
            ))
            .await?;
        let own = format!(
            "{MARK} SELECT name FROM pg_prepared_statements WHERE name LIKE '{GENERIC_NAME}%'"
        );
        for row in client.query(&own, &[]).await? {
            let name = quoted_name(row.get(0));
            client.batch_execute(&format!("{MARK} DEALLOCATE {name}")).await?;
        }
        let _ = client.batch_execute("RESET pg_stat_statements.track").await;
        Ok(())
    }

    /// Adds a statement with its texts and plans each once without hypothetical indexes. A statement the server does not
    /// plan is not added.
    ///
    /// # Errors
    ///
    /// The server's reason.
    pub(crate) async fn add_statement(
        &mut self,
        texts: &[String],
        generic: bool,
    ) -> Result<(), HypoPgError> {
        let mut prepared = Vec::new();
        for text in texts {
            let mut text = self.prepare(text, generic).await?;
            self.explain(&mut text).await?;
            prepared.push(text);
        }
        self.statements.push(prepared);
        Ok(())
    }

    /// The same session with candidates, given as SQL.
    #[must_use]
    pub(crate) fn with_candidates(self, definitions: Vec<Vec<String>>) -> Self {
        Self { refused: Set::new(definitions.len()), definitions, ..self }
    }

    async fn prepare(&mut self, text: &str, generic: bool) -> Result<Text, HypoPgError> {
        self.prepared += 1;
        if generic {
            let name = format!("{GENERIC_NAME}{}", self.prepared);
            self.client.execute(&format!("{MARK} PREPARE {name} AS {text}"), &[]).await?;
            let count = format!(
                "{MARK} SELECT cardinality(parameter_types)::int4 FROM pg_prepared_statements WHERE name = $1"
            );
            let count: i32 = self.client.query_one(&count, &[&name]).await?.get(0);
            // A generic plan ignores them.
            let nulls = vec!["NULL"; usize::try_from(count).unwrap_or(0)].join(", ");
            let explain = format!("{MARK} EXPLAIN EXECUTE {name}({nulls})");
            return Ok(Text { explain, prepared: None, generic: Some(name) });
        }
        let explain = format!("{MARK} EXPLAIN {text}");
        let prepared = match self.prepared {
            0..PREPARED_MAX => Some(self.client.prepare(&explain).await?),
            _ => None,
        };
        Ok(Text { explain, prepared, generic: None })
    }

    /// The server's sizes of all candidates, in bytes; infinite for those it refuses.
    ///
    /// # Errors
    ///
    /// When the server does not answer.
    pub(crate) async fn sizes(&mut self) -> Result<Vec<f64>, HypoPgError> {
        let mut sizes = Vec::with_capacity(self.definitions.len());
        for index in 0..self.definitions.len() {
            self.reset().await?;
            self.create(&[index]).await?;
            sizes.push(match self.present.get(&index) {
                Some(oids) => {
                    let size = self.client.query_one(&self.functions.size, &[oids]).await?;
                    size.get::<_, i64>(0) as f64
                }
                None => f64::INFINITY,
            });
        }
        self.reset().await?;
        Ok(sizes)
    }

    /// Candidates the server refused.
    #[must_use]
    pub(crate) fn refused(&self) -> &Set {
        &self.refused
    }

    /// Removes all hypothetical indexes.
    ///
    /// # Errors
    ///
    /// When the server does not answer.
    pub(crate) async fn reset(&mut self) -> Result<(), HypoPgError> {
        self.client.batch_execute(&self.functions.reset).await?;
        self.present.clear();
        self.by_oid.clear();
        self.created = 0;
        Ok(())
    }

    /// Makes exactly the candidates of `configuration` exist among the relevant ones.
    async fn arrange(&mut self, relevant: &Set, configuration: &Set) -> Result<(), HypoPgError> {
        let gone: Vec<usize> = self
            .present
            .keys()
            .copied()
            .filter(|index| relevant.contains(*index) && !configuration.contains(*index))
            .collect();
        if !gone.is_empty() {
            let oids: Vec<Oid> =
                gone.iter().filter_map(|index| self.present.remove(index)).flatten().collect();
            for oid in &oids {
                self.by_oid.remove(oid);
            }
            self.client.query(&self.functions.drop, &[&oids]).await?;
        }
        let missing = |present: &HashMap<usize, Vec<Oid>>, refused: &Set| -> Vec<usize> {
            let absent = |index: &usize| !present.contains_key(index) && !refused.contains(*index);
            configuration.iter().filter(absent).collect()
        };
        let mut new = missing(&self.present, &self.refused);
        if self.created + self.statements_of(&new) > CREATED_MAX {
            self.reset().await?;
            new = missing(&self.present, &self.refused);
        }
        if !new.is_empty() {
            self.create(&new).await?;
        }
        Ok(())
    }

    /// Statements that make these candidates.
    fn statements_of(&self, candidates: &[usize]) -> usize {
        candidates.iter().map(|index| self.definitions[*index].len()).sum()
    }

    async fn create(&mut self, new: &[usize]) -> Result<(), HypoPgError> {
        let definitions: Vec<&str> = new
            .iter()
            .flat_map(|index| self.definitions[*index].iter().map(String::as_str))
            .collect();
        self.created += definitions.len();
        match self.client.query(&self.functions.create, &[&definitions]).await {
            Ok(rows) if rows.len() == definitions.len() => {
                let mut oids = rows.iter().map(|row| row.get(0));
                for index in new {
                    let own = oids.by_ref().take(self.definitions[*index].len()).collect();
                    self.note(*index, own);
                }
            }
            // One of them is refused, and nobody says which; those made before it may be there. From the beginning.
            Ok(_) => Box::pin(self.create_one_by_one(new)).await?,
            Err(error) if error.as_db_error().is_some() => {
                Box::pin(self.create_one_by_one(new)).await?;
            }
            Err(error) => return Err(error.into()),
        }
        Ok(())
    }

    async fn create_one_by_one(&mut self, new: &[usize]) -> Result<(), HypoPgError> {
        let mut all: Vec<usize> = self.present.keys().copied().chain(new.iter().copied()).collect();
        all.sort_unstable();
        self.reset().await?;
        for index in all {
            let mut oids = Vec::new();
            for definition in &self.definitions[index] {
                self.created += 1;
                match self
                    .client
                    .query(&self.functions.create, &[&[definition.as_str()].as_slice()])
                    .await
                {
                    Ok(rows) if rows.len() == 1 => oids.push(rows[0].get(0)),
                    Ok(_) => self.refused.insert(index),
                    Err(error) if error.as_db_error().is_some() => self.refused.insert(index),
                    Err(error) => return Err(error.into()),
                }
            }
            self.note(index, oids);
        }
        Ok(())
    }

    /// A refused one may have been made for some parts; no plan that uses those names it.
    fn note(&mut self, index: usize, oids: Vec<Oid>) {
        if !self.refused.contains(index) {
            self.by_oid.extend(oids.iter().map(|oid| (*oid, index)));
            self.present.insert(index, oids);
        }
    }

    async fn explain(&mut self, text: &mut Text) -> Result<(f64, Vec<usize>), HypoPgError> {
        if text.generic.is_some() {
            // A plan made before knows nothing of newer indexes.
            self.client
                .batch_execute("DISCARD PLANS; SET plan_cache_mode = force_generic_plan")
                .await?;
        }
        let rows = match &text.prepared {
            Some(prepared) => self.client.query(prepared, &[]).await?,
            None => self.client.query(&text.explain, &[]).await?,
        };
        let lines: Vec<&str> = rows.iter().map(|row| row.get(0)).collect();
        let plan = plan_text::read(lines.into_iter());
        let candidate = |name: &String| {
            let oid = name.strip_prefix('<')?.split_once('>')?.0.parse().ok()?;
            self.by_oid.get(&oid).copied()
        };
        let used = plan.indexes.iter().filter_map(candidate).collect();
        Ok((plan.cost.ok_or(HypoPgError::NoCost)?, used))
    }
}

impl WhatIf for HypoPg<'_> {
    type Error = HypoPgError;

    async fn plan(
        &mut self,
        statement: usize,
        relevant: &Set,
        configuration: &Set,
    ) -> Result<Planned, HypoPgError> {
        self.arrange(relevant, configuration).await?;
        let mut texts = std::mem::take(&mut self.statements[statement]);
        let (mut cost, mut used) = (0.0, Set::new(self.definitions.len()));
        let mut result = Ok(());
        for text in &mut texts {
            match self.explain(text).await {
                Ok((one, indexes)) => {
                    cost += one;
                    indexes.into_iter().for_each(|index| used.insert(index));
                }
                Err(error) => result = Err(error),
            }
        }
        // Draws share the statement's weight.
        cost /= texts.len().max(1) as f64;
        self.statements[statement] = texts;
        result.map(|()| Planned { cost, used })
    }
}
