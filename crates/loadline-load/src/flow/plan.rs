//! A compiled flow: plain data that all users of it share.

use serde_json_path::JsonPath;

use super::fill::Text;
use crate::record::Label;
use crate::transport::Endpoint;
use loadline_core::file::Method;

/// Everything the users of one flow do.
#[derive(Debug)]
pub(super) struct Plan {
    pub(super) start: Vec<Step>,
    pub(super) tasks: Vec<Task>,
    pub(super) weight_total: u32,
    /// How many saved values a user has room for.
    pub(super) slots: usize,
}

/// One iteration.
#[derive(Debug)]
pub(super) struct Task {
    pub(super) weight: u32,
    pub(super) steps: Vec<Step>,
}

/// One request.
#[derive(Debug)]
pub(super) struct Step {
    pub(super) endpoint: Endpoint,
    pub(super) method: Method,
    pub(super) label: Label,
    pub(super) label_place: usize,
    pub(super) wire: Wire,
    /// Zero bytes after what `wire` writes.
    pub(super) zeros: u64,
    pub(super) saves: Vec<(usize, JsonPath)>,
    pub(super) expected_status: Vec<u16>,
}

/// What is sent.
#[derive(Debug)]
pub(super) enum Wire {
    /// Always the same bytes.
    Constant(Vec<u8>),
    /// Written anew each time.
    Written(Box<Written>),
}

/// The parts of a request that is written anew each time.
#[derive(Debug)]
pub(super) struct Written {
    pub(super) host: String,
    pub(super) path: Text,
    pub(super) headers: Vec<(String, Text)>,
    pub(super) body: WrittenBody,
}

/// The body of such a request.
#[derive(Debug)]
pub(super) enum WrittenBody {
    None,
    /// Values stand inside JSON strings and are escaped for them.
    Json(Text),
    Text(Text),
    /// Only zero bytes, which are not written but counted.
    Zeros(u64),
}

impl Plan {
    /// Every step once, in the order of their label places.
    pub(super) fn steps(&self) -> impl Iterator<Item = &Step> {
        self.start.iter().chain(self.tasks.iter().flat_map(|task| &task.steps))
    }
}
