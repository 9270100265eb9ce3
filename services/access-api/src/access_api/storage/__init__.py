"""Tables, and one module of functions for each."""
