//! `loadline db log`: what a server's logs tell.

mod figures;
mod json;
mod page;

use std::path::PathBuf;

use clap::Args as ClapArgs;
use loadline_postgres::log::{
    Format, LogFile, LogReport, Prefix, ReadOptions, Skipped, advise, analyse_logs,
};
use loadline_postgres::plan::explain;
use loadline_postgres::rules::{Advice, Check, Severity};

use self::figures::figures;
use super::judge::{JudgeArgs, Judged};
use super::out::{self, ListFormat, OutFormat, printable};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::print::{Stream, hint, print, warning};

/// Read logs (stderr with any prefix, csvlog, jsonlog, packed or not): slow statements, errors, locks, checkpoints, plans
#[derive(Debug, ClapArgs)]
pub(crate) struct Args {
    /// The logs; `-` reads standard input. gzip and Zstandard are unpacked.
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    /// The server's log_line_prefix, where it cannot be found out.
    #[arg(long, value_name = "TEXT", value_parser = Prefix::compile)]
    prefix: Option<Prefix>,
    /// How the logs are written, where their beginning does not tell: stderr, csv, json.
    #[arg(long, value_name = "NAME", value_parser = format_named)]
    log_format: Option<Format>,
    /// How many statements and messages at most.
    #[arg(long, short = 'n', value_name = "N", default_value_t = 20, value_parser = clap::value_parser!(u32).range(1..))]
    limit: u32,
    /// How to write the answer.
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = OutFormat::Text)]
    format: OutFormat,
    #[command(flatten)]
    judge: JudgeArgs,
}

fn format_named(name: &str) -> Result<Format, String> {
    let all = || Format::ALL.map(Format::name).join(", ");
    Format::ALL
        .into_iter()
        .find(|format| format.name() == name)
        .ok_or_else(|| format!("one of {}", all()))
}

/// Reads, counts, prints.
pub(super) fn run(args: &Args) -> Result<Exit, Failure> {
    let options = ReadOptions { format: args.log_format, prefix: args.prefix.clone() };
    let judge = args.judge.judge()?;
    let report = analyse_logs(&args.files, &options)?;
    report.files.iter().for_each(warn);
    let judged = Judged::of(judge, &report.analysis);
    print(Stream::Stdout, &rendered(&report, &judged, args.limit as usize, args.format));
    judged.hints().iter().for_each(|text| hint(text));
    Ok(judged.exit())
}

/// What was left out of a file.
fn warn(file: &LogFile) {
    let path = printable(&file.path.display().to_string());
    let say = |text: &str| warning(&format!("{path}: {text}"));
    if let Some(damage) = &file.damage {
        say(&format!("it could not be read to its end ({damage}); what is before that counts"));
    }
    if file.bytes == 0 {
        say("it is empty");
    }
    let Skipped { lines, cut_entries } = file.skipped;
    match lines {
        0 => {}
        1 => say("1 line is no part of an entry and was skipped"),
        _ => say(&format!("{lines} lines are no part of an entry and were skipped")),
    }
    if lines > file.entries {
        say("most of its lines are no entries: is it a log of PostgreSQL alone?");
    }
    match cut_entries {
        0 => {}
        1 => say("1 entry is longer than 24 MB and was cut"),
        _ => say(&format!("{cut_entries} entries are longer than 24 MB and were cut")),
    }
}

fn rendered(report: &LogReport, judged: &Judged, limit: usize, format: OutFormat) -> String {
    let mut advice = advise(&report.analysis);
    advice.extend(of_plans(report));
    let check = Check { advice, ..Check::default() };
    let head = figures::head(report);
    match format {
        OutFormat::Json => {
            let mut document = json::document(report, &out::json_of(&check, &head), limit);
            document["verdicts"] = judged.json();
            format!("{document:#}\n")
        }
        OutFormat::Html => page::page(report, judged, &check, limit),
        OutFormat::Text => {
            format!(
                "{}{}\n{}",
                judged.rendered(ListFormat::Text),
                figures(report, limit, ListFormat::Text),
                out::check(&check, &head, format)
            )
        }
        OutFormat::Markdown => {
            format!(
                "{}{}\n{}",
                judged.rendered(ListFormat::Markdown),
                figures(report, limit, ListFormat::Markdown),
                out::check(&check, &head, format)
            )
        }
    }
}

/// What the slowest plans of auto_explain say; each piece of advice once.
fn of_plans(report: &LogReport) -> Vec<Advice> {
    let mut all: Vec<Advice> = Vec::new();
    for plan in report.analysis.plans.slowest() {
        let Ok(explained) = explain(&plan.text) else { continue };
        for insight in &explained.insights {
            let advice = insight.advice(&explained.measured);
            let is_known = all
                .iter()
                .any(|known| known.rule == advice.rule && known.subject == advice.subject);
            if advice.severity > Severity::Note && !is_known {
                all.push(advice);
            }
        }
    }
    all
}
