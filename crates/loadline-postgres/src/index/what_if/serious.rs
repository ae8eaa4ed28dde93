//! Small savings taken for none. A look-up that reads one page less is half as dear to the planner and as quick as before
//! to everybody else; an index for it would be a burden. In comes any what-if; out goes one to which all quick plans are
//! the same, and whose plans save enough or nothing.

use super::planner::{Planned, WhatIf};
use crate::index::options::Worth;
use crate::index::search::Set;

/// A what-if that is not impressed easily.
#[derive(Debug)]
pub(crate) struct Serious<'w, W> {
    inner: &'w mut W,
    worth: Worth,
    /// For each statement its cost without candidates, once asked.
    base: Vec<Option<f64>>,
}

impl<'w, W: WhatIf> Serious<'w, W> {
    /// Over another one, for that many statements.
    pub(crate) fn new(inner: &'w mut W, worth: Worth, statements: usize) -> Self {
        Self { inner, worth, base: vec![None; statements] }
    }
}

impl<W: WhatIf> WhatIf for Serious<'_, W> {
    type Error = W::Error;

    async fn plan(
        &mut self,
        statement: usize,
        relevant: &Set,
        configuration: &Set,
    ) -> Result<Planned, W::Error> {
        let mut planned = self.inner.plan(statement, relevant, configuration).await?;
        planned.cost = planned.cost.max(self.worth.quick_cost);
        if configuration.is_empty() {
            self.base[statement] = Some(planned.cost);
        }
        Ok(match self.base[statement] {
            Some(base) if !planned.used.is_empty() && !self.worth.is_saving(base, planned.cost) => {
                Planned { cost: base, used: configuration.without(configuration) }
            }
            _ => planned,
        })
    }
}
