//! What a promise may speak of: the catalogue.

use loadline_core::objective::{CATALOGUE, Measured, MetricInfo};

use super::topic::table;

pub(super) fn text() -> String {
    let of = |wanted: fn(Measured) -> bool| -> Vec<(&'static str, String)> {
        let rows = CATALOGUE.iter().filter(|info| wanted(info.measured));
        rows.map(|info: &MetricInfo| (info.name, info.meaning.to_owned())).collect()
    };
    let by_test = of(|measured| measured == Measured::ByTest);
    let beside = of(|measured| matches!(measured, Measured::BesideTest(_)));
    let outside = of(|measured| matches!(measured, Measured::OutsideTest(_)));
    format!(
        "Measured by every test:\n\n{}\nMeasured where the machine or the service is read (--host, --pid, --process, \
         --scrape,\n--postgres, --postgres-log, --pgbouncer):\n\n{}\nMeasured only in production, or by a drill:\n\n{}\nOf a PostgreSQL server, --postgres reads `sql avg`, `sql \
         rate`, `sql count`, `connections`, `cache hits`,\n`transactions` and `lag`; percentiles of `sql` are read from its \
         log by --postgres-log. Statements have a class:\nsimple (reads one table), join, write, bulk (a write of many \
         rows, COPY).\n\nAny scraped series goes by its own name as well.\n",
        table(&by_test),
        table(&beside),
        table(&outside)
    )
}
