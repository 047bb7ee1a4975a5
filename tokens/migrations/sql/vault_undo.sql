DROP TABLE tokens_epoch;
DROP TABLE tokens_serialrange;
DROP TABLE tokens_lothistory;
DROP TABLE tokens_lot;
