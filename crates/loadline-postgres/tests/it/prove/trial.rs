//! A cluster with tables where a plan with the right index is a hundred times quicker than one without, so that what comes
//! out does not hang on the machine, and a proof there.

use std::time::Duration;

use loadline_postgres::index::{
    Consent, Fate, Proof, ProveError, ProveOptions, ProveStep, Workload, prove_indexes,
};
use loadline_postgres::session::{Session, SessionOptions};
use loadline_testkit::postgres::Cluster;
use loadline_testkit::unless_missing;

use crate::runtime::block_on;

pub(super) const TABLES: &str = "\
CREATE TABLE events (id int PRIMARY KEY, kind int NOT NULL, at int NOT NULL, flag int NOT NULL, note text NOT NULL);
INSERT INTO events SELECT i, i % 20000, i, i % 2, repeat('x', 60) FROM generate_series(1, 200000) i;
CREATE TABLE \"a\"\"; drop table events; --\" (\"Odd \"\" key\" int NOT NULL, v text NOT NULL);
INSERT INTO \"a\"\"; drop table events; --\" SELECT i % 20000, repeat('y', 60) FROM generate_series(1, 200000) i;
VACUUM ANALYZE";

/// A cluster with tables worth an index.
pub(super) fn cluster() -> Option<Cluster> {
    let cluster = unless_missing(Cluster::start())?;
    for statement in TABLES.split(";\n") {
        cluster.sql(statement).unwrap();
    }
    Some(cluster)
}

pub(super) fn options() -> ProveOptions {
    ProveOptions {
        consent: Consent::WritersWait,
        time_max: Duration::from_secs(60),
        ..ProveOptions::default()
    }
}

pub(super) fn writing() -> SessionOptions {
    SessionOptions { can_write: true, ..SessionOptions::default() }
}

pub(super) fn nobody(_: ProveStep<'_>) {}

pub(super) async fn proof_by(
    url: &str,
    texts: &[&str],
    indexes: &[&str],
    options: &ProveOptions,
) -> Result<Proof, ProveError> {
    let session = Session::connect(url, &writing()).await.unwrap();
    let indexes: Vec<String> = indexes.iter().map(|sql| (*sql).to_owned()).collect();
    let workload = Workload::once(texts.iter().copied());
    prove_indexes(&session, &workload, &indexes, options, &mut nobody).await
}

pub(super) fn proof(cluster: &Cluster, texts: &[&str], indexes: &[&str]) -> Proof {
    block_on(proof_by(&cluster.url(), texts, indexes, &options())).unwrap()
}

pub(super) fn is_kept(fate: &Fate) -> bool {
    matches!(fate, Fate::Kept { .. })
}

/// Everything of the catalogue that an index could leave behind, as one text.
pub(super) fn catalogue(cluster: &Cluster) -> String {
    cluster
        .sql(
            "SELECT c.relname, c.relkind, i.indisvalid, i.indcheckxmin FROM pg_class c
             LEFT JOIN pg_index i ON i.indexrelid = c.oid WHERE c.relnamespace = 'public'::regnamespace ORDER BY 1",
        )
        .unwrap()
}
