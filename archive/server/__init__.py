"""A published folder over HTTP: a function from request to answer, and HTTP thin around it."""
