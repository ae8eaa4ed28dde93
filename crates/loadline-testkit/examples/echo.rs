//! A WebSocket server that sends every message back, as a program of its own: for benches, which charge the
//! client alone. Prints its URL and ends with its standard input.

use std::io::Read as _;

use loadline_testkit::{SocketBehaviour, StartError, WebSocketServer};

fn main() -> Result<(), StartError> {
    let server = WebSocketServer::start(SocketBehaviour::Echo)?;
    #[expect(clippy::print_stdout, reason = "whoever started it reads the URL")]
    {
        println!("{}", server.url("/"));
    }
    // An error ends it just as well.
    let _ = std::io::stdin().read_to_end(&mut Vec::new());
    Ok(())
}
