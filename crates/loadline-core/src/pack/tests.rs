//! The shipped packs say every target, a pack's mistakes are shown in place, and changes are read back.

use std::collections::{BTreeMap, BTreeSet};

use expect_test::{Expect, expect};

use super::*;
use crate::yaml::Diagnostic;

const REQUIREMENTS: &str =
    concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/reference/requirements.md");

/// The ids of targets in the requirements, each with its guide.
fn targets() -> BTreeMap<String, String> {
    let text = std::fs::read_to_string(REQUIREMENTS).unwrap();
    let row = |line: &str| {
        let mut cells = line.strip_prefix("| T")?.split(" | ");
        let number: u32 = cells.next()?.trim().parse().ok()?;
        Some((format!("T{number}"), cells.next()?.trim().to_owned()))
    };
    text.lines().filter_map(row).collect()
}

/// The ids that a pack says; notes alone do not say a row.
fn ids(pack: &Pack) -> BTreeSet<&str> {
    let objectives = pack.objectives.iter().chain(&pack.alerts).map(|(id, _)| id);
    let tests = pack.tests.iter().map(|(id, _)| id);
    let baseline = pack.baseline.iter().map(|(id, _)| id);
    objectives.chain(tests).chain(baseline).map(String::as_str).collect()
}

fn refuse(text: &str, expected: &Expect) {
    let errors = parse(text).expect_err(text);
    let drawn: String = errors
        .iter()
        .map(|error| {
            let Diagnostic { message, hint, line, column, .. } = error;
            format!("{line}:{column} {message}; {}\n", hint.as_deref().unwrap_or_default())
        })
        .collect();
    expected.assert_eq(&drawn);
}

#[test]
fn every_target_stands_in_the_pack_of_its_guide() {
    let targets = targets();
    assert_eq!(targets.len(), 18, "{targets:?}");
    let packs = all();
    let mut said = BTreeMap::new();
    for pack in &packs {
        let guide = pack.guide.clone().unwrap();
        let targets = ids(pack).into_iter().filter(|id| id.starts_with('T'));
        said.extend(targets.map(|id| (id.to_owned(), guide.clone())));
    }
    assert_eq!(said, targets);
}

#[test]
fn shipped_packs_are_named_after_their_files_in_the_order_of_their_guides() {
    let packs = all();
    assert!(names().eq(packs.iter().map(|pack| pack.name.as_str())));
    let guides: Vec<_> = packs.iter().map(|pack| pack.guide.as_deref().unwrap()).collect();
    assert_eq!(guides, ["G0", "G1", "G2", "G3", "G4"]);
    assert!(packs.iter().all(|pack| pack.title.is_some()));
}

#[test]
fn sentences_of_the_packs_are_printed_as_they_were_read() {
    for pack in all() {
        for (_, objective) in pack.objectives.iter().chain(&pack.alerts) {
            assert_eq!(objective.to_string().parse(), Ok(objective.clone()), "{}", pack.name);
        }
        for (_, change) in &pack.baseline {
            assert_eq!(change.to_string().parse(), Ok(change.clone()), "{}", pack.name);
        }
    }
}

#[test]
fn a_built_in_metric_is_behind_every_shipped_promise() {
    for pack in all() {
        for (id, objective) in pack.objectives.iter().chain(&pack.alerts) {
            assert!(objective.info().is_some(), "{} {id}: {objective}", pack.name);
        }
    }
}

#[test]
fn a_pack_is_found_by_name_or_its_neighbour_is_named() {
    assert_eq!(find("muppet").unwrap().guide.as_deref(), Some("G1"));
    let error = find("mupet").unwrap_err();
    expect!["there is no pack `mupet`; did you mean `muppet`? shipped: `runeframe`, `muppet`, `tech-stack`, `swe-platform`, `code-engine`"].assert_eq(&format!("{error}; {}", error.hint));
}

#[test]
fn a_pack_of_ones_own_needs_only_a_name() {
    let pack = parse("pack: ours\nobjectives: { O1: http p95 < 1s }\n").unwrap();
    assert_eq!((pack.name.as_str(), pack.guide), ("ours", None));
    assert_eq!(pack.objectives[0].0, "O1");
}

#[test]
fn mistakes_in_a_pack_are_shown_in_their_place() {
    refuse(
        "guide: G9\nobjectives: [ http p95 < 1s ]\n",
        &expect![[r#"
        1:1 the pack has no name; begin with its name: `pack: our-standard`
        2:13 `objectives` must be a mapping, not a list; write `key: value` pairs
    "#]],
    );
    refuse(
        "pack: p\nobjectives: { O1: [ http p95 < soon ] }\nalert: {}\n",
        &expect![[r#"
        2:32 `soon` is not a quantity; accepted: `200ms`, `0.1%`, `1000/s`, `12GB`, `1GB/min`, `100`
        3:1 the pack has no key `alert`; did you mean `alerts`? accepted: `pack`, `guide`, `title`, `objectives`, `tests`, `alerts`, `baseline`, `notes`
    "#]],
    );
    refuse(
        "pack: p\ntests: { t: { users: 1, for: 1m }, u: { id: O1, flow: f, burst: 5 } }\n",
        &expect![[r#"
            2:10 the test `t` has no id; name the requirement it says: `id: T9`
            2:49 the test `u` has no key `flow`; accepted: `id`, `loads`, `users`, `rate`, `for`, `iterations`, `iterations_each`, `burst`, `arrivals`, `max_users`, `think`, `warm_up`, `abort`, `connections`, `graceful_stop`
        "#]],
    );
    refuse(
        "pack: p\nbaseline: { O1: [ http p95 47%, cpu p95 -3%, -3%, http p95 ] }\nnotes: { O1: }\n",
        &expect![[r#"
            2:28 `47%` does not say how far a figure must move; accepted: `http p95 -47%` (lower by at least that much), `http rate +20%`, `http rate x3.2`
            2:33 `cpu` has no `p95`; it has `avg`, `min`, `max`, `growth` and `value`
            2:46 the sentence has no metric; an objective reads like `http p95 < 200ms where class = simple`
            2:56 `p95` does not say how far a figure must move; accepted: `http p95 -47%` (lower by at least that much), `http rate +20%`, `http rate x3.2`
            3:12 a note must be a text, not nothing; 
        "#]],
    );
}

#[test]
fn a_change_is_read_and_printed_alike() {
    for text in
        ["http p95 -47%", "http rate x3.2", "memory growth +5%", "connections -82%", "orders x2"]
    {
        let change: Change = text.parse().unwrap_or_else(|error| panic!("{text}: {error:?}"));
        assert_eq!(change.to_string(), text);
    }
    for text in
        ["", "http", "-5%", "http p95 -0%", "http p95 -101%", "http x0", "http x-1", "http xinf"]
    {
        assert!(text.parse::<Change>().is_err(), "{text}");
    }
}

#[test]
fn a_change_holds_from_its_bound_on() {
    let bound = |text: &str| text.parse::<Change>().unwrap().bound;
    assert!(bound("http p95 -50%").holds(10.0, 5.0) && !bound("http p95 -50%").holds(10.0, 5.1));
    assert!(
        bound("http rate +50%").holds(10.0, 15.0) && !bound("http rate +50%").holds(10.0, 14.9)
    );
    assert!(bound("http rate x2").holds(10.0, 20.0) && !bound("http rate x2").holds(10.0, 19.9));
    assert_eq!(bound("http p95 -47%").factor(), 0.53);
}
