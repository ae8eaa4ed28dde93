//! Cookies as RFC 6265 has them: a jar for each user, bounded, empty until an answer sets one.

mod date;
mod jar;
mod one;

pub use date::read as moment_of;
pub use jar::Jar;
pub use one::Cookie;

#[cfg(test)]
mod tests;
