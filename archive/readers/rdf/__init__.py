"""RDF: graphs of releases in any syntax, in any order, with any prefixes.

What says what is in ``docs/mapping-rdf.md``; ``archive.graph`` reads the statements.
"""
