//! One run: the service under a mixed load, the server's counters read each second, and what came of it beside the truth.

use std::error::Error;
use std::time::Duration;

use loadline_postgres::n_plus_one::{Ledger, LoopReport, Observation};
use loadline_postgres::session::{Session, SessionOptions};
use loadline_postgres::statements::{Reading, StatementReader, between};
use loadline_testkit::OrdersService;
use loadline_testkit::postgres::{Cluster, ClusterOptions};
use tokio::time::{MissedTickBehavior, interval};

use super::load;

/// The endpoint with the N+1, and a part of the statement's text.
pub(crate) const ENDPOINT: &str = "/orders";
pub(crate) const STATEMENT: &str = "FROM customers WHERE id = $1";

/// What a run came to.
#[derive(Debug)]
pub(crate) struct Outcome {
    pub(crate) report: LoopReport,
    /// Calls of the statement in a request of the endpoint, as the service counted them.
    pub(crate) truth: f64,
}

impl Outcome {
    /// By which part the figure is off; none where the endpoint or statement was not named.
    pub(crate) fn off(&self) -> Option<f64> {
        let is_it = |endpoint: &str, text: &str| endpoint == ENDPOINT && text.contains(STATEMENT);
        let found =
            self.report.n_plus_one().find(|found| is_it(&found.endpoint, &found.statement))?;
        Some(found.calls_per_request.value / self.truth - 1.0)
    }

    /// How many others were named.
    pub(crate) fn false_alarms(&self) -> usize {
        self.report.n_plus_one().count() - usize::from(self.off().is_some())
    }
}

/// A server that counts statements.
pub(crate) fn options() -> ClusterOptions {
    ClusterOptions { preload: vec!["pg_stat_statements".to_owned()], ..ClusterOptions::default() }
}

/// Runs for so many windows of a second.
pub(crate) async fn run(
    cluster: &Cluster,
    endpoints: &[&'static str],
    seed: u64,
    windows: usize,
) -> Result<Outcome, Box<dyn Error>> {
    cluster.sql("CREATE EXTENSION IF NOT EXISTS pg_stat_statements")?;
    let service = OrdersService::start(cluster)?;
    let session = Session::connect(&cluster.url(), &SessionOptions::default()).await?;
    let mut reader = StatementReader::new(&session).ok_or("pg_stat_statements does not work")?;
    let mut before = reader.read(&session).await?;
    let (requests, mut workers) = load::begin(service.address(), endpoints, seed);
    let mut ledger = Ledger::default();
    let mut seconds = interval(Duration::from_secs(1));
    seconds.set_missed_tick_behavior(MissedTickBehavior::Delay);
    seconds.tick().await;
    for _ in 0..windows {
        seconds.tick().await;
        // The requests are taken first: the counters are a little later, as they are beside a real test.
        let requests = requests.take();
        let now = reader.read(&session).await?;
        let ran = between(&before, &now);
        let mut new = Reading { counters: ran.counters.clone(), ..Reading::default() };
        reader.fill(&session, &mut new).await?;
        ledger.add(&Observation::new(requests, &ran));
        before = now;
    }
    if let Some(ended) = workers.try_join_next() {
        ended??;
    }
    workers.shutdown().await;
    let counts = service.counts();
    let truth = counts.get(ENDPOINT).map_or(0.0, |counts| counts.calls_per_request(STATEMENT));
    Ok(Outcome { report: ledger.findings(reader.texts()), truth })
}
