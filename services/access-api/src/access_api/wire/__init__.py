"""What goes over the wire, and the short functions between it and the domain."""
