//! The whole file as plain data.

use std::collections::BTreeMap;

use super::class::{ClassRule, class_of};
use super::feed::Feed;
use super::flow::{Action, Flow};
use super::method::Method;
use super::test::{Load, Test};
use crate::objective::Objective;
use crate::yaml::Located;

/// What `loadline.yaml` says.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct LoadlineFile {
    /// Name of the service.
    pub service: Option<String>,
    /// Where it is: an `http://` or `https://` URL.
    pub target: Option<Located<String>>,
    /// Packs to adopt: names, paths or URLs; later ones win.
    pub standards: Vec<Located<String>>,
    /// Kinds of endpoint; the first that matches wins.
    pub classes: Vec<ClassRule>,
    /// The service's own promises.
    pub objectives: Vec<Objective>,
    /// Rows of data for the flows, by name.
    pub feeds: BTreeMap<String, Feed>,
    /// Done once before each test; what it saves every user knows.
    pub setup: Vec<Action>,
    /// Done once after each test, however it ended.
    pub teardown: Vec<Action>,
    /// What users do, by name.
    pub flows: BTreeMap<String, Flow>,
    /// The tests, in the order of the file.
    pub tests: Vec<Test>,
}

impl LoadlineFile {
    /// The class of a request; none when no rule matches.
    pub fn class_of(&self, method: Method, path: &str) -> Option<&str> {
        class_of(&self.classes, method, path)
    }

    /// The flow a load runs: the one it names, else the only one of the file. None means that the load
    /// requests the target itself.
    pub fn flow_of(&self, load: &Load) -> Option<&Flow> {
        match &load.flow {
            Some(name) => self.flows.get(name),
            None if self.flows.len() == 1 => self.flows.values().next(),
            None => None,
        }
    }
}
