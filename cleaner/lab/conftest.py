"""Doctests of training and trials are collected only where its libraries are installed."""

from importlib.util import find_spec

collect_ignore = [] if find_spec("torch") and find_spec("sklearn") else ["training", "trials"]
