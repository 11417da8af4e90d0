"""Text layer."""
