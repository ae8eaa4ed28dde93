//! Five planted faults under pgbench: exactly these are found, and nothing else above a note.

use loadline_postgres::rules::Limits;
use loadline_postgres::session::{Session, SessionOptions};

use super::{checked, cluster, loud};
use crate::pgbench::pgbench;

#[test]
fn five_planted_faults_are_five_findings() {
    let Some(cluster) = cluster(&[("shared_buffers", "128MB"), ("work_mem", "64kB")]) else {
        return;
    };
    pgbench(&cluster, &["-i", "-q", "-s", "5"]);
    // All was well for a while, so that means since the statistics began hide what is wrong now.
    pgbench(&cluster, &["-n", "-c", "2", "-t", "200"]);
    cluster
        .sql(
            "ALTER TABLE pgbench_accounts DROP CONSTRAINT pgbench_accounts_pkey;
             CREATE INDEX tellers_again ON pgbench_tellers (tid);
             CREATE INDEX accounts_unused ON pgbench_accounts (abalance)",
        )
        .unwrap();
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let options = SessionOptions { can_write: true, ..SessionOptions::default() };
    let open = runtime.block_on(Session::connect(&cluster.url(), &options)).unwrap();
    runtime.block_on(open.simple("BEGIN; SELECT count(*) FROM pgbench_branches")).unwrap();
    pgbench(&cluster, &["-n", "-c", "2", "-t", "15"]);
    let check = checked(&cluster, &Limits { idle_in_transaction_s: 0.0, ..Limits::default() });
    assert_eq!(
        loud(&check),
        ["duplicate-index", "idle-in-transaction", "missing-index", "unused-index", "work-mem"],
        "{:#?}",
        check.advice
    );
}
