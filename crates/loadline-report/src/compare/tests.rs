//! What a comparison says, and that foreign text cannot act.
