"""Readers layer."""
