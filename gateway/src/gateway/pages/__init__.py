"""Pages for people: what a problem means, and what the API offers. Nothing in them is from afar."""
