//! Messages, statuses and descriptors, value in, value out.

mod messages;
