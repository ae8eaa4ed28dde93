//! From a flow as data to a plan that users follow: names become places, what never changes becomes bytes,
//! files are looked up, expressions are parsed. Whatever is wrong is found here.

mod answer;
mod auth;
mod body;
mod flow;
mod head;
mod lasting;
mod request;

pub(super) use flow::{Aim, compile};
