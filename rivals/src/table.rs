//! The rows of all groups, printed as they come and once more as one table.

use std::sync::{Mutex, PoisonError};

static ROWS: Mutex<Vec<[String; 4]>> = Mutex::new(Vec::new());

/// One measurement: what was done (`pool: acquire and release`), by whom (`loadline`, `deadpool`), the figure and its
/// unit (`ns CPU`).
pub fn row(what: &str, who: &str, figure: f64, unit: &str) {
    let figure = if figure.abs() < 10.0 { format!("{figure:.2}") } else { format!("{figure:.0}") };
    println!("{what}: {who}: {figure} {unit}");
    let row = [what.to_owned(), who.to_owned(), figure, unit.to_owned()];
    ROWS.lock().unwrap_or_else(PoisonError::into_inner).push(row);
}

/// All rows so far as a table, `what` told once for the rows that share it.
pub fn print() {
    let rows = ROWS.lock().unwrap_or_else(PoisonError::into_inner);
    println!("\n| Work | Who | Figure | Unit |\n|---|---|---:|---|");
    let mut last = "";
    for [what, who, figure, unit] in rows.iter() {
        let shown = if what == last { "" } else { what };
        println!("| {shown} | {who} | {figure} | {unit} |");
        last = what;
    }
}
