"""Prepares a formal request for information, which a citizen then sends to the PPID."""
