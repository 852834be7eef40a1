"""The tables of the bot's database, as the steps that lead to them.

A released step is never changed: databases in use have taken it. What changes is added as the next.
`chat` is always a hashed id, NULL where a question belongs to nobody (groups, inline).
"""

MIGRATIONS = (
    """
CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE updates (
    update_id INTEGER PRIMARY KEY, chat TEXT, received REAL NOT NULL,
    content BLOB -- sealed; NULL once the update is finished
) STRICT;
CREATE INDEX pending_updates ON updates (chat) WHERE content IS NOT NULL;
CREATE INDEX finished_updates ON updates (received) WHERE content IS NULL;

-- A number is never given twice, so that an old button cannot mean another answer.
CREATE TABLE questions (
    number INTEGER PRIMARY KEY AUTOINCREMENT, chat TEXT, asked REAL NOT NULL,
    question TEXT NOT NULL, status TEXT NOT NULL, language TEXT NOT NULL, text TEXT NOT NULL,
    citations TEXT NOT NULL, -- JSON
    confidence REAL NOT NULL, build TEXT NOT NULL, seconds REAL NOT NULL
) STRICT;
CREATE INDEX questions_of_chats ON questions (chat, number);
CREATE INDEX questions_by_time ON questions (asked);

CREATE TABLE feedback (
    number INTEGER PRIMARY KEY REFERENCES questions ON DELETE CASCADE,
    at REAL NOT NULL, helpful INTEGER NOT NULL, reason TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX feedback_by_time ON feedback (at);

CREATE TABLE people (
    chat TEXT PRIMARY KEY, seen REAL NOT NULL, language TEXT,
    notice TEXT, notice_shown REAL,
    started_after INTEGER NOT NULL DEFAULT 0 -- the number of the last question that is over
) STRICT, WITHOUT ROWID;

CREATE TABLE drafts (chat TEXT PRIMARY KEY, at REAL NOT NULL, text BLOB NOT NULL) STRICT;

CREATE TABLE audit (
    number INTEGER PRIMARY KEY, at REAL NOT NULL, admin TEXT NOT NULL,
    action TEXT NOT NULL, detail TEXT NOT NULL
) STRICT;
""",
    """
-- Those of the closest passages, closest first, as JSON: whose PPID an unanswered question is for.
ALTER TABLE questions ADD COLUMN publishers TEXT NOT NULL DEFAULT '[]';

-- The message to which a reply says why the answer did not help, and when it was sent.
ALTER TABLE feedback ADD COLUMN prompt INTEGER;
ALTER TABLE feedback ADD COLUMN prompted REAL;

-- What is handled again after a stop must not be done again.
ALTER TABLE audit ADD COLUMN update_id INTEGER;
""",
    """
-- What an answer took: steps in milliseconds; `outcome` of asking a language model, '' where none
-- was asked, its calls, tokens, cost and seconds, and the codes of why its sentences were dropped.
CREATE TABLE steps (
    number INTEGER PRIMARY KEY REFERENCES questions ON DELETE CASCADE,
    understand REAL NOT NULL, retrieve REAL NOT NULL, compose REAL NOT NULL,
    outcome TEXT NOT NULL, calls INTEGER NOT NULL,
    input_tokens INTEGER NOT NULL, output_tokens INTEGER NOT NULL,
    cost REAL NOT NULL, model_seconds REAL NOT NULL, dropped TEXT NOT NULL
) STRICT;
""",
    """
-- What a language model made of a follow-up, for the search alone; '' where none did.
ALTER TABLE questions ADD COLUMN searched TEXT NOT NULL DEFAULT '';
""",
)
