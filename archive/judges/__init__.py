"""Judges: finished files of a standard format → findings."""
