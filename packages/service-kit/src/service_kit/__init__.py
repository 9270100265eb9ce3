"""What every service does alike, and nothing that knows a service."""
