//! Pages of metrics: fetched each second, read into series under their own names and under those that
//! objectives speak of.

mod alias;
mod classic;
mod collector;
mod page;
mod remote;
mod series;

pub(crate) use collector::open;

#[cfg(test)]
mod tests;
