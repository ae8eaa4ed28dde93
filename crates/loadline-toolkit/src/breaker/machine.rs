//! The states and what moves a breaker from one to the next. All of it under one lock, none of it waits; each state has
//! a number, so that the outcome of a call that began in an earlier state changes nothing.

use super::{
    BreakerBuilder, Cause, Rejected, State, Transition,
    window::{Outcome, Outcomes, Totals},
};
use std::time::Duration;
use tokio::time::Instant;

/// The right to one call.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ticket {
    /// The state it was given in.
    pub(super) number: u64,
    pub(super) is_probe: bool,
}

/// The state of a breaker and what it goes by.
#[derive(Debug)]
pub(super) struct Machine {
    config: BreakerBuilder,
    phase: Phase,
    number: u64,
    transitions: u64,
    outcomes: Outcomes,
    /// How long the next time without calls lasts.
    open_for: Duration,
}

#[derive(Debug, Clone, Copy)]
enum Phase {
    Closed,
    Open { since: Instant, lasts: Duration },
    HalfOpen { since: Instant, under_way: u32, totals: Totals },
    ForcedOpen,
    ForcedClosed,
}

impl Machine {
    pub(super) fn new(config: BreakerBuilder) -> Self {
        let outcomes = Outcomes::new(config.window);
        let open_for = config.open_for;
        Self { config, phase: Phase::Closed, number: 0, transitions: 0, outcomes, open_for }
    }

    pub(super) const fn state(&self) -> State {
        match self.phase {
            Phase::Closed => State::Closed,
            Phase::Open { .. } => State::Open,
            Phase::HalfOpen { .. } => State::HalfOpen,
            Phase::ForcedOpen => State::ForcedOpen,
            Phase::ForcedClosed => State::ForcedClosed,
        }
    }

    /// The number of the state; it grows with each change, and with each round of probes.
    pub(super) const fn number(&self) -> u64 {
        self.number
    }

    /// What the rates are taken from at the moment.
    pub(super) fn totals(&mut self) -> Totals {
        match self.phase {
            Phase::HalfOpen { totals, .. } => totals,
            _ => self.outcomes.totals(),
        }
    }

    /// Lets a call through, or not. What is due happens by this: an open breaker becomes half open, and probes that hang
    /// are forgotten.
    pub(super) fn admit(&mut self) -> (Result<Ticket, Rejected>, Option<Transition>) {
        if let Some(rejected) = self.refusal() {
            return (Err(rejected), None);
        }
        let transition = match self.phase {
            Phase::Open { .. } => {
                Some(self.step(Phase::fresh_half_open(), Cause::WaitOver, Totals::default()))
            }
            Phase::HalfOpen { under_way, totals, .. }
                if !self.has_probe_left(under_way, totals) =>
            {
                self.phase = Phase::fresh_half_open();
                self.number += 1;
                None
            }
            _ => None,
        };
        let is_probe = if let Phase::HalfOpen { under_way, .. } = &mut self.phase {
            *under_way += 1;
            true
        } else {
            false
        };
        (Ok(Ticket { number: self.number, is_probe }), transition)
    }

    /// The refusal that [`admit`](Self::admit) would come to now.
    pub(super) fn refusal(&self) -> Option<Rejected> {
        let retry_after = match self.phase {
            Phase::Closed | Phase::ForcedClosed => return None,
            Phase::HalfOpen { since, under_way, totals }
                if self.has_probe_left(under_way, totals)
                    || since.elapsed() >= self.config.half_open_max =>
            {
                return None;
            }
            Phase::HalfOpen { .. } | Phase::ForcedOpen => None,
            Phase::Open { since, lasts } => match lasts.saturating_sub(since.elapsed()) {
                Duration::ZERO => return None,
                left => Some(left),
            },
        };
        Some(Rejected { state: self.state(), retry_after })
    }

    /// Takes the outcome of a call.
    pub(super) fn done(&mut self, ticket: Ticket, outcome: Outcome) -> Option<Transition> {
        if ticket.number != self.number {
            return None;
        }
        match &mut self.phase {
            Phase::Closed => {
                let totals = self.outcomes.record(outcome);
                if totals.calls < self.config.calls_min {
                    return None;
                }
                self.cause_to_open(totals, totals.calls).map(|cause| self.open(cause, totals))
            }
            Phase::HalfOpen { under_way, totals, .. } => {
                *under_way = under_way.saturating_sub(1);
                totals.count(outcome);
                let totals = *totals;
                // Of all probes, those to come included: what they can no longer change is not waited for.
                if let Some(cause) = self.cause_to_open(totals, self.config.probes) {
                    return Some(self.open(cause, totals));
                }
                (totals.calls >= self.config.probes).then(|| self.close(Cause::Recovered, totals))
            }
            Phase::Open { .. } | Phase::ForcedOpen | Phase::ForcedClosed => None,
        }
    }

    /// Takes a ticket back that came to no outcome: another probe may take its place.
    pub(super) fn give_back(&mut self, ticket: Ticket) {
        if ticket.number == self.number
            && let Phase::HalfOpen { under_way, .. } = &mut self.phase
        {
            *under_way = under_way.saturating_sub(1);
        }
    }

    /// Opens or closes by hand, until [`reset`](Self::reset).
    pub(super) fn force(&mut self, open: bool) -> Option<Transition> {
        let (state, phase) = if open {
            (State::ForcedOpen, Phase::ForcedOpen)
        } else {
            (State::ForcedClosed, Phase::ForcedClosed)
        };
        let totals = self.totals();
        (self.state() != state).then(|| self.step(phase, Cause::Manual, totals))
    }

    /// Closed and without a past.
    pub(super) fn reset(&mut self) -> Option<Transition> {
        let totals = self.totals();
        let is_closed = matches!(self.phase, Phase::Closed);
        self.outcomes.clear();
        (!is_closed).then(|| self.close(Cause::Manual, totals))
    }

    fn has_probe_left(&self, under_way: u32, totals: Totals) -> bool {
        under_way < self.config.probes_at_once && under_way + totals.calls < self.config.probes
    }

    /// Why the failures or slow calls among `of` calls are too many, where they are.
    fn cause_to_open(&self, totals: Totals, of: u32) -> Option<Cause> {
        let reaches = |count: u32, rate: f64| f64::from(count) >= rate * f64::from(of);
        if reaches(totals.failed, self.config.failure_rate) {
            return Some(Cause::FailureRate);
        }
        let (_, slow_rate) = self.config.slow?;
        reaches(totals.slow, slow_rate).then_some(Cause::SlowCallRate)
    }

    fn open(&mut self, cause: Cause, totals: Totals) -> Transition {
        let lasts = self.open_for;
        self.open_for = lasts.saturating_mul(2).min(self.config.open_for_max);
        self.step(Phase::Open { since: Instant::now(), lasts }, cause, totals)
    }

    fn close(&mut self, cause: Cause, totals: Totals) -> Transition {
        self.open_for = self.config.open_for;
        self.outcomes.clear();
        self.step(Phase::Closed, cause, totals)
    }

    fn step(&mut self, phase: Phase, cause: Cause, totals: Totals) -> Transition {
        let from = self.state();
        self.phase = phase;
        self.number += 1;
        self.transitions += 1;
        Transition {
            from,
            to: self.state(),
            cause,
            failure_rate: totals.failure_rate(),
            slow_call_rate: totals.slow_rate(),
            number: self.transitions,
        }
    }
}

impl Phase {
    fn fresh_half_open() -> Self {
        Self::HalfOpen { since: Instant::now(), under_way: 0, totals: Totals::default() }
    }
}
