"""The least that a redemption over HTTP can cost here: a REST framework view with its SQL."""
