package store_test

import (
	"context"
	"database/sql"
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/waymood/waymood/internal/account"
	"github.com/waymood/waymood/internal/fault"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/store/storetest"
)

// What PostgreSQL cannot keep is not there when looked for and refused when
// kept, the same on both engines.
func TestWordsThatCannotBeKept(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		storetest.Apply(t, s, storetest.Cafe())
		for _, word := range []string{"\x00", "\xff\xfe@x.tw", "cafe\x00", "a\xc3"} {
			for what, look := range map[string]func() error{
				"journey":  func() error { _, err := s.Journey(t.Context(), word); return err },
				"user":     func() error { _, err := s.User(t.Context(), word); return err },
				"mail":     func() error { _, _, err := s.UserByMail(t.Context(), word); return err },
				"spot":     func() error { _, err := s.Spot(t.Context(), word); return err },
				"selected": func() error { _, _, err := s.Responses(t.Context(), store.Query{Journey: word}); return err },
			} {
				if err := look(); !errors.Is(err, fault.NotFound) {
					t.Errorf("%s %q: %v", what, word, err)
				}
			}
			if _, err := s.AddUser(t.Context(), word+"@example.org", account.Viewer, ""); !errors.Is(err, fault.Invalid) {
				t.Errorf("add user %q: %v", word, err)
			}
			filtered := store.Query{Filter: store.Filter{Persona: word, Language: word}}
			if found, _, err := s.Responses(t.Context(), filtered); err != nil || len(found) > 0 {
				t.Errorf("filter %q: %v %v", word, found, err)
			}
		}
	})
}

// The time limit of statements is not for a migration or a rebuild, which may
// have to wait long; it is for all else.
func TestLongWorkHasNoTimeLimit(t *testing.T) {
	database := storetest.Postgres(t)
	admin, err := sql.Open("pgx", database)
	if err != nil {
		t.Fatal(err)
	}
	defer admin.Close()
	hold := func(what string) *sql.Tx {
		t.Helper()
		tx, err := admin.BeginTx(t.Context(), nil)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := tx.ExecContext(t.Context(), what); err != nil {
			t.Fatal(err)
		}
		return tx
	}
	// inTheWayOf holds something until the work has waited for it for longer
	// than the limit.
	inTheWayOf := func(work func(), what string) {
		t.Helper()
		tx := hold(what)
		ctx, done := context.WithCancel(t.Context())
		waited := false
		var watching sync.WaitGroup
		watching.Go(func() {
			for err := error(nil); err == nil && !waited; time.Sleep(20 * time.Millisecond) {
				err = admin.QueryRowContext(ctx, `select count(*) > 0 from pg_stat_activity
					where datname = current_database() and wait_event_type = 'Lock' and query_start < clock_timestamp() - interval '3 s'`).Scan(&waited)
			}
			if err := tx.Rollback(); err != nil {
				t.Error(err)
			}
		})
		work()
		done()
		watching.Wait()
		if !waited {
			t.Errorf("nothing waited while somebody held: %s", what)
		}
	}
	const table = "lock table responses in access exclusive mode"
	var s *store.Store
	refused := func(when string) {
		t.Helper()
		tx := hold(table)
		if _, _, err := s.Responses(t.Context(), store.Query{}); !errors.Is(err, fault.Busy) {
			t.Errorf("a page waited %s: %v", when, err)
		}
		if err := tx.Rollback(); err != nil {
			t.Error(err)
		}
		for s.Ready(t.Context()) != nil { // a server that seemed silent is left alone for a moment
			time.Sleep(20 * time.Millisecond)
		}
	}
	inTheWayOf(func() { s = storetest.OpenAt(t, database+"&statement_timeout=1500", store.Options{Create: true}) }, "create table settings (name text)")
	storetest.Apply(t, s, storetest.Cafe())
	storetest.Add(t, s, typical(1))
	refused("before the rebuild")
	inTheWayOf(func() {
		if n, differed, err := s.Rebuild(t.Context()); n != 1 || differed != 0 || err != nil {
			t.Errorf("rebuild: %d %d %v", n, differed, err)
		}
	}, table)
	// The connection that has rebuilt is one like others again.
	refused("after the rebuild")
}
