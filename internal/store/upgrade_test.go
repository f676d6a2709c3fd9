package store_test

import (
	"database/sql"
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/waymood/waymood/internal/mood"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/store/storetest"
	"github.com/waymood/waymood/migrations"
)

// direct is a database without the store.
func direct(t *testing.T, database string) *sql.DB {
	t.Helper()
	driver := "sqlite3"
	if strings.HasPrefix(database, "postgres:") {
		driver = "pgx"
	}
	db, err := sql.Open(driver, database)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

// before brings a closed database to what an older version would have left.
func before(t *testing.T, database string, migration int) {
	t.Helper()
	db := direct(t, database)
	old := []string{"goose_db_version", "sqlite_sequence"}
	made := regexp.MustCompile(`(?m)^create table (\w+)`)
	names, err := fs.Glob(migrations.Files, "*.sql")
	if err != nil || len(names) < migration {
		t.Fatal(names, err)
	}
	for _, name := range names[:migration-1] {
		text, err := fs.ReadFile(migrations.Files, name)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range made.FindAllStringSubmatch(string(text), -1) {
			old = append(old, m[1])
		}
	}
	cascade := ""
	list := "select name from sqlite_master where type = 'table'"
	if strings.HasPrefix(database, "postgres:") {
		cascade = " cascade" // some name others
		list = "select table_name from information_schema.tables where table_schema = current_schema()"
	}
	rows, err := db.Query(list)
	if err != nil {
		t.Fatal(err)
	}
	var tables []string
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			t.Fatal(err)
		}
		tables = append(tables, name)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	undo := []string{"drop index responses_hourless", "alter table responses drop column hour", "delete from counters where name = 'hours'", "delete from goose_db_version where version_id >= 6"}
	for _, name := range tables {
		if !slices.Contains(old, name) {
			undo = append(undo, "drop table "+name+cascade)
		}
	}
	for _, statement := range undo {
		if _, err := db.Exec(statement); err != nil {
			t.Fatalf("%s: %v", statement, err)
		}
	}
}

// A database of a version without them gets all sums from its answers.
func TestUpgradeFillsSums(t *testing.T) {
	storetest.EachDatabase(t, func(t *testing.T, database string) {
		s, err := store.Open(t.Context(), database, store.Options{Create: true})
		if err != nil {
			t.Fatal(err)
		}
		storetest.Apply(t, s, storetest.Cafe())
		fillAll(t, s)
		want := readSums(t, s)
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		before(t, database, 6)
		s = storetest.OpenAt(t, database, store.Options{})
		if d := cmp.Diff(want, readSums(t, s)); d != "" {
			t.Errorf("-before +after:\n%s", d)
		}
		mustRebuildSame(t, s)
		var left int
		if err := direct(t, database).QueryRow("select (select count(*) from responses where hour < 0 and state <> 4) + (select count(*) from counters where name = 'hours')").Scan(&left); left != 0 || err != nil {
			t.Errorf("%d left, %v", left, err)
		}
	})
}

// fillAll keeps answers of all kinds: scored and waiting, of several days and
// hours, some that do not count, one that was erased.
func fillAll(t *testing.T, s *store.Store) {
	t.Helper()
	for i := range 60 {
		r := typical(i)
		r.ReceivedAt = time.Date(2026, 3, 1+i/4, i%24, 30, 0, 0, time.UTC)
		r.Answers["comment"] = []string{"the queue was bad", "nice staff", "wifi"}[i%3]
		if i%5 == 0 {
			r.Respondent = "ann"
		}
		storetest.Sum(r)
		storetest.Add(t, s, r)
		if i == 40 {
			storetest.Read(t, s)
		}
		if i == 50 {
			if err := s.Erase(t.Context(), r.ID); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// allSums is all that is read from sums.
type allSums struct {
	Tallies map[string]mood.Tally
	Themes  map[string]map[string]mood.ThemeSum
	Counts  map[string]map[int]int64
	Series  map[string][]mood.Day
	Hours   map[string][]store.Hour
}

func readSums(t *testing.T, s *store.Store) (all allSums) {
	t.Helper()
	j, err := s.Journey(t.Context(), "cafe")
	if err != nil {
		t.Fatal(err)
	}
	check := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	p := always
	p.From, p.To = day-40, day+40
	all.Tallies, err = s.Tallies(t.Context(), j, p, store.Filter{})
	check(err)
	all.Themes, err = s.Themes(t.Context(), j, p, store.Filter{})
	check(err)
	all.Counts, err = s.RatingCounts(t.Context(), j, p, store.Filter{})
	check(err)
	all.Series, err = s.Series(t.Context(), j, p, store.Filter{})
	check(err)
	all.Hours = map[string][]store.Hour{}
	for _, key := range []string{"queue", "drink"} {
		all.Hours[key], err = s.Hours(t.Context(), j, key, p)
		check(err)
	}
	if len(all.Tallies) != 2 || len(all.Hours["queue"]) < 10 || len(all.Themes) != 2 {
		t.Fatalf("the test is blind: %v", all)
	}
	return all
}

// Sums that somebody has spoilt are found and mended by a rebuild.
func TestRebuildMendsSums(t *testing.T) {
	storetest.EachDatabase(t, func(t *testing.T, database string) {
		s := storetest.OpenAt(t, database, store.Options{Create: true})
		storetest.Apply(t, s, storetest.Cafe())
		fillAll(t, s)
		mustRebuildSame(t, s)
		want := readSums(t, s)
		db := direct(t, database)
		for _, harm := range []string{
			"delete from hours", "update hours set omega_e = omega_e + 1", "insert into hours (touchpoint, month, weekday, hour, answers, omega, omega_e, unhappy) values (1, 24000, 1, 1, 1, 0, 0, 0)",
			"update responses set hour = -1", "update responses set hour = 3 where hour = 4",
			"delete from block_tallies", "update block_tallies set all_omega_e = all_omega_e + 7 where block % 2 = 1", "update block_tallies set answers = answers - 1 where block % 2 = 0",
			"delete from block_options where value > 2", "update block_options set answers = answers + 1", "delete from block_themes", "update block_themes set omega = 1",
			"delete from tallies", "update theme_tallies set answers = 0",
		} {
			if _, err := db.Exec(harm); err != nil {
				t.Fatalf("%s: %v", harm, err)
			}
			if _, differed, err := s.Rebuild(t.Context()); err != nil || differed == 0 && !strings.Contains(harm, "responses") {
				t.Errorf("after %q %d rows differed, %v", harm, differed, err)
			}
			mustRebuildSame(t, s)
			if d := cmp.Diff(want, readSums(t, s)); d != "" {
				t.Errorf("after %q (-want +got):\n%s", harm, d)
			}
		}
	})
}
