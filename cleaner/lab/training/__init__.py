"""Where the shipped weights come from: a command for each model."""
