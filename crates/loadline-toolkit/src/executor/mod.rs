//! A bounded number of workers over a bounded queue, for asynchronous work and for work that burns CPU.
