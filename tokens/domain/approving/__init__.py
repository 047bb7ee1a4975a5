"""Approvals: what one operator asks for and only a second one may let happen."""
