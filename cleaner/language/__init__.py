"""The language model: what was printed in each slot of a text, and which fragment goes on in which."""
