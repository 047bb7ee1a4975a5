-- Positions are drawn in transactions that may commit in another order; how readers still
-- miss nothing is told in tokens/adapters/postgres/ordered_reader.py. The sequence must not
-- cache, and position 0 is burnt so that last_value has always been drawn.
CREATE SEQUENCE tokens_position AS bigint MINVALUE 0 START 0 CACHE 1;
SELECT nextval('tokens_position');

-- The keys contain the stream, so that the table can be distributed by it.
CREATE TABLE tokens_event (
    position       bigint      NOT NULL,
    stream         text        COLLATE "C" NOT NULL,
    version        integer     NOT NULL CHECK (version >= 0),
    type           text        NOT NULL,
    data           jsonb       NOT NULL,
    event_id       uuid        NOT NULL,
    correlation_id text        NOT NULL,
    causation_id   uuid,
    actor          text,
    recorded_on    timestamptz NOT NULL,
    shard          smallint    NOT NULL GENERATED ALWAYS AS (hashtext(stream) & 1023) STORED,
    CONSTRAINT tokens_event_stream_version PRIMARY KEY (stream, version)
);
CREATE INDEX tokens_event_position ON tokens_event (position);
-- Which tokens were drawn from the lots of an order.
CREATE INDEX tokens_event_drawn ON tokens_event ((data ->> 'order_id'), stream)
    WHERE type = 'token.drawn.v1';

CREATE FUNCTION tokens_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the event log is append-only: % is refused', TG_OP
        USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER tokens_event_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON tokens_event
    FOR EACH STATEMENT EXECUTE FUNCTION tokens_refuse_change();

-- The floor is taken before any position is drawn, see ordered_reader.py. 0x544b marks
-- the locks of this function among other advisory locks.
CREATE FUNCTION tokens_append(events jsonb, recorded timestamptz)
RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    floor bigint;
BEGIN
    SELECT last_value INTO floor FROM tokens_position;
    PERFORM pg_advisory_xact_lock_shared((x'544b'::bigint << 48) | floor);
    INSERT INTO tokens_event (position, stream, version, type, data, event_id,
                              correlation_id, causation_id, actor, recorded_on)
    SELECT nextval('tokens_position'), e ->> 0, (e ->> 1)::integer, e ->> 2, e -> 3,
           (e ->> 4)::uuid, e ->> 5, (e ->> 6)::uuid, e ->> 7, recorded
    FROM jsonb_array_elements(events) AS e;
    RETURN currval('tokens_position');
END $$;
