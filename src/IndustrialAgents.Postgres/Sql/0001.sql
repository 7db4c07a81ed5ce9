-- Decisions with the feedback on them, and sensor rows. Runs once, in the transaction that notes the version.

CREATE TABLE ia.decision (
    seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id text COLLATE "C" NOT NULL UNIQUE,
    time timestamptz NOT NULL,
    digest bytea NOT NULL,
    size integer NOT NULL,
    body bytea NOT NULL
);

-- Records are packed already.
ALTER TABLE ia.decision ALTER COLUMN body SET STORAGE EXTERNAL;

-- Retention finds the oldest without reading records.
CREATE INDEX decision_by_time ON ia.decision (time) INCLUDE (size);

-- Positions follow the order of commits: whoever adds feedback holds an advisory lock until the commit.
CREATE TABLE ia.feedback (
    position bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    decision bigint NOT NULL REFERENCES ia.decision (seq) ON DELETE CASCADE,
    time timestamptz NOT NULL,
    digest bytea NOT NULL,
    body bytea NOT NULL,
    UNIQUE (decision, digest)
);

-- first and last are those of the newest batch, in UTC ticks; only rows after last are taken. Updates stay on the page.
CREATE TABLE ia.asset (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    path text COLLATE "C" NOT NULL UNIQUE,
    first bigint NOT NULL,
    last bigint NOT NULL,
    total bigint NOT NULL
) WITH (fillfactor = 70);

-- Rows as they came, a batch a record: their number, and times and values in body.
CREATE TABLE ia.row_batch (
    asset bigint NOT NULL,
    first bigint NOT NULL,
    last bigint NOT NULL,
    rows integer NOT NULL,
    channels integer NOT NULL,
    size integer NOT NULL,
    body bytea NOT NULL,
    PRIMARY KEY (asset, last)
);

ALTER TABLE ia.row_batch ALTER COLUMN body SET STORAGE EXTERNAL;

CREATE INDEX row_batch_by_last ON ia.row_batch (last) INCLUDE (size);
