//! The bound on extra calls: each call earns a share of a token, each extra call costs one, and a few a second are free
//! so that a quiet service may try again too. When everything fails at once, the load on the other side grows by the
//! share and not by the number of tries. The free ones alone look at the clock: a call that succeeds costs one addition.

use super::RetryConfigError;
use std::sync::{
    Mutex, PoisonError,
    atomic::{AtomicU64, Ordering},
};
use tokio::time::Instant;

/// Parts of a token that are counted.
const PER_TOKEN: u64 = 1_000;

/// A budget of extra calls, shared by whatever holds it: retries, hedges, or both.
///
/// ```
/// use loadline_toolkit::retry::Budget;
///
/// let budget = Budget::builder().share(0.5).per_second_min(0).build().expect("a share of a half");
/// assert!(!budget.withdraw());
/// budget.deposit();
/// budget.deposit();
/// assert!(budget.withdraw());
/// assert!(!budget.withdraw());
/// ```
#[derive(Debug)]
pub struct Budget {
    earned_per_call: u64,
    saved_max: u64,
    saved: AtomicU64,
    free_per_second: f64,
    free: Mutex<Free>,
}

/// The free tokens: so many at a moment.
#[derive(Debug)]
struct Free {
    tokens: f64,
    at: Option<Instant>,
}

/// What a [`Budget`] is made from.
#[derive(Debug, Clone, Copy)]
pub struct BudgetBuilder {
    share: f64,
    per_second_min: u32,
    saved_max: u32,
}

impl Budget {
    /// A builder with a share of 20 %, ten free ones a second and a hundred saved at most.
    #[must_use]
    pub const fn builder() -> BudgetBuilder {
        BudgetBuilder { share: 0.2, per_second_min: 10, saved_max: 100 }
    }

    /// Tells of a call, which earns its share.
    pub fn deposit(&self) {
        // Calls at the same moment may save a little more than the most: a share each.
        if self.saved.load(Ordering::Relaxed) < self.saved_max {
            self.saved.fetch_add(self.earned_per_call, Ordering::Relaxed);
        }
    }

    /// Takes a token for an extra call: one that was earned, else a free one. `false`: there is none, do not call.
    #[must_use]
    pub fn withdraw(&self) -> bool {
        let less = |saved: u64| saved.checked_sub(PER_TOKEN);
        self.saved.fetch_update(Ordering::Relaxed, Ordering::Relaxed, less).is_ok()
            || self.withdraw_free()
    }

    /// A second's worth of free tokens at most is kept.
    fn withdraw_free(&self) -> bool {
        let mut free = self.free.lock().unwrap_or_else(PoisonError::into_inner);
        let now = Instant::now();
        let passed_s = free.at.map_or(0.0, |at| now.saturating_duration_since(at).as_secs_f64());
        free.at = Some(now);
        free.tokens = (free.tokens + passed_s * self.free_per_second).min(self.free_per_second);
        let enough = free.tokens >= 1.0;
        if enough {
            free.tokens -= 1.0;
        }
        enough
    }
}

impl Default for Budget {
    /// A share of 20 %, ten free ones a second and a hundred saved at most.
    fn default() -> Self {
        Self::builder().finish()
    }
}

impl BudgetBuilder {
    /// Extra calls for each call, 0 to 1: 0.2 allows one in five.
    #[must_use]
    pub const fn share(mut self, share: f64) -> Self {
        self.share = share;
        self
    }

    /// Extra calls a second that are always allowed.
    #[must_use]
    pub const fn per_second_min(mut self, per_second_min: u32) -> Self {
        self.per_second_min = per_second_min;
        self
    }

    /// Extra calls that can be saved up in calm times, so that an hour without faults is no licence for a storm.
    #[must_use]
    pub const fn saved_max(mut self, saved_max: u32) -> Self {
        self.saved_max = saved_max;
        self
    }

    /// The budget.
    ///
    /// # Errors
    /// [`RetryConfigError::Share`] when the share is not within 0 to 1.
    pub fn build(self) -> Result<Budget, RetryConfigError> {
        if !(0.0..=1.0).contains(&self.share) {
            return Err(RetryConfigError::Share { share: self.share });
        }
        Ok(self.finish())
    }

    fn finish(self) -> Budget {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 1,000")]
        let earned_per_call = (self.share * PER_TOKEN as f64).round() as u64;
        let free_per_second = f64::from(self.per_second_min);
        Budget {
            earned_per_call,
            saved_max: u64::from(self.saved_max) * PER_TOKEN,
            saved: AtomicU64::new(0),
            free_per_second,
            free: Mutex::new(Free { tokens: free_per_second, at: None }),
        }
    }
}
