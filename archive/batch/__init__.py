"""Many sources → outcomes, in order."""
