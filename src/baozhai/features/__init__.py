"""Features layer."""
