package job

import (
	"database/sql"
	"fmt"
	"log/slog"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/waymood/waymood/internal/i18n"
	"github.com/waymood/waymood/internal/letter"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/store/storetest"
	"github.com/waymood/waymood/internal/subscription"
)

// canary stands in all that customers wrote in a test, and nowhere else.
const canary = "zxcanary"

// cellsTold is every cell of the tables from which people and programs are told.
func cellsTold(t testing.TB, database string) (cells []string) {
	t.Helper()
	db, err := sql.Open("sqlite3", database)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, table := range []string{"outbox", "alerts", "events", "deliveries"} {
		rows, err := db.Query("select * from " + table)
		if err != nil {
			t.Fatal(err)
		}
		columns, err := rows.Columns()
		if err != nil {
			t.Fatal(err)
		}
		for rows.Next() {
			row := make([]any, len(columns))
			for i := range row {
				row[i] = new(sql.RawBytes)
			}
			if err := rows.Scan(row...); err != nil {
				t.Fatal(err)
			}
			for i := range row {
				cells = append(cells, table+"."+columns[i]+": "+string(*row[i].(*sql.RawBytes)))
			}
		}
		if err := rows.Err(); err != nil {
			t.Fatal(err)
		}
	}
	return cells
}

// What waits to be told holds no word that a customer wrote and no contact, so
// that an answer that is erased is gone here too: quotes are named by their ids.
func TestWhatWaitsHoldsNoWords(t *testing.T) {
	database := t.TempDir() + "/waymood.db"
	w := new(wall)
	now := time.Date(2026, 11, 23, 1, 0, 0, 0, time.UTC) // Monday morning in Taipei
	w.set(now.AddDate(0, 0, -7))
	s := storetest.OpenAt(t, database, store.Options{Create: true, Clock: w.now})
	j := ready("cafe")
	storetest.Apply(t, s, j)
	for i := range 8 {
		subscribe(t, s, subscription.Subscription{
			Journey: "cafe", Zone: "Asia/Taipei", Cadence: subscription.Weekly, Weekday: time.Monday, Hour: 8, Alerts: true, Notices: true,
			Mail: fmt.Sprintf("ann%d@example.com", i),
		})
	}
	ids := map[string]bool{}
	for i := range 240 {
		r := storetest.Answer("cafequeue-qr", 1+i%2, fmt.Sprintf("%s%d bad queue, call me: %s%d@example.com", canary, i, canary, i))
		switch {
		case i%3 == 1:
			r = storetest.Answer("cafeorder-web", 1, fmt.Sprintf("%s%d bad staff", canary, i))
			r.Answers["mail"], r.Fields = fmt.Sprintf("%s%d@example.com", canary, i), map[string]string{"order": canary}
		case i%3 == 2:
			r = storetest.Answer("cafedrink-qr", 5, "nice wifi "+canary)
		}
		r.ReceivedAt = now.AddDate(0, 0, -27+i%27)
		r.AnsweredAt, r.Trusted = r.ReceivedAt, true
		storetest.Sum(r)
		w.set(r.ReceivedAt)
		storetest.Add(t, s, r)
		ids[r.ID.String()] = true
	}
	storetest.Read(t, s)
	w.set(now)

	catalog, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	writer, err := letter.New(letter.Config{Store: s, Catalog: catalog, PublicURL: &url.URL{Scheme: "https", Host: "mood.example.com"}, From: "mood@example.com", Clock: w.now})
	if err != nil {
		t.Fatal(err)
	}
	log := slog.New(slog.DiscardHandler)
	digests := &Digesting{Store: s, Clock: w.now, Log: log, Document: writer.DigestDocument}
	if n, err := digests.Run(t.Context()); n != 8 || err != nil {
		t.Fatal(n, err)
	}
	if _, _, err := (&Watching{Store: s, Clock: w.now, Log: log}).Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	quoted := 0
	cells := cellsTold(t, database)
	for _, cell := range cells {
		if i := strings.Index(cell, canary); i >= 0 {
			t.Fatalf("a customer's words in %s", cell[max(0, i-200):min(len(cell), i+100)])
		}
		for id := range ids {
			if strings.HasPrefix(cell, "outbox.document") && strings.Contains(cell, id) {
				quoted++
				break
			}
		}
	}
	if quoted < 8 {
		t.Errorf("%d of 8 digests name a quote; the test is blind", quoted)
	}
	answers, _, err := s.Responses(t.Context(), store.Query{Journey: "cafe", Limit: 1000})
	if err != nil || len(answers) == 0 || !strings.Contains(fmt.Sprint(answers), canary) {
		t.Errorf("%d answers hold the words, %v", len(answers), err)
	}
}
