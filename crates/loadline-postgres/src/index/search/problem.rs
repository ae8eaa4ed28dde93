//! What there is to choose from and what it is worth: plain numbers.

use super::set::Set;

/// A choice to make.
#[derive(Debug, Clone, PartialEq)]
pub struct Problem {
    /// How often each statement counts.
    pub weights: Vec<f64>,
    /// For each statement the candidates its plans could use.
    pub relevant: Vec<Set>,
    /// For each statement the candidates it gave reason for itself.
    pub own: Vec<Set>,
    /// For each candidate those that begin as it does and hold all it holds: what it does, they do nearly as well.
    pub stand_ins: Vec<Vec<usize>>,
    /// For each candidate its size in bytes.
    pub sizes: Vec<f64>,
    /// For each candidate what keeping it up to date costs, in units of the weighted costs.
    pub upkeep: Vec<f64>,
    /// For each candidate the share of all costs that it must save beyond its upkeep before it is chosen.
    pub rents: Vec<f64>,
    /// Bytes that the chosen ones may take together.
    pub budget_bytes: f64,
}

impl Problem {
    /// How many candidates there are.
    #[must_use]
    pub fn candidates(&self) -> usize {
        self.sizes.len()
    }

    /// How many statements there are.
    #[must_use]
    pub fn statements(&self) -> usize {
        self.weights.len()
    }

    /// Bytes of a set.
    #[must_use]
    pub fn bytes(&self, set: &Set) -> f64 {
        set.iter().map(|candidate| self.sizes[candidate]).sum()
    }

    /// The cost of keeping a set up to date.
    #[must_use]
    pub fn upkeep(&self, set: &Set) -> f64 {
        set.iter().map(|candidate| self.upkeep[candidate]).sum()
    }

    /// The same with rents counted as upkeep, as shares of these costs.
    #[must_use]
    pub fn charged(&self, cost: f64) -> Self {
        let charged =
            self.upkeep.iter().zip(&self.rents).map(|(upkeep, rent)| upkeep + rent * cost);
        Self { upkeep: charged.collect(), ..self.clone() }
    }

    /// An empty set of candidates.
    #[must_use]
    pub fn none(&self) -> Set {
        Set::new(self.candidates())
    }

    /// The candidates that fit into this many bytes by themselves.
    #[must_use]
    pub fn at_most(&self, bytes: f64) -> Set {
        let fits = |candidate: &usize| self.sizes[*candidate] <= bytes;
        Set::of(self.candidates(), (0..self.candidates()).filter(fits))
    }
}
