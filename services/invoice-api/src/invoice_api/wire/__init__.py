"""What goes over the wire: requests read strictly, answers told in full."""
