"""Newspaper pages of our own: PDF, text dumps and exact gold, typeset from the starter articles."""
