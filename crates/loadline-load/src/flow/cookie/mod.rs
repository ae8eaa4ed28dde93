//! Cookies as RFC 6265 has them: a jar for each user, bounded, empty until an answer sets one.

mod date;
mod jar;
mod one;

pub(super) use jar::Jar;
pub(super) use one::Cookie;

#[cfg(test)]
mod tests;
