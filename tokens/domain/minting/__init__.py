"""Minting: the process that brings tokens into being and into circulation."""
