//! A server that is well: nothing above a note, whoever asks.

use loadline_postgres::rules::Limits;

use super::{checked, cluster, loud};
use crate::pgbench::pgbench;

#[test]
fn a_healthy_server_under_pgbench_gives_no_finding() {
    let Some(cluster) = cluster(&[("shared_buffers", "128MB")]) else { return };
    pgbench(&cluster, &["-i", "-q", "-s", "1"]);
    pgbench(&cluster, &["-n", "-c", "2", "-t", "300"]);
    let check = checked(&cluster, &Limits::default());
    assert_eq!(loud(&check), [""; 0], "{:#?}", check.advice);
}

#[test]
fn a_role_without_rights_is_told_what_would_help() {
    let Some(cluster) = cluster(&[]) else { return };
    cluster.sql("CREATE ROLE nobody LOGIN").unwrap();
    let url = cluster.url().replacen("postgres@", "nobody@", 1);
    crate::runtime::block_on(async {
        use loadline_postgres::rules::facts::Facts;
        use loadline_postgres::session::{Session, SessionOptions};
        let session = Session::connect(&url, &SessionOptions::default()).await.unwrap();
        let check = loadline_postgres::rules::check(
            &Facts::gather(&session, None).await.unwrap(),
            &Limits::default(),
        );
        assert!(!check.has_findings(), "{:#?}", check.advice);
        let remedies: Vec<_> = check.hidden.iter().map(|hidden| hidden.remedy.as_str()).collect();
        assert!(remedies.contains(&"GRANT pg_monitor TO \"nobody\";"), "{remedies:?}");
        let reads = if cluster.version() >= 14 {
            "GRANT pg_read_all_data TO \"nobody\";"
        } else {
            "GRANT SELECT ON ALL TABLES IN SCHEMA \"public\" TO \"nobody\"; (and in each other schema)"
        };
        assert!(remedies.contains(&reads), "{remedies:?}");
    });
}
