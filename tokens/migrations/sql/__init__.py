"""The SQL of the migrations, each file one idea."""

from pathlib import Path


def read(name: str) -> str:
    """Return the text of a file of this folder."""
    return (Path(__file__).parent / name).read_text()
