package main

import (
	"bytes"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/waymood/waymood/internal/letter"
	"github.com/waymood/waymood/internal/mail/mailtest"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/store/storetest"
	"github.com/waymood/waymood/internal/subscription"
)

// posted puts n test mails into a database's outbox.
func posted(t *testing.T, database string, n int) {
	t.Helper()
	st, err := store.Open(t.Context(), database, store.Options{})
	must(t, err, "open")
	defer st.Close()
	for i := range n {
		sub := &subscription.Subscription{
			Mail: fmt.Sprintf("guest%d@example.com", i), Language: "uk", Zone: "Europe/Kyiv", Journey: "dawn", Cadence: subscription.Weekly, Weekday: time.Monday, Hour: 8,
		}
		must(t, st.AddSubscription(t.Context(), sub), "subscribe")
		m, err := letter.Trial(sub, "", time.Now())
		must(t, err, "write")
		_, err = st.PostMails(t.Context(), []store.Mail{m})
		must(t, err, "post")
	}
}

// later runs a command as if it were called after a while.
func later(t *testing.T, after time.Duration, args ...string) result {
	t.Helper()
	var out, errs bytes.Buffer
	code := run(t.Context(), args, &app{
		stdin: strings.NewReader(""), stdout: &out, stderr: &errs, folder: t.TempDir(),
		clock: func() time.Time { return time.Now().Add(after) },
	})
	return result{code, out.String(), errs.String()}
}

// kill -9 at every moment of handing mails in: each arrives, with the same
// Message-ID if it arrives twice, which happens only to those that the server
// had taken without having said so.
func TestKilledWhileSending(t *testing.T) {
	storetest.EachDatabase(t, func(t *testing.T, _ string) {
		for _, c := range []struct {
			at   mailtest.At
			keep bool
		}{{mailtest.Connect, false}, {mailtest.Hello, false}, {mailtest.From, false}, {mailtest.To, false}, {mailtest.Data, false}, {mailtest.Done, false}, {mailtest.Done, true}} {
			database := filepath.Join(t.TempDir(), "a.db")
			if strings.HasSuffix(t.Name(), "postgres") {
				database = storetest.Postgres(t)
			}
			ok(t, "apply", "--database", database, dawnFile(t))
			const mails = 7
			posted(t, database, mails)
			holding, reached := holdingAt(t, c.at, c.keep)
			well := mailtest.Start(t, mailtest.Options{})
			node := serve(t, database, "--smtp", holding.URL(), "--public-url", "https://mood.example.com")
			select {
			case <-reached:
			case <-time.After(atMost):
				t.Fatal("nothing was sent")
			}
			node.kill()
			if r := later(t, 70*time.Second, "digest", "--smtp", well.URL(), "--public-url", "https://mood.example.com", "--database", database); r.code != 0 {
				t.Errorf("exit %d\n%s%s", r.code, r.stdout, r.stderr)
			}
			arrived, duplicates := tellApart(t, append(holding.Mails(), well.Mails()...))
			t.Logf("killed at %-8s kept %-5v: %d mails, %d arrived, %d twice", c.at, c.keep, mails, arrived, duplicates)
			if arrived != mails || !c.keep && duplicates > 0 {
				t.Errorf("%d of %d arrived, %d twice", arrived, mails, duplicates)
			}
			if strings.Contains(node.errs.String(), "guest") {
				t.Errorf("the log names addresses:\n%s", node.errs)
			}
		}
	})
}

// holdingAt is a mail server that goes no further than to a moment, and tells
// when it is there. It never becomes a good one: what a node has written before
// it is killed may be read only after that.
func holdingAt(t *testing.T, moment mailtest.At, keep bool) (*mailtest.Server, <-chan bool) {
	t.Helper()
	reached := make(chan bool, 100)
	return mailtest.Start(t, mailtest.Options{Fail: func(at mailtest.At, _ int, _ string) *mailtest.Fault {
		if at != moment {
			return nil
		}
		reached <- true
		return &mailtest.Fault{Hold: true, Keep: keep}
	}}), reached
}

// tellApart counts addresses that got their mail, and those that got it twice,
// always the same one.
func tellApart(t *testing.T, mails []mailtest.Mail) (arrived, twice int) {
	t.Helper()
	ids := map[string][]string{}
	for _, m := range mails {
		ids[m.To] = append(ids[m.To], m.ID)
	}
	for to, list := range ids {
		if len(list) > 1 {
			twice++
		}
		if len(slices.Compact(list)) > 1 {
			t.Errorf("%s got different mails: %v", to, list)
		}
	}
	return len(ids), twice
}

// Two nodes on PostgreSQL, one of which is killed while it sends: the other
// sends what is left, and what the dead one had in hand comes later.
func TestNodeKilledWhileSending(t *testing.T) {
	database := storetest.Postgres(t)
	ok(t, "apply", "--database", database, dawnFile(t))
	holding, reached := holdingAt(t, mailtest.Done, false)
	well := mailtest.Start(t, mailtest.Options{})
	const mails = 40
	posted(t, database, mails)
	one := serve(t, database, "--smtp", holding.URL(), "--public-url", "https://mood.example.com")
	<-reached
	two := serve(t, database, "--smtp", well.URL(), "--public-url", "https://mood.example.com")
	one.kill()
	until(t, "the other node sends what is left", func() bool { return len(well.Mails()) >= mails-4 })
	if code := two.stop(t); code != 0 {
		t.Errorf("exit %d\n%s", code, two.errs)
	}
	if r := later(t, 70*time.Second, "digest", "--smtp", well.URL(), "--public-url", "https://mood.example.com", "--database", database); r.code != 0 {
		t.Errorf("exit %d\n%s%s", r.code, r.stdout, r.stderr)
	}
	if arrived, twice := tellApart(t, append(well.Mails(), holding.Mails()...)); arrived != mails || twice != 0 {
		t.Errorf("%d of %d arrived, %d twice", arrived, mails, twice)
	}
}
