DROP TABLE tokens_deliveredmessage;
DROP INDEX tokens_event_correlation;
DROP INDEX tokens_event_type;
