//! Sessions that lack a right or a yes: clear words, and the way that would work.

use loadline_postgres::index::{
    Advice, Consent, ProveError, ProveOptions, Workload, prove_indexes, prove_on_copy,
};
use loadline_postgres::session::{Session, SessionOptions};
use loadline_testkit::postgres::Cluster;

use super::trial::{catalogue, cluster, is_kept, nobody, options, proof_by, writing};
use crate::runtime::block_on;

const LOOKUP: &[&str] = &["SELECT * FROM events WHERE kind = 77"];
const KIND: &[&str] = &["CREATE INDEX CONCURRENTLY ON events (kind)"];

fn by(cluster: &Cluster, role: &str) -> String {
    cluster.url().replacen("postgres@", &format!("{role}@"), 1)
}

#[test]
fn nothing_is_built_without_consent_or_the_right_to_write() {
    let Some(cluster) = cluster() else { return };
    block_on(async {
        let none = ProveOptions { consent: Consent::None, ..options() };
        let error = proof_by(&cluster.url(), LOOKUP, KIND, &none).await.unwrap_err();
        assert!(matches!(error, ProveError::NoConsent) && error.hint().is_some(), "{error}");
        let session = Session::connect(&cluster.url(), &SessionOptions::default()).await.unwrap();
        let indexes = [KIND[0].to_owned()];
        let workload = Workload::once(LOOKUP.iter().copied());
        let error = prove_indexes(&session, &workload, &indexes, &options(), &mut nobody)
            .await
            .unwrap_err();
        assert!(matches!(error, ProveError::ReadOnly), "{error}");
        assert!(session.query("SELECT 1", &[]).await.is_ok());
    });
}

#[test]
fn a_role_without_rights_is_told_which_it_needs() {
    let Some(cluster) = cluster() else { return };
    cluster
        .sql("CREATE ROLE reader LOGIN IN ROLE pg_read_all_data; CREATE ROLE owner LOGIN")
        .unwrap();
    cluster
        .sql("ALTER TABLE events OWNER TO owner; GRANT CREATE ON SCHEMA public TO owner")
        .unwrap();
    block_on(async {
        let reader = by(&cluster, "reader");
        let error = proof_by(&reader, LOOKUP, KIND, &options()).await.unwrap_err();
        assert!(matches!(&error, ProveError::NotSuperuser { role } if role == "reader"), "{error}");
        assert!(error.hint().unwrap().contains("CREATEDB"));
        let all = ProveOptions { consent: Consent::AllWait, ..options() };
        let error = proof_by(&reader, LOOKUP, KIND, &all).await.unwrap_err();
        assert!(
            matches!(&error, ProveError::MayNotBuild { why } if why.contains("events")),
            "{error}"
        );
        let before = catalogue(&cluster);
        let found = proof_by(&by(&cluster, "owner"), LOOKUP, KIND, &all).await.unwrap();
        assert!(is_kept(&found.indexes[0].fate), "an owner hides by dropping: {found:#?}");
        assert_eq!(catalogue(&cluster), before);
    });
}

async fn copied(url: &str, advice: &Advice) -> Result<loadline_postgres::index::Proof, ProveError> {
    let workload = Workload::once(LOOKUP.iter().copied());
    let session = SessionOptions::default();
    prove_on_copy(url, &session, &workload, advice, &options(), &mut nobody).await
}

#[test]
fn a_copy_needs_no_superuser_and_is_gone_afterwards() {
    let Some(cluster) = cluster() else { return };
    cluster.sql("CREATE ROLE maker LOGIN CREATEDB").unwrap();
    cluster.sql("CREATE DATABASE shop OWNER maker").unwrap();
    let url = by(&cluster, "maker").replacen("/postgres", "/shop", 1);
    let databases = "SELECT string_agg(datname, ',' ORDER BY datname) FROM pg_database";
    let before = cluster.sql(databases).unwrap();
    block_on(async {
        let maker = Session::connect(&url, &writing()).await.unwrap();
        for statement in super::trial::TABLES.split(";\n") {
            maker.client().batch_execute(statement).await.unwrap();
        }
        let workload = Workload::once(LOOKUP.iter().copied());
        let advice =
            loadline_postgres::index::advise(&maker, &workload, &options().advise).await.unwrap();
        assert_eq!(advice.create.len(), 1);
        // Somebody else is connected: the server will not copy.
        let error = copied(&url, &advice).await.unwrap_err();
        assert!(matches!(&error, ProveError::Copy { why, .. } if why.contains("shop")), "{error}");
        drop(maker);
        let there = "SELECT count(*) FROM pg_stat_activity WHERE datname = 'shop'";
        while cluster.sql(there).unwrap() != "0" {
            // The session ends once its task was polled.
            tokio::task::yield_now().await;
        }
        let found = copied(&url, &advice).await.unwrap();
        assert!(is_kept(&found.indexes[0].fate), "{found:#?}");
    });
    assert_eq!(cluster.sql(databases).unwrap(), before);
}
