package store

import (
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"
	"syscall"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/mattn/go-sqlite3"
	"github.com/waymood/waymood/internal/fault"
)

// trouble is what kind of thing went wrong in the engine.
type trouble int

const (
	other       trouble = iota
	unique              // a unique key is taken
	again               // another transaction was in the way: the same work may succeed now
	locked              // somebody else holds the database
	full                // no space left
	disk                // reading or writing failed
	away                // the server does not answer
	refused             // the database cannot be written to
	broken              // the file is not a whole database
	closed              // by this program, which is stopping
	unspeakable         // a text that the engine cannot keep
)

func (d *dialect) trouble(err error) trouble {
	if err == nil {
		return other
	}
	if strings.Contains(err.Error(), "sql: database is closed") { // database/sql does not export it
		return closed
	}
	if errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) {
		return full
	}
	var lite sqlite3.Error
	if errors.As(err, &lite) {
		is := troubleOfSQLite(lite)
		if (is == disk || lite.Code == sqlite3.ErrCantOpen) && crammed(filepath.Dir(d.path)) {
			return full
		}
		return is
	}
	if errors.Is(err, unstorable) {
		return unspeakable
	}
	var bad damaged
	if errors.As(err, &bad) {
		return broken
	}
	var pg *pgconn.PgError
	if errors.As(err, &pg) {
		return troubleOfPostgres(pg.Code)
	}
	var net interface{ Timeout() bool }
	if errors.Is(err, driver.ErrBadConn) || errors.Is(err, sql.ErrConnDone) || errors.As(err, &net) && d.postgres {
		return away
	}
	var connect *pgconn.ConnectError
	if errors.As(err, &connect) || d.postgres && (errors.Is(err, fs.ErrClosed) || strings.Contains(err.Error(), "conn closed") || strings.Contains(err.Error(), "unexpected EOF")) {
		return away
	}
	return other
}

// crammed is whether a folder's disk has no room for a few pages: SQLite does
// not always say why it cannot write.
func crammed(folder string) bool {
	free, ok := freeSpace(folder)
	return ok && free < 64<<10
}

// ioErrInPage is what SQLite says when a page of the log cannot be written on
// a full disk.
const ioErrInPage = 8714

func troubleOfSQLite(err sqlite3.Error) trouble {
	switch err.Code {
	case sqlite3.ErrConstraint:
		if err.ExtendedCode == sqlite3.ErrConstraintUnique || err.ExtendedCode == sqlite3.ErrConstraintPrimaryKey {
			return unique
		}
	case sqlite3.ErrBusy, sqlite3.ErrLocked, sqlite3.ErrProtocol:
		return locked
	case sqlite3.ErrFull:
		return full
	case sqlite3.ErrIoErr:
		if err.ExtendedCode == ioErrInPage || err.SystemErrno == syscall.ENOSPC || err.SystemErrno == syscall.EDQUOT || err.SystemErrno == syscall.EFBIG {
			return full
		}
		return disk
	case sqlite3.ErrReadonly, sqlite3.ErrPerm, sqlite3.ErrAuth:
		return refused
	case sqlite3.ErrCantOpen:
		return refused
	case sqlite3.ErrCorrupt, sqlite3.ErrNotADB, sqlite3.ErrFormat:
		return broken
	}
	return other
}

func troubleOfPostgres(code string) trouble {
	switch {
	case code == "23505":
		return unique
	case code == "22021" || code == "22P05":
		return unspeakable
	case code == "40001" || code == "40P01":
		return again
	case code == "53100":
		return full
	case code == "25006":
		return refused
	case code == "55P03" || code == "57014":
		return locked
	case strings.HasPrefix(code, "58"):
		return disk
	case strings.HasPrefix(code, "08"), strings.HasPrefix(code, "53"), strings.HasPrefix(code, "57P"):
		return away
	}
	return other
}

// explain turns an engine's error into one that says what to do. Errors that
// are not the engine's pass.
func (d *dialect) explain(doing string, err error) error {
	var f *fault.Error
	switch d.trouble(err) {
	case broken:
		return fmt.Errorf("the database %s is damaged (%w); nothing was changed: put a backup in its place with `waymood restore FILE`", d.name, err)
	case full:
		return busy("the disk is full; free some space and it goes on by itself", err)
	case disk:
		return busy("the disk cannot be read or written", err)
	case closed:
		return busy("the service is stopping", err)
	case unspeakable:
		return unstorable
	case locked:
		return busy("the database is locked by another program", err)
	case again:
		return busy("the database is busy", err)
	case away:
		return busy("the database server does not answer", err)
	case refused:
		return d.unwritable(err)
	}
	if errors.As(err, &f) && doing == "check" {
		return &fault.Error{Kind: f.Kind, Detail: fmt.Sprintf("the database %s cannot be used: %s", d.name, f.Detail), Cause: f.Cause}
	}
	return err
}

func (d *dialect) unwritable(err error) error {
	return busy(fmt.Sprintf("the database %s cannot be opened for writing: check its folder's owner and rights, and that the disk is not read-only", d.name), err)
}

func busy(detail string, cause error) error {
	return &fault.Error{Kind: fault.Busy, Detail: detail, Cause: cause}
}
