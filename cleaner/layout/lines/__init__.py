"""What the line breaks and the white space of a block are: printed lines, rows, items, verse."""
