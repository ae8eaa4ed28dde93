//! The streams of one run, fed together.

use loadline_core::Window;
use loadline_load::TlsOptions;
use loadline_store::{Ended, Run};

use super::kind::{Opening, Sink, StreamOut};
use crate::failure::Failure;

/// All streams of a run.
pub(crate) struct Streams(Vec<Box<dyn Sink>>);

impl Streams {
    /// Opens them, before the run begins.
    pub(crate) fn open(outs: &[StreamOut], run: &Run, tls: &TlsOptions) -> Result<Self, Failure> {
        let opening = Opening { run, tls };
        Ok(Self(outs.iter().map(|out| out.open(&opening)).collect::<Result<_, _>>()?))
    }

    /// Hands the next window to all of them.
    pub(crate) fn window(&mut self, window: &Window) {
        self.0.iter_mut().for_each(|sink| sink.window(window));
    }

    /// Closes them; what went wrong with one does not keep the others back.
    pub(crate) fn end(self, ended: &Ended) -> Vec<Failure> {
        self.0.into_iter().filter_map(|sink| sink.end(ended).err()).collect()
    }
}
