//! One setting: under each budget the choice, its cost on a fresh connection, and the processor time of both sides.

use std::error::Error;
use std::fs;

use loadline_postgres::index::{
    Advice, AdviseOptions, CandidateOptions, Sizes, Workload, Worth, advise,
};
use loadline_postgres::session::{Session, SessionOptions};

use super::database::Server;
use super::settings::{Budget, Query, Setting};

/// The kernel counts processor time in hundredths of a second.
const TICK_S: f64 = 0.01;
/// The search ends at this many plans, which keeps it within its time.
const PLANS_MAX: u64 = 1_200;
/// No choice may take longer, server's time included.
const CPU_MAX_S: f64 = 5.0;

/// What a choice came to.
struct Measured {
    cost: f64,
    cpu_s: f64,
    server_s: f64,
    plans: u64,
    size_bytes: f64,
    indexes: usize,
}

/// Prints the setting's table.
pub(crate) async fn run(
    server: &Server,
    setting: &Setting,
    queries: &[Query],
) -> Result<(), Box<dyn Error>> {
    server.ensure(setting, queries).await?;
    let chosen = queries.iter().filter(|query| !setting.without.contains(&query.number));
    let texts: Vec<&str> = chosen.map(|query| &query.text[..]).collect();
    let base = cost(server, setting, &texts, &[]).await?;
    print(&format!("\n{}: base cost {base:.0}", setting.title));
    print(
        "budget MB  candidates         cost  relative   public  verdict  CPU s (server)  plans  indexes   MB",
    );
    for budget in setting.budgets {
        let measured = choose(server, setting, &texts, budget, true).await?;
        let unit = if setting.relative { base } else { 1.0 };
        let target = budget.public * unit;
        print(&line(budget, "2 keys", &measured, base, target, target / base));
        if let Some(share) = budget.covering_share {
            let measured = choose(server, setting, &texts, budget, false).await?;
            print(&line(
                budget,
                "3 keys, covering",
                &measured,
                base,
                target * share,
                target * share / base,
            ));
        }
    }
    Ok(())
}

fn line(
    budget: &Budget,
    kind: &str,
    measured: &Measured,
    base: f64,
    target: f64,
    public: f64,
) -> String {
    let kept = measured.cost <= target && measured.cpu_s <= CPU_MAX_S;
    format!(
        "{:>9}  {kind:<16} {:>9.0}  {:>8.4}  {public:>7.4}  {:>7}  {:>5.1} ({:.1})  {:>10}  {:>7}  {:>4.0}",
        budget.megabytes,
        measured.cost,
        measured.cost / base,
        if kept { "kept" } else { "missed" },
        measured.cpu_s,
        measured.server_s,
        measured.plans,
        measured.indexes,
        measured.size_bytes / 1e6,
    )
}

async fn choose(
    server: &Server,
    setting: &Setting,
    texts: &[&str],
    budget: &Budget,
    as_public: bool,
) -> Result<Measured, Box<dyn Error>> {
    let mut options = AdviseOptions {
        budget_bytes: budget.megabytes * 1e6,
        worth: Worth::ANYTHING,
        ..AdviseOptions::default()
    };
    options.limits.plans_max = PLANS_MAX;
    if as_public {
        options.sizes = Sizes::HypoPg;
        options.candidates = CandidateOptions {
            keys_max: 2,
            covering: false,
            partial: false,
            expressions: false,
            beginnings: true,
            ..options.candidates
        };
    }
    let session =
        Session::connect(&server.url(setting.database), &SessionOptions::default()).await?;
    let workload = Workload::once(texts.iter().copied());
    let own = cpu_s("self");
    let advice = advise(&session, &workload, &options).await?;
    let (own, server_s) = (cpu_s("self") - own, cpu_s(&session.pid().to_string()));
    let definitions: Vec<String> =
        advice.create.iter().map(|one| one.sql.replace("CONCURRENTLY ", "")).collect();
    let cost = cost(server, setting, texts, &definitions).await?;
    if std::env::var_os("LOADLINE_BENCH_DETAILS").is_some() {
        details(&advice);
    }
    Ok(Measured {
        cost,
        cpu_s: own + server_s,
        server_s,
        plans: advice.plans,
        size_bytes: advice.create.iter().map(|one| one.size_bytes).sum(),
        indexes: advice.create.len(),
    })
}

/// The workload's cost under hypothetical indexes, on a connection of its own.
async fn cost(
    server: &Server,
    setting: &Setting,
    texts: &[&str],
    definitions: &[String],
) -> Result<f64, Box<dyn Error>> {
    let client = server.connect(setting.database).await?;
    for definition in definitions {
        client.query("SELECT hypopg_create_index($1)", &[definition]).await?;
    }
    let mut sum = 0.0;
    for text in texts {
        let row = client.query(&format!("EXPLAIN {text}"), &[]).await?;
        let first: &str = row[0].get(0);
        let cost =
            first.split_once("..").and_then(|(_, rest)| rest.split(' ').next()).unwrap_or_default();
        sum += cost.parse::<f64>()?;
    }
    Ok(sum)
}

/// Processor time of a process so far.
fn cpu_s(process: &str) -> f64 {
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
    let fields = stat.rsplit_once(')').map(|(_, fields)| fields).unwrap_or_default();
    fields
        .split_whitespace()
        .skip(11)
        .take(2)
        .filter_map(|field| field.parse::<f64>().ok())
        .sum::<f64>()
        * TICK_S
}

fn details(advice: &Advice) {
    for one in &advice.create {
        print(&format!("    {:>12.0}  {:>6.1} MB  {}", one.saves, one.size_bytes / 1e6, one.sql));
    }
    for one in &advice.statements {
        print(&format!(
            "      statement {:>3}: {:>14.0} to {:>12.0}",
            one.number + 1,
            one.before,
            one.after
        ));
    }
    for point in &advice.progress {
        let megabytes = point.size_bytes / 1e6;
        print(&format!(
            "      {:>6.2} s {:>6} plans {:>12.0} {megabytes:>6.0} MB",
            point.time_s, point.plans, point.cost
        ));
    }
    print(&format!(
        "      floor {:.0}, {} candidates, {} refused, skipped {:?}, unknown names {}",
        advice.cost_floor, advice.candidates, advice.refused, advice.skipped, advice.unknown_names
    ));
}

#[expect(clippy::print_stdout, reason = "a bench prints its table")]
pub(crate) fn print(line: &str) {
    println!("{line}");
}
