DROP FUNCTION tokens_append;
DROP TABLE tokens_event;
DROP FUNCTION tokens_refuse_change;
DROP SEQUENCE tokens_position;
