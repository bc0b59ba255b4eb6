"""What a block is: headline, byline, text, furniture; how it begins and ends."""
