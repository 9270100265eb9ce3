"""What travel-api keeps, one module per table."""
