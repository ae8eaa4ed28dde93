//! The proof on TPC-H: indexes chosen and proven, and afterwards judged once more by a measurement that shares nothing with
//! the proof: the kept indexes alone, queries as any client sends them, with and without in turns.

use std::error::Error;
use std::time::{Duration, Instant};

use loadline_postgres::index::{
    AdviseOptions, Change, Consent, Fate, Proof, ProveOptions, ProveStep, Workload, advise, prove,
};
use loadline_postgres::session::{Session, SessionOptions};
use tokio_postgres::Client;

use super::database::Server;
use super::measure::print;
use super::settings::{Query, SETTINGS};

/// Real megabytes that the kept indexes may take.
const BUDGET_MB: f64 = 880.0;
/// The share of the time before that the runnable queries may take.
const SHARE_MAX: f64 = 0.83;
/// No query may become slower by more.
const SLOWER_MAX: f64 = 1.10;
/// The proof's time.
const TIME_MAX: Duration = Duration::from_secs(1_500);
/// Pairs of runs in the second measurement.
const PAIRS: usize = 5;
/// Indexes that this transaction made.
const BUILT: &str = "c.relkind = 'i' AND c.xmin = pg_current_xact_id()::xid";
/// Those two take minutes without an index.
const ENDLESS: [usize; 2] = [17, 20];

/// Chooses, proves, and measures again.
pub(crate) async fn run(server: &Server, queries: &[Query]) -> Result<(), Box<dyn Error>> {
    let setting =
        SETTINGS.iter().find(|setting| setting.database == "h2").ok_or("no setting h2")?;
    server.ensure(setting, queries).await?;
    let options = SessionOptions { can_write: true, ..SessionOptions::default() };
    let session = Session::connect(&server.url("h2"), &options).await?;
    let workload = Workload::once(queries.iter().map(|query| &query.text[..]));
    let mut choice = AdviseOptions { budget_bytes: BUDGET_MB * 1e6, ..AdviseOptions::default() };
    choice.limits.plans_max = 1_800;
    let advice = advise(&session, &workload, &choice).await?;
    let options = ProveOptions {
        consent: Consent::WritersWait,
        budget_bytes: BUDGET_MB * 1e6,
        time_max: TIME_MAX,
        alternatives: true,
        advise: choice,
        ..ProveOptions::default()
    };
    let proof = prove(&session, &workload, &advice, &options, &mut step).await?;
    show(&proof);
    let left = "SELECT count(*) AS left FROM pg_class WHERE relname LIKE 'loadline_proof%'";
    let left = session.query_one(left, &[]).await?.get::<_, i64>(0);
    print(&format!("left in the catalogue: {left}"));
    let client = server.connect("h2").await?;
    let kept: Vec<String> = proof.kept().map(|one| one.sql.clone()).collect();
    again(&client, queries, &kept).await
}

#[expect(clippy::needless_pass_by_value, reason = "as the proof calls it")]
fn step(step: ProveStep<'_>) {
    match step {
        ProveStep::Building { number, of, sql } => print(&format!("  build {number}/{of}  {sql}")),
        ProveStep::Choosing { indexes, time_share } => {
            print(&format!("  choose: {indexes} indexes, {time_share:.4} of the time"));
        }
        _ => {}
    }
}

fn show(proof: &Proof) {
    print("\nindexes: estimated MB, built MB, s to build, fate");
    for one in &proof.indexes {
        let fate = match &one.fate {
            Fate::Kept { saves_s, needs } => {
                let needs: Vec<String> =
                    needs.iter().map(|need| (need.statement + 1).to_string()).collect();
                format!("kept, saves {saves_s:.2} s in {}", needs.join(" "))
            }
            other => format!("{other:?}"),
        };
        let (estimated, built) = (one.estimated_bytes / 1e6, one.size_bytes as f64 / 1e6);
        let sql = one.sql.replace("CREATE INDEX CONCURRENTLY ON ", "");
        print(&format!("{estimated:>7.1} {built:>7.1} {:>5.1}  {sql}: {fate}", one.build_s));
    }
    print("\nquery  before s   after s  change");
    for one in &proof.statements {
        let time = |time: Option<f64>| time.map_or("-".to_owned(), |time| format!("{time:.3}"));
        let change = match &one.change {
            Change::Measured { ratio, pairs } => {
                format!(
                    "{:.3} ({:.3} to {:.3}), {pairs} pairs",
                    ratio.estimate, ratio.low, ratio.high
                )
            }
            other => format!("{other:?}"),
        };
        print(&format!(
            "{:>5}  {:>8}  {:>8}  {change}",
            one.number + 1,
            time(one.before_s),
            time(one.after_s)
        ));
    }
    if let Some(ratio) = proof.ratio {
        print(&format!(
            "total {:.2} s to {:.2} s: {:.3} ({:.3} to {:.3}), {} rescued, {:.0} MB, {} runs, {:.0} s, out of time: {}",
            proof.before_s,
            proof.after_s,
            ratio.estimate,
            ratio.low,
            ratio.high,
            proof.rescued,
            proof.size_bytes as f64 / 1e6,
            proof.runs,
            proof.took_s,
            proof.out_of_time
        ));
    }
}

/// The kept indexes built alone in a transaction that is rolled back, marked invalid and valid in turns.
async fn again(client: &Client, queries: &[Query], kept: &[String]) -> Result<(), Box<dyn Error>> {
    client.batch_execute("BEGIN").await?;
    for sql in kept {
        client.batch_execute(&sql.replacen("CREATE INDEX CONCURRENTLY", "CREATE INDEX", 1)).await?;
    }
    let size = format!(
        "SELECT coalesce(sum(pg_relation_size(c.oid)), 0)::int8 FROM pg_class c WHERE {BUILT}"
    );
    let megabytes = client.query_one(&size, &[]).await?.get::<_, i64>(0) as f64 / 1e6;
    print("\nonce more, as a client sends them: medians of pairs");
    let (mut sums, mut slower) = ([0.0, 0.0], Vec::new());
    for query in queries {
        if ENDLESS.contains(&query.number) {
            show_indexes(client, true).await?;
            print(&format!(
                "{:>5}         -  {:>8.3}",
                query.number,
                time_s(client, &query.text).await?
            ));
            continue;
        }
        let mut times = [Vec::new(), Vec::new()];
        for pair in 0..=PAIRS {
            for side in [pair % 2, 1 - pair % 2] {
                show_indexes(client, side == 1).await?;
                let time_s = time_s(client, &query.text).await?;
                // The first pair warms up.
                if pair > 0 {
                    times[side].push(time_s);
                }
            }
        }
        let [before, after] = times.map(median);
        sums = [sums[0] + before, sums[1] + after];
        if after > before * SLOWER_MAX {
            slower.push(query.number);
        }
        print(&format!("{:>5}  {before:>8.3}  {after:>8.3}  {:.3}", query.number, after / before));
    }
    client.batch_execute("ROLLBACK").await?;
    let share = sums[1] / sums[0];
    let kept = share <= SHARE_MAX && megabytes <= BUDGET_MB && slower.is_empty();
    print(&format!(
        "total {:.2} s to {:.2} s: {share:.3} at {megabytes:.0} MB, slower than 10 %: {slower:?}: {}",
        sums[0],
        sums[1],
        if kept { "kept" } else { "missed" }
    ));
    Ok(())
}

async fn show_indexes(client: &Client, shown: bool) -> Result<(), tokio_postgres::Error> {
    let sql = format!(
        "UPDATE pg_index SET indisvalid = $1 FROM pg_class c \
          WHERE c.oid = indexrelid AND {BUILT} AND indisvalid <> $1"
    );
    client.execute(&sql, &[&shown]).await.map(drop)
}

async fn time_s(client: &Client, text: &str) -> Result<f64, tokio_postgres::Error> {
    let began = Instant::now();
    client.query(text, &[]).await?;
    Ok(began.elapsed().as_secs_f64())
}

fn median(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}
