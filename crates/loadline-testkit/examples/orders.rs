//! The service with one N+1 endpoint as a program of its own, on a private PostgreSQL that counts statements: to look at
//! what `loadline run … --postgres` makes of it. Prints both addresses and ends with its standard input.

use std::io::Read as _;

use loadline_testkit::OrdersService;
use loadline_testkit::StartError;
use loadline_testkit::postgres::{Cluster, ClusterOptions};

fn main() -> Result<(), StartError> {
    let options =
        ClusterOptions { preload: vec!["pg_stat_statements".into()], ..ClusterOptions::default() };
    let cluster = Cluster::start_with(&options)?;
    cluster.sql("CREATE EXTENSION pg_stat_statements")?;
    let service = OrdersService::start(&cluster)?;
    #[expect(clippy::print_stdout, reason = "whoever started it reads the addresses")]
    {
        println!("service={}", service.url("/"));
        println!("postgres={}", cluster.url());
    }
    // An error ends it just as well.
    let _ = std::io::stdin().read_to_end(&mut Vec::new());
    Ok(())
}
