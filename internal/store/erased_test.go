package store_test

import (
	"bytes"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/waymood/waymood/internal/mood"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/store/storetest"
	"github.com/waymood/waymood/internal/survey"
)

// everything is an answer that has all an answer can have: words, a contact, a hidden
// field, a respondent, a score, themes, a judgement, and an earlier version.
func everything(t *testing.T, s *store.Store) *survey.Response {
	t.Helper()
	r := storetest.Answer("order-web", 2, "canary-first words about the queue and the price")
	storetest.Add(t, s, storetest.Answer("queue-qr", 4, "bad staff"), r)
	storetest.Read(t, s)
	judge(t, s, r.ID, store.Judgement{Sentiment: mood.TextNegative, NotAbout: []string{"price"}, Author: "u1", At: time.Now()})
	again := *r
	again.Answers = survey.Answers{"recommend": 3, "comment": "canary-4711 has waited in the queue for a price", "mail": "canary-0815@example.org"}
	again.Fields = map[string]string{"order": "canary-field"}
	again.Respondent = "canary-respondent"
	storetest.Sum(&again)
	if _, err := s.Correct(t.Context(), &again); err != nil {
		t.Fatal(err)
	}
	storetest.Read(t, s)
	judge(t, s, r.ID, store.Judgement{Sentiment: mood.TextNegative, NotAbout: []string{"price"}, Author: "u1", At: time.Now()})
	return &again
}

// What is erased stands in no table any more, whatever follows from it, and
// the tallies are those without it.
func TestErasedIsGoneFromTheTables(t *testing.T) {
	storetest.EachDatabase(t, func(t *testing.T, database string) {
		s := storetest.OpenAt(t, database, store.Options{Create: true})
		storetest.Apply(t, s, storetest.Cafe())
		r := everything(t, s)
		db := raw(t, database)
		var seq int64
		if err := db.QueryRow("select seq from responses where id = $1", r.ID[:]).Scan(&seq); err != nil {
			t.Fatal(err)
		}
		parts := []string{"scores", "judgements", "mentions"}
		for _, part := range parts {
			if n := rowsOf(t, db, part, seq); n == 0 {
				t.Errorf("the test is blind: nothing in %s", part)
			}
		}
		if !strings.Contains(dump(t, db), "canary-4711") {
			t.Fatal("the test is blind")
		}
		if err := s.Erase(t.Context(), r.ID); err != nil {
			t.Fatal(err)
		}
		if all := dump(t, db); strings.Contains(all, "canary") {
			t.Errorf("still there: %.200s", all[strings.Index(all, "canary"):])
		}
		for _, part := range append(parts, "waiting") {
			if n := rowsOf(t, db, part, seq); n != 0 {
				t.Errorf("%d rows are left in %s", n, part)
			}
		}
		var answers, fields, text, rest, respondent, received any
		if err := db.QueryRow("select answers, fields, text, rest, respondent, received_at from responses where seq = $1", seq).Scan(&answers, &fields, &text, &rest, &respondent, &received); err != nil {
			t.Fatal(err)
		}
		if said := fmt.Sprint(answers, fields, text, rest, respondent, received); said != fmt.Sprint("", nil, nil, nil, nil, int64(0)) {
			t.Errorf("left in its row: %s", said)
		}
		mustRebuildSame(t, s)
	})
}

// What is erased cannot be found in the files any more, nor what it was before
// it was corrected; when somebody was reading, as soon as it is tried again.
func TestErasedIsGoneFromTheFiles(t *testing.T) {
	for _, reading := range []bool{false, true} {
		t.Run(fmt.Sprintf("reading %v", reading), func(t *testing.T) {
			dir := t.TempDir()
			database := filepath.Join(dir, "waymood.db")
			s := storetest.OpenAt(t, database, store.Options{Create: true})
			storetest.Apply(t, s, storetest.Cafe())
			r := everything(t, s)
			if found(t, dir, "canary-4711") == 0 || found(t, dir, "canary-respondent") != 0 {
				t.Fatal("the test is blind, or a respondent's name is kept")
			}
			var reader *sql.Tx
			if reading {
				var err error
				if reader, err = raw(t, database).Begin(); err != nil {
					t.Fatal(err)
				}
				var n int
				if err := reader.QueryRow("select count(*) from responses").Scan(&n); err != nil {
					t.Fatal(err)
				}
			}
			if err := s.Erase(t.Context(), r.ID); err != nil {
				t.Fatal(err)
			}
			if reading {
				if found(t, dir, "canary") == 0 {
					t.Fatal("the test is blind: the reader was not in the way")
				}
				if err := reader.Rollback(); err != nil {
					t.Fatal(err)
				}
				s.Wipe(t.Context())
			}
			if n := found(t, dir, "canary"); n != 0 {
				t.Errorf("still there %d times", n)
			}
		})
	}
}

// raw opens a database beside its store.
func raw(t *testing.T, database string) *sql.DB {
	t.Helper()
	driver := "sqlite3"
	if strings.HasPrefix(database, "postgres") {
		driver = "pgx"
	}
	db, err := sql.Open(driver, database)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return db
}

func rowsOf(t *testing.T, db *sql.DB, table string, seq int64) (n int) {
	t.Helper()
	if err := db.QueryRow("select count(*) from "+table+" where seq = $1", seq).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

// namesOf are what the first query finds that the engine understands.
func namesOf(t *testing.T, db *sql.DB, queries ...string) (names []string) {
	t.Helper()
	for _, query := range queries {
		rows, err := db.Query(query)
		if err != nil {
			continue
		}
		for rows.Next() {
			var name string
			if err := rows.Scan(&name); err != nil {
				t.Fatal(err)
			}
			names = append(names, name)
		}
		if err := rows.Err(); err != nil {
			t.Fatal(err)
		}
		break
	}
	if len(names) < 20 {
		t.Fatalf("only %d tables are found", len(names))
	}
	return names
}

// dump is all that stands in a database, without order.
func dump(t *testing.T, db *sql.DB) string {
	t.Helper()
	var all strings.Builder
	tables := namesOf(t, db, "select name from sqlite_master where type = 'table'", "select table_name from information_schema.tables where table_schema = 'public'")
	for _, table := range tables {
		rows, err := db.Query("select * from " + table)
		if err != nil {
			t.Fatal(err)
		}
		columns, err := rows.Columns()
		if err != nil {
			t.Fatal(err)
		}
		cells, into := make([]any, len(columns)), make([]any, len(columns))
		for i := range cells {
			into[i] = &cells[i]
		}
		for rows.Next() {
			if err := rows.Scan(into...); err != nil {
				t.Fatal(err)
			}
			for _, c := range cells {
				if b, ok := c.([]byte); ok {
					c = string(b)
				}
				fmt.Fprintln(&all, c)
			}
		}
		if err := rows.Err(); err != nil {
			t.Fatal(err)
		}
	}
	return all.String()
}

func found(t *testing.T, dir, word string) int {
	t.Helper()
	n := 0
	files, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		b, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		n += bytes.Count(b, []byte(word))
	}
	return n
}
