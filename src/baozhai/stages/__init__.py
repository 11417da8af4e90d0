"""Stages layer."""
