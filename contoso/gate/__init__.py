"""`make test`: every check and every test, and one line that counts them."""
