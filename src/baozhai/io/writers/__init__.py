"""Writers layer."""
