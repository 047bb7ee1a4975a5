CREATE TABLE tokens_message (
    id             bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    message_id     uuid        NOT NULL UNIQUE,
    recipient      text        COLLATE "C" NOT NULL,
    type           text        NOT NULL,
    data           jsonb       NOT NULL,
    correlation_id text        NOT NULL,
    causation_id   uuid,
    actor          text,
    due            timestamptz NOT NULL,
    attempts       integer     NOT NULL DEFAULT 0,
    last_error     text
);
CREATE INDEX tokens_message_due ON tokens_message (due, id);
CREATE INDEX tokens_message_recipient ON tokens_message (recipient, due, id);

CREATE TABLE tokens_deadletter (
    message_id     uuid        PRIMARY KEY,
    recipient      text        NOT NULL,
    type           text        NOT NULL,
    data           jsonb       NOT NULL,
    correlation_id text        NOT NULL,
    causation_id   uuid,
    actor          text,
    attempts       integer     NOT NULL,
    error          text        NOT NULL,
    failed_on      timestamptz NOT NULL
);

CREATE TABLE tokens_waitingorder (
    id         bigint GENERATED ALWAYS AS IDENTITY,
    order_id   uuid   PRIMARY KEY,
    catalog_id text   NOT NULL,
    quantity   bigint NOT NULL
);
CREATE INDEX tokens_waitingorder_first ON tokens_waitingorder (catalog_id, id);
