"""The release as a graph of nodes; the writers of JSON-LD and RDF only spell it."""

from __future__ import annotations

from archive.graph.mapping import graph, graph_name
from archive.graph.nodes import Node
from archive.graph.terms import Kind, Term

__all__ = ["Kind", "Node", "Term", "graph", "graph_name"]
