"""Quarantine: tokens of a mint request or of an epoch that nobody may redeem for a while."""
