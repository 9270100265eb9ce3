"""What speaks to the world outside: letters and the systems they and the cases go to."""
