"""Topics layer."""
