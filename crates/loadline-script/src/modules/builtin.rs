//! The shape of a module: its name, its members, and how its object is made for one user.

use rquickjs::{Ctx, Object, Result};

/// A module that scripts import by name.
pub(crate) trait Builtin {
    /// The name in `import … from`.
    const NAME: &'static str;
    /// What it exports, in the order of its documentation. `default` is added by the loader: it is the whole
    /// object unless the object has a member of that name.
    const MEMBERS: &'static [Member];

    /// Its exports, made once per user that imports it.
    fn build<'js>(ctx: &Ctx<'js>) -> Result<Object<'js>>;
}

/// An export of a module, for the loader and the documentation.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Member {
    /// Its name; members of classes read `Selection.text` and are only documented.
    pub(crate) name: &'static str,
    /// Whether it works as in k6.
    pub(crate) support: Support,
}

/// How far a member does what k6's does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Support {
    /// As k6's.
    Full,
    /// With a difference worth a sentence.
    Partly(&'static str),
    /// Not at all, and why.
    Not(&'static str),
    /// k6 does not have it.
    Own,
}

impl Member {
    /// A member that works as k6's.
    pub(crate) const fn full(name: &'static str) -> Self {
        Self { name, support: Support::Full }
    }

    /// Whether it is an export of the module itself, not a member of one of its classes.
    pub(crate) fn is_export(&self) -> bool {
        !self.name.contains('.')
    }
}
