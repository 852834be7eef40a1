"""What is stored and how it is found: embeddings, builds, retrieval."""
