"""From the boxes of a page to its reading order: columns, headlines, framed briefs, articles and paragraphs."""
