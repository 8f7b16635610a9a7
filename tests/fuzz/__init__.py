"""Inputs that nobody would think of, for all that reads what others send.

``python -m tests.fuzz --seconds N [TARGET…]`` looks for inputs that break a promise; every one that
was found, and is mended, stands in ``found/`` and is tried by ``tests/test_fuzz.py``.
"""
