//! The only owner of Loadline's on-disk formats: runs, windows and their verdicts in one SQLite file.
