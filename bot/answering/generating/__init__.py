"""Composes answers with a language model that is held to the passages, word by word."""
