//! Both executors: asynchronous work on a paused clock, threads held by channels.

mod asynchronous;
mod cancelled;
mod cpu;
mod full;
mod settings;
