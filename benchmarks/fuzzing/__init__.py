"""Mutated page dumps and PDFs, and what must hold of each; `benchmarks/fuzz.py` is the command."""
