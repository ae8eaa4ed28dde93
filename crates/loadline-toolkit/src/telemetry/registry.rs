//! The list of a service's parts, held weakly: a part that was dropped is gone from it.

use super::{Observe, prometheus::PrometheusText};
use std::sync::{Arc, Mutex, PoisonError, Weak};

/// Parts that a registry takes at most; the sum of its figures stays small enough to scrape.
const PARTS_MAX: usize = 1_000;

/// A service's parts by name; cloning it gives another handle to the same list.
#[derive(Clone, Default)]
pub struct Registry {
    parts: Arc<Mutex<Vec<Part>>>,
}

/// One of them, with its name.
type Part = (String, Weak<dyn Observe>);

/// No room for another part: a thousand are registered and alive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a registry holds at most {PARTS_MAX} parts")]
pub struct RegistryFull;

impl Registry {
    /// A registry without parts.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Shows `part` under `name` from now on, as the label `name` of each of its figures.
    ///
    /// # Errors
    /// [`RegistryFull`] when a thousand parts are alive already.
    pub fn register<T: Observe + 'static>(
        &self,
        name: &str,
        part: &Arc<T>,
    ) -> Result<(), RegistryFull> {
        let weak: Weak<dyn Observe> = Arc::<T>::downgrade(part);
        let mut parts = self.parts.lock().unwrap_or_else(PoisonError::into_inner);
        parts.retain(|(_, part)| part.strong_count() > 0);
        if parts.len() >= PARTS_MAX {
            return Err(RegistryFull);
        }
        parts.push((name.to_owned(), weak));
        Ok(())
    }

    /// All figures in Prometheus' text format, version 0.0.4.
    #[must_use]
    pub fn prometheus_text(&self) -> String {
        let mut text = PrometheusText::default();
        for (name, part) in self.alive() {
            text.part(&name);
            part.observe(&mut text);
        }
        text.finish()
    }

    /// The parts that still live; their figures are read without holding the list.
    fn alive(&self) -> Vec<(String, Arc<dyn Observe>)> {
        let parts = self.parts.lock().unwrap_or_else(PoisonError::into_inner);
        parts.iter().filter_map(|(name, part)| Some((name.clone(), part.upgrade()?))).collect()
    }
}

impl std::fmt::Debug for Registry {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let names: Vec<_> = self.alive().into_iter().map(|(name, _)| name).collect();
        f.debug_struct("Registry").field("parts", &names).finish()
    }
}
