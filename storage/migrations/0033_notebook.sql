-- What the adapters of chats keep over restarts (bot/runtime/notebook.hpp). person: the account of whom it is about, or ''.
CREATE TABLE notebook(
  workspace TEXT NOT NULL,
  name TEXT NOT NULL CHECK(name <> ''),
  value TEXT NOT NULL CHECK(value <> ''),
  person TEXT NOT NULL,
  PRIMARY KEY(workspace, name)
) STRICT, WITHOUT ROWID;
