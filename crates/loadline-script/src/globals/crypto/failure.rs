//! What an operation of `crypto.subtle` fails with: a name that the standard gives, and a sentence.

use rquickjs::object::Property;
use rquickjs::{Ctx, Error, Exception};

/// Why an operation failed.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("{name}: {message}")]
pub(super) struct Failure {
    name: &'static str,
    message: String,
}

impl Failure {
    /// One of that name.
    pub(super) fn named(name: &'static str, message: impl Into<String>) -> Self {
        Self { name, message: message.into() }
    }

    /// The operation itself did not work.
    pub(super) fn operation(message: impl Into<String>) -> Self {
        Self::named("OperationError", message)
    }

    /// What was to be a key is none.
    pub(super) fn data(message: impl Into<String>) -> Self {
        Self::named("DataError", message)
    }

    /// There is no such thing here.
    pub(super) fn not_supported(message: impl Into<String>) -> Self {
        Self::named("NotSupportedError", message)
    }

    /// Throws it: an `Error` of that name.
    pub(super) fn throw(&self, ctx: &Ctx<'_>) -> Error {
        let made = Exception::from_message(ctx.clone(), &self.message).and_then(|exception| {
            let name = Property::from(self.name).writable().configurable();
            exception.as_object().prop("name", name)?;
            Ok(exception)
        });
        made.map_or_else(|error| error, Exception::throw)
    }
}
