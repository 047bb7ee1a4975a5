"""The write side: the domain, the event log and the messages between processes."""
