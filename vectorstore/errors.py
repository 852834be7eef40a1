"""The errors of the store; the class says what to do next.

VectorStoreError
├── NoLiveBuildError         nothing is published yet: run an ingest
├── BuildDamagedError        the files of a build are not what was written: roll back or rebuild
├── EmbeddingMismatchError   the build was made with another embedding model: rebuild or change back
├── EmbeddingModelError      the embedding model cannot be loaded: mend the setting or the install
└── StoreUnwritableError     the home folder cannot be written: mend its permissions or disk
"""


class VectorStoreError(Exception):
    """Something in the store keeps this operation from being done; the text is for people."""


class NoLiveBuildError(VectorStoreError):
    """No build has been published."""


class BuildDamagedError(VectorStoreError):
    """A build's files differ from what was published."""


class EmbeddingMismatchError(VectorStoreError):
    """A build was made with another embedding model than the one configured."""


class EmbeddingModelError(VectorStoreError):
    """The embedding model cannot be loaded."""


class StoreUnwritableError(VectorStoreError):
    """The home folder cannot be written."""
