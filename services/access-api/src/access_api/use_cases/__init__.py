"""What the service does: load, ask the rules, save, record; each in one visible transaction."""
