"""The pages, and the command that writes those made from the code."""
