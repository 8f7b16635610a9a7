"""NewsML-G2: the XSD, what no XSD can say, and our own grammar."""
