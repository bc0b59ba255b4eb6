"""The command line, one file a command.

Modules here import nothing heavy at the top: what a command needs it imports when it runs, so that
`cleaner --help` answers at once.
"""
