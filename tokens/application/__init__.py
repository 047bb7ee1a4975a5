"""Use cases: commands are routed to handlers, handlers use the domain through ports."""
