//! What a request is counted under.

use std::sync::Arc;

use loadline_core::Tags;
use loadline_core::window::names::{TAG_CLASS, TAG_LOAD, TAG_METHOD, TAG_NAME};

/// The name, method and class a request is counted under.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Label {
    /// The name that groups requests of one endpoint.
    pub name: Arc<str>,
    /// The method.
    pub method: &'static str,
    /// The class of the endpoint, where it has one.
    pub class: Option<Arc<str>>,
    /// The load it belongs to, where a test drives several.
    pub load: Option<Arc<str>>,
}

/// A label of a recorder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LabelId(pub(super) usize);

impl Label {
    /// The label's tags and those given.
    pub(super) fn tags_with(&self, more: &[(&'static str, String)]) -> Tags {
        let mut pairs: Vec<(&str, Arc<str>)> =
            vec![(TAG_NAME, self.name.clone()), (TAG_METHOD, self.method.into())];
        pairs.extend(self.class.clone().map(|class| (TAG_CLASS, class)));
        pairs.extend(self.load.clone().map(|load| (TAG_LOAD, load)));
        pairs.extend(more.iter().map(|(name, value)| (*name, value.as_str().into())));
        Tags::new(pairs)
    }
}
