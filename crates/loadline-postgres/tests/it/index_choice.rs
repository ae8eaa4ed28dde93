//! The choice of indexes against a real planner with HypoPG, and without it.

use loadline_postgres::index::{
    Advice, AdviseOptions, Basis, SkipReason, Workload, WorkloadStatement, advise,
};
use loadline_postgres::session::{Session, SessionOptions};
use loadline_testkit::postgres::Cluster;
use loadline_testkit::unless_missing;

use crate::runtime::block_on;

const TABLES: &str = "\
CREATE TABLE people (id int PRIMARY KEY, city text NOT NULL, born date NOT NULL, note text NOT NULL);
INSERT INTO people SELECT i, 'city ' || i % 500, DATE '1950-01-01' + i % 20000, repeat('x', 80)
FROM generate_series(1, 60000) i;
CREATE TABLE \"a; \"\"b\" (\"Key\" int, v int);
INSERT INTO \"a; \"\"b\" SELECT i % 3000, i FROM generate_series(1, 60000) i;
VACUUM ANALYZE";

fn cluster(hypopg: bool) -> Option<Cluster> {
    let cluster = unless_missing(Cluster::start())?;
    for statement in TABLES.split(";\n") {
        cluster.sql(statement).unwrap();
    }
    // A machine without the extension skips the test; `cargo xtask test` installs it.
    if hypopg && cluster.sql("CREATE EXTENSION hypopg").is_err() {
        return None;
    }
    Some(cluster)
}

fn advice(cluster: &Cluster, texts: &[&str]) -> Advice {
    let statement = |text: &&str| WorkloadStatement::new(*text, 10.0);
    let workload =
        Workload { statements: texts.iter().map(statement).collect(), writes_share: 0.0 };
    block_on(async {
        let session = Session::connect(&cluster.url(), &SessionOptions::default()).await.unwrap();
        advise(&session, &workload, &AdviseOptions::default()).await.unwrap()
    })
}

#[test]
fn an_index_that_is_missing_is_found_and_nothing_is_created() {
    let Some(cluster) = cluster(true) else { return };
    let found = advice(
        &cluster,
        &[
            "SELECT * FROM people WHERE city = $1",
            "SELECT v FROM \"a; \"\"b\" WHERE \"Key\" = 7",
            "SELECT * FROM people; DROP TABLE people",
            "SELECT nothing FROM people WHERE city = 'x'",
        ],
    );
    assert!(matches!(found.basis, Basis::HypoPg { .. }));
    let sql: Vec<&str> = found.create.iter().map(|one| &one.sql[..]).collect();
    assert_eq!(sql.len(), 2, "{sql:#?}");
    assert!(sql.iter().any(|one| one.contains(".people (city")), "{sql:#?}");
    assert!(sql.iter().any(|one| one.contains("\"a; \"\"b\" (\"Key\"")), "{sql:#?}");
    assert!(found.cost_after < found.cost_before / 10.0);
    assert_eq!(found.skipped[&SkipReason::Unreadable], 1);
    assert_eq!(found.skipped[&SkipReason::NotPlanned], 1);
    let indexes =
        cluster.sql("SELECT count(*) FROM pg_indexes WHERE schemaname = 'public'").unwrap();
    assert_eq!(indexes, "1");
    // What was advised is SQL that the server takes.
    for one in sql {
        cluster.sql(one).unwrap();
    }
    assert!(advice(&cluster, &["SELECT * FROM people WHERE city = $1"]).create.is_empty());
}

#[test]
fn without_the_extension_the_advice_is_an_estimate_and_says_so() {
    let Some(cluster) = cluster(false) else { return };
    let found = advice(&cluster, &["SELECT * FROM people WHERE city = 'city 7'"]);
    assert_eq!(found.basis, Basis::Estimate);
    assert!(found.create[0].sql.contains("people (city"), "{:?}", found.create);
}
