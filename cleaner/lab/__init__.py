"""Where data, weights and figures come from. Not in the wheel, and imported by nothing of the product."""
