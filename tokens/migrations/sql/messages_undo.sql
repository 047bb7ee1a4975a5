DROP TABLE tokens_waitingorder;
DROP TABLE tokens_deadletter;
DROP TABLE tokens_message;
