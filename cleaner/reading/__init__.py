"""From bytes to text."""

from cleaner.reading.decoding import Source, read_bytes, read_file

__all__ = ["Source", "read_bytes", "read_file"]
