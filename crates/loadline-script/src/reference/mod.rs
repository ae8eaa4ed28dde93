//! The reference page of what scripts can use, written from the lists that scripts themselves are served from.

mod page;

pub use page::reference_page;

#[cfg(test)]
mod tests;
