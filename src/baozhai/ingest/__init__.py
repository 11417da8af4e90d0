"""Ingest layer."""
