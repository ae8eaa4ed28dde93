//! Which mixture of columns explains a target: weighted least squares with coefficients that are not below zero, their
//! intervals, and the choice of columns that are needed. Numbers in, numbers out.
//!
//! Deliberately not here: what columns stand for (`judge`).

mod non_negative;
mod projection;
mod quantile;
mod regression;
mod solve;

pub(super) use projection::Projection;
pub(super) use quantile::t_95;
pub(super) use regression::{Column, Fit, fit, needed};

#[cfg(test)]
mod tests;
