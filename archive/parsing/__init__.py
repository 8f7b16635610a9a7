"""Bytes of foreign formats → trees and statements, safely and with places.

What the reader and the judge of a format both need: neither knows the other.
"""
