-- An inline projection of the lot events: written in their transaction, and rebuilt from
-- the log by `manage.py check_lots --repair`.
CREATE TABLE tokens_lot (
    id              bigint    GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    mint_request_id uuid      NOT NULL,
    tokens          int8range NOT NULL CHECK (NOT isempty(tokens)),
    version         integer   NOT NULL,
    state           text      NOT NULL,
    catalog_id      text      NOT NULL,
    order_id        uuid,
    account_id      text,
    size            bigint    NOT NULL GENERATED ALWAYS AS (upper(tokens) - lower(tokens)) STORED,
    CONSTRAINT tokens_lot_never_overlap
        EXCLUDE USING gist (mint_request_id WITH =, tokens WITH &&)
);
CREATE INDEX tokens_lot_stock ON tokens_lot (catalog_id, size, id) WHERE state = 'Circulated';
CREATE INDEX tokens_lot_order ON tokens_lot (order_id) WHERE order_id IS NOT NULL;

-- The events whose ranges contain a token, found without scanning the log.
CREATE TABLE tokens_lothistory (
    mint_request_id uuid      NOT NULL,
    tokens          int8range NOT NULL,
    stream          text      COLLATE "C" NOT NULL,
    version         integer   NOT NULL
);
CREATE INDEX tokens_lothistory_tokens ON tokens_lothistory
    USING gist (mint_request_id, tokens);

-- Serials of codes by mint request; never changed once allocated.
CREATE TABLE tokens_serialrange (
    mint_request_id uuid      PRIMARY KEY,
    epoch           smallint  NOT NULL CHECK (epoch BETWEEN 0 AND 31),
    serials         int8range NOT NULL,
    CONSTRAINT tokens_serialrange_never_overlap EXCLUDE USING gist (epoch WITH =, serials WITH &&)
);

-- Recognises the key of an epoch, and does not reveal it.
CREATE TABLE tokens_epoch (
    epoch       smallint PRIMARY KEY,
    check_value text     NOT NULL
);
