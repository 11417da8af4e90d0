"""Labels layer."""
