"""Partner companies and the agreements with them."""
