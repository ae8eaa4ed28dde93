//! The command line as a reference in Markdown: each subcommand with its arguments, group by group.

use std::fmt::Write as _;

use clap::{Arg, Command};

use crate::topics::TOPICS;

/// The heading of arguments that belong to no group.
const OTHER: &str = "Arguments";

/// The whole reference. `program` has been built.
pub(crate) fn markdown(program: &Command) -> String {
    let mut out = "# The command line\n\n".to_owned();
    let intro = program.get_about().map(ToString::to_string).unwrap_or_default();
    out.push_str(&format!("{intro}. `loadline help TOPIC` explains: "));
    let topics: Vec<String> = TOPICS.iter().map(|topic| format!("`{}`", topic.name)).collect();
    out.push_str(&format!("{}.\n", topics.join(", ")));
    sections(&mut out, program);
    out
}

fn sections(out: &mut String, parent: &Command) {
    for command in parent.get_subcommands() {
        if command.is_hide_set() || command.get_name() == "help" {
            continue;
        }
        let name = command.get_display_name().unwrap_or_default().replace('-', " ");
        let about = command.get_long_about().or_else(|| command.get_about());
        let about = about.map(ToString::to_string).unwrap_or_default();
        add(out, format_args!("\n## {name}\n\n{about}\n"));
        groups(out, command);
        sections(out, command);
    }
}

fn groups(out: &mut String, command: &Command) {
    let shown = |arg: &&Arg| !arg.is_hide_set() && arg.get_id() != "help";
    let mut headings: Vec<&str> = Vec::new();
    for arg in command.get_arguments().filter(shown) {
        let heading = arg.get_help_heading().unwrap_or(OTHER);
        if !headings.contains(&heading) {
            headings.push(heading);
        }
    }
    for heading in headings {
        add(out, format_args!("\n| {heading} | |\n| --- | --- |\n"));
        let of_group = |arg: &&Arg| arg.get_help_heading().unwrap_or(OTHER) == heading;
        for arg in command.get_arguments().filter(shown).filter(of_group) {
            add(out, format_args!("| {} | {} |\n", usage(arg), explained(arg)));
        }
    }
}

/// `` `--users N`, `--vus`, `-u` ``.
fn usage(arg: &Arg) -> String {
    let values = arg.get_value_names().unwrap_or_default();
    let takes = arg.get_action().takes_values();
    let value: String = values.iter().map(|value| format!("{value}")).collect::<Vec<_>>().join(" ");
    let value = value.replace('|', "\\|");
    let Some(long) = arg.get_long() else { return format!("`{value}`") };
    let mut names = vec![match takes {
        true if arg.is_require_equals_set() => format!("`--{long}[={value}]`"),
        true => format!("`--{long} {value}`"),
        false => format!("`--{long}`"),
    }];
    names.extend(
        arg.get_visible_aliases().unwrap_or_default().iter().map(|name| format!("`--{name}`")),
    );
    names.extend(arg.get_short().map(|short| format!("`-{short}`")));
    names.join(", ")
}

fn explained(arg: &Arg) -> String {
    let help = arg.get_long_help().or_else(|| arg.get_help());
    let help = help.map(ToString::to_string).unwrap_or_default();
    let defaults: Vec<String> =
        arg.get_default_values().iter().map(|value| value.to_string_lossy().into_owned()).collect();
    let default = match defaults.is_empty() || !arg.get_action().takes_values() {
        true => String::new(),
        false => format!(". Default: `{}`", defaults.join(" ")),
    };
    format!("{}{default}", help.replace('\n', " ").replace('|', "\\|"))
}

fn add(out: &mut String, piece: std::fmt::Arguments<'_>) {
    out.write_fmt(piece).expect("writing to a string cannot fail");
}
