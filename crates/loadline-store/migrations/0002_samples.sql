-- Version 2: samples of requests that failed. docs/reference/store.md describes each column.

CREATE TABLE samples (
    run INTEGER NOT NULL REFERENCES runs (number),
    place INTEGER NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (run, place)
) STRICT;
