"""Pages that were read row by row, across their columns: the lines given back to their columns."""
