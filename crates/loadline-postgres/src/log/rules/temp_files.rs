//! Rule: sorts and hashes that go to disk.

use super::list::Rule;
use crate::log::analysis::Analysis;
use crate::rules::facts::{bytes, count, ms, percent};
use crate::rules::{Advice, Severity};

const NAME: &str = "temp-files";

pub(super) const RULE: Rule = Rule { name: NAME, description: "temporary files", find };

/// Bytes that are worth a word.
const BYTES_MIN: f64 = 100e6;
/// Or files an hour.
const FILES_PER_HOUR_MIN: f64 = 60.0;

fn find(analysis: &Analysis) -> Vec<Advice> {
    let files = analysis.temp_files;
    let hours = analysis.seconds() / 3_600.0;
    let is_often = files.count >= 5 && files.count as f64 >= hours * FILES_PER_HOUR_MIN;
    if files.bytes < BYTES_MIN && !is_often {
        return Vec::new();
    }
    let statements = analysis.statements.by_total();
    let most = statements.iter().max_by(|a, b| a.temp_bytes.total_cmp(&b.temp_bytes));
    let mut evidence = format!(
        "{} files, {} in all, the largest {}",
        count(files.count as i64),
        bytes(files.bytes as i64),
        bytes(files.largest_bytes as i64)
    );
    if let Some(found) = most.filter(|found| found.temp_bytes > 0.0) {
        let part = percent(found.temp_bytes / files.bytes.max(1.0));
        evidence.push_str(&format!(
            "; {part} by `{}`, which took {}",
            found.form,
            ms(found.total_seconds() * 1_000.0)
        ));
    }
    // What a file holds takes up to three times the memory, and no single statement should be given the machine.
    let mb = (files.largest_bytes * 3.0 / 1_048_576.0).clamp(4.0, 1_024.0) as u64;
    vec![
        Advice::new(
            NAME,
            Severity::Advice,
            "work_mem",
            "is too small: sorts and hashes go to disk",
        )
        .evidence(evidence)
        .next_step(
            "raise it for the statements that need it (for their role or session), not for all",
        )
        .statement(format!("SET work_mem = '{}MB'", mb.next_power_of_two())),
    ]
}
