//! What a script's user is besides its JavaScript: its phase, tags, pending work.
