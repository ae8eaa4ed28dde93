//! `loadline help`: a subcommand's page, or a topic that needs more words than a flag has.

use clap::Args as ClapArgs;

use crate::cli;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::print::{Stream, print};
use crate::topics::TOPICS;

/// Explain a subcommand, or a topic: objectives, metrics, tests, values, outputs, imports, exit-codes.
#[derive(Debug, ClapArgs)]
pub(crate) struct Args {
    /// A subcommand or a topic; without one, the list of both.
    #[arg(value_name = "TOPIC")]
    about: Option<String>,
}

/// Prints what was asked for.
pub(crate) fn run(args: &Args) -> Result<Exit, Failure> {
    let mut program = cli::command();
    let Some(about) = &args.about else {
        print(Stream::Stdout, &format!("{}\n{}", program.render_help(), topics()));
        return Ok(Exit::Met);
    };
    if let Some(topic) = TOPICS.iter().find(|topic| topic.name == about) {
        print(Stream::Stdout, &(topic.text)());
        return Ok(Exit::Met);
    }
    program.build();
    if let Some(command) = program.find_subcommand_mut(about) {
        print(Stream::Stdout, &command.render_long_help().to_string());
        return Ok(Exit::Met);
    }
    let names = TOPICS.map(|topic| topic.name).join(", ");
    let message = format!("there is nothing called `{about}` to explain");
    Err(Failure::usage(message, format!("topics: {names}; or a subcommand")))
}

fn topics() -> String {
    let width = TOPICS.iter().map(|topic| topic.name.len()).max().unwrap_or(0);
    let lines = TOPICS.iter().map(|topic| format!("  {:width$}  {}\n", topic.name, topic.about));
    format!("Topics (loadline help TOPIC):\n{}", lines.collect::<String>())
}
