"""Bodies of requests and answers, and the functions that fill them."""
