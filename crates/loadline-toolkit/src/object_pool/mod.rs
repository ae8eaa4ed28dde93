//! Objects that are dear to make and cheap to reuse: made once, reset on return, handed out again.
