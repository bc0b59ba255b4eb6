"""What is known of a script and of its press, as data: characters, marks, phrases of a newsroom."""
