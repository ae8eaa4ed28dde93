-- Version 3: findings about what was tested. docs/reference/store.md describes each column.

CREATE TABLE findings (
    run INTEGER NOT NULL REFERENCES runs (number),
    place INTEGER NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (run, place)
) STRICT;
