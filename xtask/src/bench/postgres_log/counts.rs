//! What both readers counted, side by side.

use serde_json::Value;

use crate::failure::Failure;

/// What is counted, why the readers may differ, and where each of them says it.
const COUNTED: [Counted; 11] = [
    Counted {
        name: "statements with a time",
        ours: "/calls",
        theirs: "/overall_stat/postgres/queries_number",
        why: "",
    },
    Counted {
        name: "their time, ms",
        ours: "/seconds",
        theirs: "/overall_stat/postgres/queries_duration/execute",
        why: "",
    },
    Counted {
        name: "errors",
        ours: "/severities/ERROR",
        theirs: "/error_info/postgres/*/count",
        why: "pgbadger adds each wait for a lock and each start of the server",
    },
    Counted {
        name: "temporary files",
        ours: "/events/temp_files/count",
        theirs: "/tempfile_info/postgres/count",
        why: "",
    },
    Counted {
        name: "their bytes",
        ours: "/events/temp_files/bytes",
        theirs: "/tempfile_info/postgres/size",
        why: "",
    },
    Counted {
        name: "waits for locks",
        ours: "/events/locks/waits",
        theirs: "/lock_info/postgres/*/count",
        why: "",
    },
    Counted {
        name: "connections",
        ours: "/events/connections/authorized",
        theirs: "/connection_info/postgres/count",
        why: "",
    },
    Counted {
        name: "sessions",
        ours: "/events/connections/ended",
        theirs: "/session_info/postgres/count",
        why: "",
    },
    Counted {
        name: "checkpoints",
        ours: "/events/checkpoints/completed",
        theirs: "/checkpoint_info/starting/*",
        why: "pgbadger counts those that began, Loadline those that ended",
    },
    Counted {
        name: "vacuums",
        ours: "/events/vacuums/*/vacuums",
        theirs: "/autovacuum_info/postgres/count",
        why: "",
    },
    Counted {
        name: "analyses",
        ours: "/events/vacuums/*/analyses",
        theirs: "/autoanalyze_info/postgres/count",
        why: "",
    },
];

/// One figure that both have.
struct Counted {
    name: &'static str,
    ours: &'static str,
    theirs: &'static str,
    /// Why the readers may differ.
    why: &'static str,
}

/// The figures of one reader, in the order of [`COUNTED`].
pub(super) struct Counts([f64; COUNTED.len()]);

impl Counts {
    /// Out of `loadline db log --format json`.
    pub(super) fn of_loadline(output: &str) -> Result<Self, Failure> {
        let document =
            document("loadline", output.get(output.find('{').unwrap_or(0)..).unwrap_or(output))?;
        Ok(Self(COUNTED.each_ref().map(|counted| {
            let figure = sum_at(&document, counted.ours);
            if counted.ours == "/seconds" { figure * 1e3 } else { figure }
        })))
    }

    /// Out of pgbadger's JSON.
    pub(super) fn of_pgbadger(output: &str) -> Result<Self, Failure> {
        let document = document("pgbadger", output)?;
        Ok(Self(COUNTED.each_ref().map(|counted| sum_at(&document, counted.theirs))))
    }
}

fn document(program: &str, text: &str) -> Result<Value, Failure> {
    serde_json::from_str(text).map_err(|error| Failure::Unreadable {
        what: "the JSON",
        program: program.to_owned(),
        output: error.to_string(),
    })
}

/// The sum of the numbers at a path, in which `*` stands for every member; numbers may be written as text.
fn sum_at(document: &Value, path: &str) -> f64 {
    let mut found = vec![document];
    for name in path.split('/').skip(1) {
        found = found
            .into_iter()
            .flat_map(|value| match (name, value) {
                ("*", Value::Object(members)) => members.values().collect(),
                ("*", Value::Array(members)) => members.iter().collect(),
                _ => value.get(name).into_iter().collect::<Vec<_>>(),
            })
            .collect();
    }
    let number = |value: &Value| value.as_f64().or_else(|| value.as_str()?.parse().ok());
    // The sum of nothing would be minus zero.
    found.into_iter().filter_map(number).fold(0.0, |sum, one| sum + one)
}

/// A line for each figure.
pub(super) fn print_counts(ours: &Counts, theirs: &Counts) {
    println!("\n{:24} {:>16} {:>16}", "counted", "loadline", "pgbadger");
    for ((counted, ours), theirs) in COUNTED.iter().zip(ours.0).zip(theirs.0) {
        // Sums of thousandths in another order differ in their last digits.
        let agrees = (ours - theirs).abs() <= 1e-9 * ours.abs().max(theirs.abs());
        let digits = if ours.fract() == 0.0 && theirs.fract() == 0.0 { 0 } else { 3 };
        let remark = match (agrees, counted.why) {
            (true, _) => "equal".to_owned(),
            (false, "") => format!("differs by {:.digits$}", ours - theirs),
            (false, why) => why.to_owned(),
        };
        println!("{:24} {ours:>16.digits$} {theirs:>16.digits$}  {remark}", counted.name);
    }
}

#[cfg(test)]
mod tests;
