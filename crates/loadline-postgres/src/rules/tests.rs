//! Rules on facts made by hand: what needs no server to be told apart.

use std::collections::HashMap;

use super::advice::Advice;
use super::facts::{
    Database, Disk, DiskReads, Facts, Growth, Heat, Machine, Pool, Replication, Server, Setting,
    Slot, Table, uses,
};
use super::settings::{Workload, recommendations};
use super::settle::settle;
use super::{Limits, RULES, Severity, check, rule};
use crate::session::{Presence, ServerVersion, Sight};
use crate::statements::Reading;

fn facts() -> Facts {
    Facts {
        sight: Sight {
            version: ServerVersion(150_018),
            database: "app".to_owned(),
            role: "watcher".to_owned(),
            is_superuser: false,
            sees_statistics: false,
            reads_all_data: false,
            is_replica: false,
            statements: Presence::NotCreated,
            hypopg: Presence::NotInstalled,
            tuples: Presence::NotInstalled,
        },
        server: Server::default(),
        databases: Vec::new(),
        tables: Vec::new(),
        are_sizes_estimates: false,
        indexes: Vec::new(),
        foreign_keys: Vec::new(),
        sequences: Vec::new(),
        backends: Vec::new(),
        prepared: Vec::new(),
        replication: Replication::default(),
        statements: None,
        reading: Reading::default(),
        machine: None,
        pools: Vec::new(),
        choice: None,
    }
}

fn found(name: &str, facts: &Facts) -> Vec<Advice> {
    (rule(name).unwrap().find)(facts, &Limits::default())
}

#[test]
fn rules_have_names_of_their_own() {
    let mut names: Vec<_> = RULES.iter().map(|rule| rule.name).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), RULES.len());
}

#[test]
fn what_cannot_be_seen_is_said_with_what_would_show_it() {
    let hidden = check(&facts(), &Limits::default()).hidden;
    let remedies: Vec<&str> = hidden.iter().map(|hidden| hidden.remedy.as_str()).collect();
    assert_eq!(remedies[0], "GRANT pg_monitor TO \"watcher\";");
    assert!(remedies[1].starts_with("CREATE EXTENSION pg_stat_statements;"), "{remedies:?}");
    assert_eq!(remedies[2], "GRANT pg_read_all_data TO \"watcher\";");
    assert!(remedies[3].starts_with("--memory"), "{remedies:?}");
    assert!(hidden.iter().all(|hidden| !hidden.rules.is_empty()), "{hidden:?}");
}

#[test]
fn a_hostile_name_stays_a_name() {
    let mut facts = facts();
    facts.sight.role = "x\"; DROP TABLE t; --".to_owned();
    let hidden = check(&facts, &Limits::default()).hidden;
    assert_eq!(hidden[0].remedy, "GRANT pg_monitor TO \"x\"\"; DROP TABLE t; --\";");
}

#[test]
fn effects_are_said_with_their_cause() {
    let cause =
        Advice::new("missing-index", Severity::Warning, "t", "is read whole").topic("table 1");
    let effect =
        Advice::new("slow-statement", Severity::Warning, "select", "is slow").topic("table 1");
    let other =
        Advice::new("slow-statement", Severity::Warning, "update", "is slow").topic("table 2");
    let settled = settle(vec![effect, cause, other]);
    assert_eq!(settled.len(), 2);
    assert!(settled[0].evidence.contains("this explains: select: is slow"), "{settled:?}");
    assert_eq!(settled[1].subject, "update");
}

#[test]
fn an_old_database_is_told_from_a_usual_one() {
    let mut facts = facts();
    let database =
        |frozen_age| Database { name: "app".to_owned(), frozen_age, ..Database::default() };
    facts.databases = vec![database(199_000_000), database(600_000_000), database(1_900_000_000)];
    let severities: Vec<_> =
        found("wraparound", &facts).iter().map(|advice| advice.severity).collect();
    assert_eq!(severities, [Severity::Warning, Severity::Critical]);
}

#[test]
fn a_slot_that_keeps_much_is_named() {
    let mut facts = facts();
    let slot =
        |name: &str, kept_bytes| Slot { name: name.to_owned(), is_active: false, kept_bytes };
    facts.replication.slots = vec![slot("small", 16 << 20), slot("it's", 5 << 30)];
    let advice = found("replication-slot", &facts);
    assert_eq!(advice.len(), 1);
    assert_eq!(advice[0].statement.as_deref(), Some("SELECT pg_drop_replication_slot('it''s');"));
}

#[test]
fn waiting_clients_of_a_pooler_are_named() {
    let mut facts = facts();
    let row: HashMap<String, String> = [
        ("database", "app"),
        ("user", "u"),
        ("cl_active", "20"),
        ("cl_waiting", "7"),
        ("sv_active", "20"),
        ("maxwait", "2"),
        ("maxwait_us", "500000"),
    ]
    .map(|(name, value)| (name.to_owned(), value.to_owned()))
    .into();
    facts.pools = vec![Pool::default(), super::facts::pool(&row)];
    let advice = found("pool-waits", &facts);
    assert_eq!(advice.len(), 1);
    assert!(advice[0].evidence.starts_with("7 clients wait, the first for 2.5 s"), "{advice:?}");
}

#[test]
fn settings_suit_the_machine() {
    let mut facts = facts();
    let setting = |value: &str, unit: &str| Setting {
        value: value.to_owned(),
        unit: unit.to_owned(),
        ..Setting::default()
    };
    facts.server.settings = [
        ("shared_buffers", setting("16384", "8kB")),
        ("random_page_cost", setting("4", "")),
        ("max_connections", setting("100", "")),
        ("work_mem", setting("4096", "kB")),
    ]
    .map(|(name, setting)| (name.to_owned(), setting))
    .into();
    assert_eq!(recommendations(&facts, Workload::Web), []);
    facts.machine =
        Some(Machine { memory_bytes: 16 << 30, cores: 8, disk: Some(super::facts::Disk::Ssd) });
    let web = recommendations(&facts, Workload::Web);
    let statements: Vec<_> = web.iter().map(super::settings::Recommendation::statement).collect();
    assert_eq!(statements[0], "ALTER SYSTEM SET shared_buffers = '4GB';");
    assert!(
        statements.iter().any(|statement| statement.contains("random_page_cost = '1.1'")),
        "{statements:?}"
    );
    let warehouse = recommendations(&facts, Workload::Warehouse);
    assert!(warehouse.iter().all(|one| one.name != "random_page_cost"));
}

#[test]
fn a_disk_is_told_by_the_time_of_many_reads() {
    let disk = |reads, mean_ms| DiskReads { reads, mean_ms, source: "a view" }.disk();
    assert_eq!(disk(50_000, 0.08), Some(Disk::Ssd));
    assert_eq!(disk(50_000, 6.0), Some(Disk::Hdd));
    assert_eq!(disk(50_000, 0.7), None, "a busy flash, or a slow disk behind a cache");
    assert_eq!(disk(500, 0.08), None, "too few");
    assert_eq!(disk(50_000, 0.004), None, "the system's cache");
}

#[test]
fn growth_needs_statistics_of_some_age() {
    let table = Table { rows: Some(1_000.0), bytes: 8_000, inserted: 500, ..Table::default() };
    assert_eq!(Growth::since_statistics(&table, 0, None), None);
    assert_eq!(Growth::since_statistics(&table, 0, Some(60.0)), None);
    let growth = Growth::since_statistics(&table, 2_000, Some(43_200.0)).unwrap();
    assert_eq!((growth.bytes_per_day, growth.doubles_in_days), (Some(10_000.0), Some(1.0)));
    let shrinks = Table { deleted: 700, ..table };
    let growth = Growth::since_statistics(&shrinks, 0, Some(86_400.0)).unwrap();
    assert_eq!((growth.bytes_per_day, growth.doubles_in_days), (Some(-1_600.0), None));
}

#[test]
fn the_tables_that_take_most_are_the_hot_ones() {
    let table = |touched_blocks, inserted| Table { touched_blocks, inserted, ..Table::default() };
    let tables = [table(100, 0), table(0, 0), table(800_000, 0), table(199_900, 0), table(1, 900)];
    let heats: Vec<Heat> = uses(&tables).into_iter().map(|one| one.heat).collect();
    assert_eq!(heats, [Heat::Cold, Heat::Untouched, Heat::Hot, Heat::Hot, Heat::Warm]);
    assert_eq!(uses(&[]), []);
}
