"""Which block another one follows, and the articles that come of it."""
