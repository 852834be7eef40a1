"""The errors of the store; the class says what to do next.

VectorStoreError
├── NoLiveBuildError         nothing is published yet: run an ingest
├── BuildDamagedError        the files of a build are not what was written: roll back or rebuild
├── EmbeddingMismatchError   the build was made with another embedding model: rebuild or change back
├── EmbeddingModelError      the embedding model cannot be loaded: mend the setting or the install
├── StoreUnwritableError     a folder or the server cannot be written: mend its permissions or disk
├── StoreUnreachableError    the Chroma server does not answer, or refuses: start it, try again
└── PointerMovedError        another machine published meanwhile: ingest on one machine only
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
    """The home folder or the Chroma server cannot be written."""


class StoreUnreachableError(VectorStoreError):
    """The Chroma server does not answer, or refuses to."""


class PointerMovedError(VectorStoreError):
    """Another machine published a build while this one made its own."""
