"""What is known of Chinese text without learning: where marks can stand, and the two scripts."""
