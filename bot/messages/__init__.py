"""Every sentence a citizen reads, one catalogue a language."""
