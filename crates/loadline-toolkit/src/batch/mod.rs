//! Single requests gathered into batches; each caller gets the answer to its own.
