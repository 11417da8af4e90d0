"""Features of articles as sparse matrices."""
