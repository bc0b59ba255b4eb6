"""What the page looks like: widths, blocks, columns, roles, fragments, articles."""
