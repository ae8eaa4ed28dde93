//! Sizes of indexes before and after they are built, on TPC-H: the model beside the truth, and beside what HypoPG says.

use std::error::Error;

use loadline_postgres::index::{IndexDefinition, index_size_bytes, read_catalogue};

use super::database::Server;
use super::measure::print;
use super::settings::{Query, SETTINGS};

/// The geometric mean of the factors may be at most this.
const FACTOR_MAX: f64 = 1.25;

/// Table and columns.
const INDEXES: [(&str, &[&str]); 14] = [
    ("lineitem", &["l_partkey"]),
    ("lineitem", &["l_suppkey"]),
    ("lineitem", &["l_orderkey"]),
    ("lineitem", &["l_shipdate"]),
    ("lineitem", &["l_shipmode"]),
    ("orders", &["o_custkey"]),
    ("orders", &["o_orderdate"]),
    ("orders", &["o_clerk"]),
    ("partsupp", &["ps_suppkey"]),
    ("lineitem", &["l_partkey", "l_suppkey"]),
    ("lineitem", &["l_shipmode", "l_partkey"]),
    ("lineitem", &["l_orderkey", "l_quantity"]),
    ("customer", &["c_name"]),
    ("lineitem", &["l_suppkey", "l_shipdate"]),
];

/// Builds each and prints the factors.
pub(crate) async fn run(server: &Server, queries: &[Query]) -> Result<(), Box<dyn Error>> {
    let setting =
        SETTINGS.iter().find(|setting| setting.database == "h2").ok_or("no setting h2")?;
    server.ensure(setting, queries).await?;
    let client = server.connect("h2").await?;
    let catalogue = read_catalogue(&client).await?;
    print("\nindex                               HypoPG MB  estimated     built  factor  HypoPG's");
    let (mut logs, mut hypo_logs) = (0.0, 0.0);
    for (table, columns) in INDEXES {
        let number = catalogue.tables.iter().position(|one| one.name == table).ok_or(table)?;
        let keys: Vec<usize> =
            columns.iter().filter_map(|column| catalogue.tables[number].column(column)).collect();
        let estimated = index_size_bytes(&catalogue, &IndexDefinition::btree(number, &keys));
        let what = format!("{table} ({})", columns.join(", "));
        let hypo = "SELECT hypopg_relation_size(indexrelid) FROM hypopg_create_index($1)";
        let hypo: i64 = client.query_one(hypo, &[&format!("CREATE INDEX ON {what}")]).await?.get(0);
        client.batch_execute(&format!("BEGIN; CREATE INDEX size_of ON {what}")).await?;
        let built = "SELECT pg_relation_size('size_of')";
        let built = client.query_one(built, &[]).await?.get::<_, i64>(0) as f64;
        client.batch_execute("ROLLBACK; SELECT hypopg_reset()").await?;
        let factor = |size: f64| (size / built).max(built / size);
        let (mine, theirs) = (factor(estimated), factor(hypo as f64));
        logs += mine.ln();
        hypo_logs += theirs.ln();
        let [hypo, estimated, built] = [hypo as f64, estimated, built].map(|bytes| bytes / 1e6);
        print(&format!(
            "{what:<34}  {hypo:>9.1}  {estimated:>9.1}  {built:>8.1}  {mine:>6.2}  {theirs:>8.2}"
        ));
    }
    let count = INDEXES.len() as f64;
    let (mine, theirs) = ((logs / count).exp(), (hypo_logs / count).exp());
    let verdict = if mine <= FACTOR_MAX { "kept" } else { "missed" };
    print(&format!(
        "geometric mean {mine:.3} (at most {FACTOR_MAX}): {verdict}; HypoPG {theirs:.2}"
    ));
    Ok(())
}
