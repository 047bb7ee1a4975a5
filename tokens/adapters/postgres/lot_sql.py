"""The SQL of the vault; what each statement locks is its point."""

COLUMNS = """id, mint_request_id, lower(tokens), upper(tokens), version,
    state, catalog_id, order_id, account_id"""

ALL = f"SELECT {COLUMNS} FROM tokens_lot"
STOCK = """
    SELECT coalesce(sum(size), 0) FROM tokens_lot
    WHERE state = 'Circulated' AND catalog_id = %s
"""
# Plan: for each token an index scan of tokens_lot_never_overlap.
_COVERING = f"""
    SELECT {COLUMNS} FROM unnest(%s::uuid[], %s::bigint[]) AS t (owner, number)
    JOIN tokens_lot l ON l.mint_request_id = t.owner AND l.tokens @> t.number
"""
_COVERING_ONE = f"""
    SELECT {COLUMNS} FROM tokens_lot l
    WHERE l.mint_request_id = %s AND l.tokens @> %s::bigint
"""
# Drawing from a lot in circulation changes it, so it is locked for that from the start:
# two who share a lock and both want more would wait for each other.
_HELD = "AND l.state <> 'Circulated' FOR SHARE OF l"
_CIRCULATED = "AND l.state = 'Circulated' ORDER BY l.id FOR UPDATE OF l"
COVERING = _COVERING
COVERING_ONE = _COVERING_ONE
COVERING_LOCKED = {"held": f"{_COVERING} {_HELD}", "free": f"{_COVERING} {_CIRCULATED}"}
COVERING_ONE_LOCKED = {
    "held": f"{_COVERING_ONE} {_HELD}",
    "free": f"{_COVERING_ONE} {_CIRCULATED}",
}

# Plan: for each lot an index scan of tokens_event_stream_version over the streams of its
# tokens; names sort as numbers do. A token drawn from the lot says so at the lot's version.
DRAWN_FROM = """
    SELECT l.id, array_agg(right(e.stream, 13)::bigint)
    FROM tokens_lot l JOIN tokens_event e
      ON e.stream >= format('token-%%s-%%s', replace(l.mint_request_id::text, '-', ''),
                            lpad(lower(l.tokens)::text, 13, '0')) COLLATE "C"
     AND e.stream < format('token-%%s-%%s', replace(l.mint_request_id::text, '-', ''),
                           lpad(upper(l.tokens)::text, 13, '0')) COLLATE "C"
     AND e.version = l.version AND e.type = 'token.drawn.v1'
    WHERE l.id = ANY(%s) AND l.state <> 'Circulated'
    GROUP BY l.id
"""
# Plan: index scan of tokens_event_drawn.
DRAWN_FOR = """
    SELECT DISTINCT stream FROM tokens_event
    WHERE type = 'token.drawn.v1' AND data ->> 'order_id' = %s AND stream > %s
    ORDER BY stream LIMIT %s
"""
# Plan: index scan of tokens_event_stream_version over the mint request's tokens.
DRAWN_OF = """
    SELECT DISTINCT stream FROM tokens_event
    WHERE type = 'token.drawn.v1' AND stream > %s AND stream < %s
    ORDER BY stream LIMIT %s
"""
INSERT = """
    INSERT INTO tokens_lot
        (mint_request_id, tokens, version, state, catalog_id, order_id, account_id)
    SELECT m, int8range(a, b), v, s, c, o, p
    FROM unnest(%s::uuid[], %s::bigint[], %s::bigint[], %s::integer[],
                %s::text[], %s::text[], %s::uuid[], %s::text[]) AS l (m, a, b, v, s, c, o, p)
"""
INSERT_HISTORY = """
    INSERT INTO tokens_lothistory (mint_request_id, tokens, stream, version)
    SELECT m, int8range(a, b), s, v
    FROM unnest(%s::uuid[], %s::bigint[], %s::bigint[], %s::text[], %s::integer[])
         AS h (m, a, b, s, v)
"""
