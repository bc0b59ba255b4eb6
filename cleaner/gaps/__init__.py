"""What each white space in a paragraph is, decided by geometry and language together."""
