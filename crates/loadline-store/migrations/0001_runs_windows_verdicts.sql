-- Version 1: runs, their windows and their verdicts. docs/reference/store.md describes each column.

CREATE TABLE runs (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    target TEXT NOT NULL,
    started_ms INTEGER NOT NULL,
    description TEXT NOT NULL,
    ended_ms INTEGER,
    ending TEXT CHECK (ending IN ('completed', 'interrupted', 'aborted')),
    reason TEXT
) STRICT;

CREATE INDEX runs_by_start ON runs (started_ms);

-- With a rowid: bodies are far larger than what fits beside the keys of an index.
CREATE TABLE windows (
    run INTEGER NOT NULL REFERENCES runs (number),
    start_ms INTEGER NOT NULL,
    length_ms INTEGER NOT NULL,
    body BLOB NOT NULL,
    PRIMARY KEY (run, start_ms)
) STRICT;

CREATE TABLE verdicts (
    run INTEGER NOT NULL REFERENCES runs (number),
    place INTEGER NOT NULL,
    sentence TEXT NOT NULL,
    outcome TEXT NOT NULL CHECK (outcome IN ('met', 'missed', 'unknown')),
    figure TEXT NOT NULL,
    PRIMARY KEY (run, place)
) STRICT, WITHOUT ROWID;
