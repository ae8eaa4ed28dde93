//! What is watched beside a test: found before it begins, added to each of its windows.
//!
//! The windows with everything in them go to the store, the judge and the live view alike, so a replayed run
//! has the same figures.

use std::borrow::Cow;

use loadline_core::Window;
use loadline_watch::{Request, Roots, Watch};

use crate::failure::Failure;
use crate::output::print::warning;

/// The watch of one test, if anything is watched at all.
pub(super) struct Watched(Option<Watch>);

impl Watched {
    /// Finds what is to be watched.
    pub(super) fn open(request: &Request) -> Result<Self, Failure> {
        if request.is_empty() {
            return Ok(Self(None));
        }
        let mut watched = Self(Some(Watch::open(request, &Roots::default())?));
        watched.say();
        Ok(watched)
    }

    /// Begins reading, with the test.
    pub(super) fn begin(&mut self) -> Result<(), Failure> {
        Ok(self.0.as_mut().map_or(Ok(()), Watch::begin)?)
    }

    /// The window with what was read beside it.
    pub(super) fn beside<'w>(&mut self, window: &'w Window) -> Cow<'w, Window> {
        let Some(watch) = &mut self.0 else { return Cow::Borrowed(window) };
        let mut whole = window.clone();
        watch.add_to(&mut whole);
        self.say();
        Cow::Owned(whole)
    }

    fn say(&mut self) {
        let notices = self.0.as_mut().map(Watch::take_notices).unwrap_or_default();
        notices.iter().for_each(|notice| warning(notice));
    }
}
