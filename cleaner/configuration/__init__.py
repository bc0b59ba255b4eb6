"""Defaults, configuration files, environment and command line, in this order, to what holds for a page."""

from cleaner.configuration.environment import misspelt, read_environment, table_of, variable
from cleaner.configuration.files import Configuration, ConfigurationFiles
from cleaner.configuration.keys import KEYS, WALK_KEYS, check_rules
from cleaner.configuration.resolution import COMMAND_LINE, DEFAULT, Resolved, Resolver, Setting

__all__ = [
    "COMMAND_LINE",
    "DEFAULT",
    "KEYS",
    "WALK_KEYS",
    "Configuration",
    "ConfigurationFiles",
    "Resolved",
    "Resolver",
    "Setting",
    "check_rules",
    "misspelt",
    "read_environment",
    "table_of",
    "variable",
]
