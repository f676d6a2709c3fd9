package store

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"time"

	"github.com/mattn/go-sqlite3"
)

// The change to write-ahead logging does not wait for others as everything
// else does (busy_timeout): it fails at once while somebody reads.
const (
	connectPatience = 5 * time.Second
	connectPause    = 5 * time.Millisecond
)

// connectTogether opens a connection, again while others are in the way.
func connectTogether(ctx context.Context, d *sqlite3.SQLiteDriver, dsn string) (driver.Conn, error) {
	patience := time.NewTimer(connectPatience)
	defer patience.Stop()
	for {
		conn, err := d.Open(dsn)
		var lite sqlite3.Error
		if err == nil || !errors.As(err, &lite) || troubleOfSQLite(lite) != locked {
			return conn, err
		}
		select {
		case <-patience.C:
			return nil, err
		case <-ctx.Done():
			return nil, fmt.Errorf("open: %w", errors.Join(err, ctx.Err()))
		case <-time.After(connectPause):
		}
	}
}
