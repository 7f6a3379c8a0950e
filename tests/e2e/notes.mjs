// What the adapters keep in a daemon's database, as one text.
import { execFileSync } from 'node:child_process';

const script = `
import sqlite3, sys
for row in sqlite3.connect("file:" + sys.argv[1] + "?mode=ro", uri=True).execute("SELECT name, value FROM notebook"):
    print(*row)
`;

export const notes = (database) => execFileSync('/usr/bin/python3', ['-c', script, database], { encoding: 'utf8' });
