"""What a text is, before anything in it is guessed: scripts, spaces, line breaks, what it loses."""

from cleaner.diagnosis.page import Diagnosis, diagnose

__all__ = ["Diagnosis", "diagnose"]
