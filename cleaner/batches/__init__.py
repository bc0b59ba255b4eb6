"""Many pages: which files they are, each from file to articles, over processes, with a record of all."""
