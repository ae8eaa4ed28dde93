//! `--out prometheus=URL`: remote write, from a thread of its own so that a slow receiver holds nothing up.
//!
//! Figures go over as totals, so what one lost request held comes with the next.

use loadline_core::Window;
use loadline_report::RemoteWrite;
use loadline_store::{Ended, Run};

use super::kind::{Opening, Sink};
use super::push::{Push, Receiving, remote_write_headers};
use crate::failure::Failure;

struct Sender {
    writer: RemoteWrite,
    push: Push,
}

pub(super) fn open(url: &str, opening: &Opening<'_>) -> Result<Box<dyn Sink>, Failure> {
    let receiving = Receiving::new(url, opening.tls, remote_write_headers(), true)?;
    // An empty request is valid: it tells now whether anybody takes them.
    receiving.send(&[]).map_err(|why| unreachable(receiving.shown(), &why))?;
    let push = Push::open("remote-write", receiving)?;
    Ok(Box::new(Sender { writer: RemoteWrite::new(labels(opening.run)), push }))
}

/// On every series: which run it is of.
fn labels(run: &Run) -> Vec<(String, String)> {
    let label = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    let service = run.description.service.as_deref().unwrap_or_default();
    vec![
        label("run", run.id.as_str()),
        label("test", &run.name),
        label("service", service),
        label("target", &run.target),
    ]
}

impl Sink for Sender {
    fn window(&mut self, window: &Window) {
        self.push.request(self.writer.request(window));
    }

    fn end(self: Box<Self>, _: &Ended) -> Result<(), Failure> {
        self.push.end()
    }
}

fn unreachable(url: &str, why: &str) -> Failure {
    let message = format!("cannot write to {url}: {why}");
    let hint = "it reads `prometheus=http://host:9090/api/v1/write`; Prometheus takes requests when it is \
                started with --web.enable-remote-write-receiver";
    Failure::usage(message, hint)
}
