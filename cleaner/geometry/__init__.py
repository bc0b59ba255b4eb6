"""From the boxes of a page to its articles: columns, headlines, framed briefs, paragraphs, reading order."""
