//! Turns verdicts and windows into bytes: terminal, HTML and JSON, one file per format.
