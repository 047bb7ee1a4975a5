-- What operators search the log by, each in the order of positions so that a page is a piece of
-- the index. The newest of a type go to one page, those of a correlation anywhere.
CREATE INDEX tokens_event_type ON tokens_event (type, position);
CREATE INDEX tokens_event_correlation ON tokens_event (correlation_id, position);

-- What became of messages that were delivered: an event names only the message that led to it,
-- and this names what had sent the message.
CREATE TABLE tokens_deliveredmessage (
    message_id   uuid        PRIMARY KEY,
    causation_id uuid,
    type         text        NOT NULL,
    recipient    text        NOT NULL,
    delivered_on timestamptz NOT NULL DEFAULT clock_timestamp()
);
