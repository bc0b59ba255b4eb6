"""What was tried and is not shipped: a command for each trial, which prints a table of the model card."""
