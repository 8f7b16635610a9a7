"""The batch beyond one machine: workers elsewhere, sources and outputs in object storage."""
