"""How good models, decoding and whole pages are, on corpora and on pages with references."""
