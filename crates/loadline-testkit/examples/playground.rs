//! The servers that scripts of tests talk to, as a program of its own: for other load tools, which then run the
//! same scripts. Prints the addresses as `NAME=value` lines and an empty line, and ends with its standard input.

use std::io::Read as _;

use loadline_testkit::{Playground, StartError};

fn main() -> Result<(), StartError> {
    let playground = Playground::start()?;
    #[expect(clippy::print_stdout, reason = "whoever started it reads the addresses")]
    {
        for (name, value) in playground.environment() {
            println!("{name}={value}");
        }
        println!();
    }
    // An error ends it just as well.
    let _ = std::io::stdin().read_to_end(&mut Vec::new());
    Ok(())
}
