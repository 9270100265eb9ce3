"""What travel-api does: each function loads, asks the domain, saves and records."""
