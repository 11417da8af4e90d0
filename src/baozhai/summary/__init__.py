"""Summary layer."""
