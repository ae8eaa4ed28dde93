//! Files of real tools, imported: what comes out is held against the figures the tools themselves printed.
//! `files/README.md` says how each file was made.

mod bad_input;
mod details;
mod documented;
mod figures;
mod own;
mod read;
