package sqlite

import (
	"context"
	"database/sql"
	"fmt"
)

// migrations lead from one version of the schema to the next; the version is
// SQLite's user_version. A migration that was released is never changed.
var migrations = []string{
	`CREATE TABLE record (
		kind    TEXT    NOT NULL,
		key     TEXT    NOT NULL,
		grp     TEXT    NOT NULL,
		value   BLOB    NOT NULL,
		version INTEGER NOT NULL,
		due     INTEGER NOT NULL, -- milliseconds of Unix time, 0: never
		expires INTEGER NOT NULL, -- the same
		PRIMARY KEY (kind, key)
	) WITHOUT ROWID;
	CREATE INDEX record_group ON record (kind, grp, key);
	CREATE INDEX record_due ON record (kind, due) WHERE due > 0;
	CREATE INDEX record_expires ON record (expires) WHERE expires > 0;
	CREATE TABLE allowance (
		key     TEXT    PRIMARY KEY,
		full_at INTEGER NOT NULL, -- microseconds: when all of it is free again
		expires INTEGER NOT NULL
	) WITHOUT ROWID;
	CREATE TABLE log (
		id    INTEGER PRIMARY KEY AUTOINCREMENT,
		log   TEXT    NOT NULL,
		at    INTEGER NOT NULL,
		value BLOB    NOT NULL
	);
	CREATE INDEX log_order ON log (log, id);`,
}

// migrate brings the schema up to date, each step in one transaction.
func migrate(ctx context.Context, db *sql.DB) error {
	var version int
	if err := db.QueryRowContext(ctx, "PRAGMA user_version").Scan(&version); err != nil {
		return fmt.Errorf("reading the store's version: %w", err)
	}
	if version > len(migrations) {
		return fmt.Errorf("the store is of version %d and this certdesk knows up to %d; use a newer certdesk", version, len(migrations))
	}
	for ; version < len(migrations); version++ {
		tx, err := db.BeginTx(ctx, nil)
		if err != nil {
			return fmt.Errorf("bringing the store up to date: %w", err)
		}
		_, err = tx.ExecContext(ctx, migrations[version])
		if err == nil {
			_, err = tx.ExecContext(ctx, fmt.Sprintf("PRAGMA user_version = %d", version+1))
		}
		if err == nil {
			err = tx.Commit()
		}
		if err != nil {
			_ = tx.Rollback()
			return fmt.Errorf("bringing the store to version %d: %w", version+1, err)
		}
	}
	return nil
}
