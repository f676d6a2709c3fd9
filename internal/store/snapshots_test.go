package store_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/waymood/waymood/internal/fault"
	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/snapshot"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/store/storetest"
	"github.com/waymood/waymood/internal/survey"
)

// told is an answer of a day, with words.
func told(code string, rating int, words string, at time.Time) *survey.Response {
	r := storetest.Answer(code, rating, words)
	r.AnsweredAt, r.ReceivedAt, r.Trusted = at, at, true
	storetest.Sum(r)
	return r
}

func TestSnapshots(t *testing.T) {
	eachWithClock(t, func(t *testing.T, s *store.Store, c *clock) {
		j := storetest.Apply(t, s, storetest.Cafe())[0].Journey
		today := journey.DayOf(c.now(), j.Location())
		period := journey.Period{From: today - 27, To: today + 1}
		for range 24 {
			storetest.Add(t, s, told("queue-qr", 2, "", c.now()), told("drink-qr", 5, "", c.now()))
		}
		word := told("queue-qr", 1, "Half an hour in the rain", c.now())
		storetest.Add(t, s, word)

		if _, err := s.LastReview(t.Context(), "cafe"); !errors.Is(err, fault.NotFound) {
			t.Errorf("a review before the first: %v", err)
		}
		n, err := s.TakeSnapshot(t.Context(), j, store.Snapshot{Period: period, Note: "before «the second till»"})
		if err != nil {
			t.Fatal(err)
		}
		if r, err := s.Review(t.Context(), "cafe"); err != nil || !r.Done.IsZero() || r.Cadence != snapshot.Quarterly {
			t.Errorf("the review is %+v, %v", r, err)
		}
		c.move(time.Hour)
		review, err := s.TakeSnapshot(t.Context(), j, store.Snapshot{Period: period, Review: true})
		if err != nil {
			t.Fatal(err)
		}
		// One of an earlier day does not undo the last.
		early, err := s.TakeSnapshot(t.Context(), j, store.Snapshot{Period: period, Review: true, Taken: c.now().AddDate(0, -1, 0)})
		if err != nil {
			t.Fatal(err)
		}
		if r, err := s.Review(t.Context(), "cafe"); err != nil || !r.Done.Equal(review.Taken) {
			t.Errorf("the last review was %v, not %v (%v)", r.Done, review.Taken, err)
		}
		if last, err := s.LastReview(t.Context(), "cafe"); err != nil || last.ID != review.ID {
			t.Errorf("the last review is %+v, %v", last, err)
		}

		// What comes later changes nothing in what was kept.
		for range 30 {
			storetest.Add(t, s, told("queue-qr", 5, "", c.now()))
		}
		kept, err := s.Snapshot(t.Context(), "cafe", n.ID)
		if err != nil || kept.Note != n.Note || kept.Period != period || kept.Review || !kept.Taken.Equal(n.Taken) {
			t.Fatalf("%+v, %v", kept, err)
		}
		_, queue := kept.Map.Point("queue")
		if queue == nil || queue.Answers != 25 || queue.Mood == nil || queue.Mood.Value > 30 || queue.All.Answers != 25 || queue.Pain == nil {
			t.Fatalf("the queue was %+v", queue)
		}
		if len(queue.Quotes) != 1 || queue.Quotes[0].ID != word.ID.String() {
			t.Errorf("quotes %+v", queue.Quotes)
		}
		now, err := s.Freeze(t.Context(), j, period)
		if err != nil {
			t.Fatal(err)
		}
		rose := false
		for _, m := range snapshot.Compare(kept.Map, now).Points {
			rose = rose || m.Key == "queue" && m.Change != nil && m.Change.Confirmed && m.Change.To > m.Change.From
		}
		if !rose {
			t.Error("the queue's rise is not told")
		}

		all, err := s.Snapshots(t.Context(), "cafe")
		if err != nil || len(all) != 3 || all[0].ID != review.ID || all[1].ID != n.ID || all[2].ID != early.ID || all[0].Map != nil {
			t.Errorf("%+v, %v", all, err)
		}
		for _, wrong := range [][2]string{{"other", n.ID}, {"cafe", "none"}, {"cafe", ""}} {
			if _, err := s.Snapshot(t.Context(), wrong[0], wrong[1]); !errors.Is(err, fault.NotFound) {
				t.Errorf("%v: %v", wrong, err)
			}
			if err := s.EraseSnapshot(t.Context(), wrong[0], wrong[1]); !errors.Is(err, fault.NotFound) {
				t.Errorf("erase %v: %v", wrong, err)
			}
		}
		if err := s.EraseSnapshot(t.Context(), "cafe", n.ID); err != nil {
			t.Fatal(err)
		}
		if err := s.EraseSnapshot(t.Context(), "cafe", n.ID); !errors.Is(err, fault.NotFound) {
			t.Errorf("erased twice: %v", err)
		}
		if all, err := s.Snapshots(t.Context(), "cafe"); err != nil || len(all) != 2 {
			t.Errorf("%d left, %v", len(all), err)
		}
	})
}

// TestQuotesOf: words are read when they are looked at, so that what is erased,
// left out or another journey's is not there.
func TestQuotesOf(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		other := storetest.Cafe()
		other.Key = "other"
		for i := range other.Stages {
			for k := range other.Stages[i].Touchpoints {
				other.Stages[i].Touchpoints[k].Placements = []journey.Placement{{Code: "far-" + other.Stages[i].Touchpoints[k].Key, Channel: journey.QR}}
			}
		}
		applied := storetest.Apply(t, s, storetest.Cafe(), other)
		j := applied[0].Journey
		here, erased, out, silent := storetest.Answer("queue-qr", 1, "here"), storetest.Answer("queue-qr", 1, "erased"), storetest.Answer("drink-qr", 2, "out"), storetest.Answer("drink-qr", 2, "")
		far := storetest.Answer("far-queue", 1, "far")
		storetest.Add(t, s, here, erased, out, silent, far)
		if err := s.Erase(t.Context(), erased.ID); err != nil {
			t.Fatal(err)
		}
		if err := s.SetState(t.Context(), out.ID, survey.LeftOut); err != nil {
			t.Fatal(err)
		}
		ids := []string{"nonsense", "", uuid.NewString(), erased.ID.String(), out.ID.String(), silent.ID.String(), far.ID.String(), here.ID.String(), here.ID.String()}
		for range 300 {
			ids = append(ids, uuid.NewString())
		}
		got, err := s.QuotesOf(t.Context(), j, ids)
		if err != nil || len(got) != 1 || got[here.ID.String()].Text != "here" {
			t.Errorf("%+v, %v", got, err)
		}
		for _, none := range [][]string{nil, {"nonsense"}} {
			if got, err := s.QuotesOf(t.Context(), j, none); err != nil || len(got) != 0 {
				t.Errorf("%v: %+v, %v", none, got, err)
			}
		}
	})
}

// TestSnapshotsHoldNoWords looks for what a customer said in the file, once the
// answer is erased and snapshots have seen it.
func TestSnapshotsHoldNoWords(t *testing.T) {
	folder := t.TempDir()
	s := storetest.OpenAt(t, filepath.Join(folder, "a.db"), store.Options{Create: true})
	j := storetest.Apply(t, s, storetest.Cafe())[0].Journey
	today := journey.DayOf(time.Now(), j.Location())
	word := storetest.Answer("queue-qr", 1, "canary-of-a-customer says a lot")
	storetest.Add(t, s, word)
	n, err := s.TakeSnapshot(t.Context(), j, store.Snapshot{Period: journey.Period{From: today - 1, To: today + 2}, Note: "canary-of-a-note"})
	if err != nil {
		t.Fatal(err)
	}
	if ids := n.Map.QuoteIDs(); len(ids) != 1 || ids[0] != word.ID.String() {
		t.Fatalf("the snapshot quotes %v", ids)
	}
	if err := s.Erase(t.Context(), word.ID); err != nil {
		t.Fatal(err)
	}
	if err := s.EraseSnapshot(t.Context(), j.Key, n.ID); err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob(filepath.Join(folder, "a.db*"))
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	for _, file := range files {
		b, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, canary := range []string{"canary-of-a-customer", "canary-of-a-note"} {
			if strings.Contains(string(b), canary) {
				t.Errorf("%s holds %s", filepath.Base(file), canary)
			}
		}
	}
}

func TestReviews(t *testing.T) {
	eachWithClock(t, func(t *testing.T, s *store.Store, c *clock) {
		storetest.Apply(t, s, storetest.Cafe())
		made := c.now()
		c.move(48 * time.Hour)
		changed := storetest.Cafe()
		changed.Target = 70
		storetest.Apply(t, s, changed)
		if r, err := s.Review(t.Context(), "cafe"); err != nil || !r.Since.Equal(made) || r.Cadence != snapshot.Quarterly || !r.Done.IsZero() {
			t.Errorf("%+v, %v", r, err)
		}
		if err := s.SetCadence(t.Context(), "cafe", snapshot.Monthly); err != nil {
			t.Fatal(err)
		}
		if err := s.SetCadence(t.Context(), "nowhere", snapshot.Monthly); !errors.Is(err, fault.NotFound) {
			t.Errorf("of no journey: %v", err)
		}
		if _, err := s.Review(t.Context(), "nowhere"); !errors.Is(err, fault.NotFound) {
			t.Errorf("of no journey: %v", err)
		}
		storetest.Apply(t, s, storetest.Cafe()) // another change leaves the cadence alone
		all, err := s.Reviews(t.Context())
		if err != nil || len(all) != 1 || all["cafe"].Cadence != snapshot.Monthly {
			t.Errorf("%+v, %v", all, err)
		}
	})
}

func TestShares(t *testing.T) {
	eachWithClock(t, func(t *testing.T, s *store.Store, c *clock) {
		storetest.Apply(t, s, storetest.Cafe())
		fixed := journey.Period{From: 20_000, To: 20_028}
		sh, token, err := s.AddShare(t.Context(), store.Share{Journey: "cafe", Label: "Landlord", Period: fixed, Compare: true, Expires: c.now().AddDate(0, 0, 7)})
		if err != nil || len(token) < 40 || strings.Contains(sh.ID, token) {
			t.Fatalf("%+v %q %v", sh, token, err)
		}
		gone := func(what, token string) {
			t.Helper()
			if got, err := s.OpenShare(t.Context(), token); !errors.Is(err, fault.NotFound) {
				t.Errorf("%s opens %+v, %v", what, got, err)
			}
		}
		gone("nothing", "")
		gone("a part", token[:len(token)-1])
		gone("the id", sh.ID)
		gone("other letters", strings.ToUpper(token))
		got, err := s.OpenShare(t.Context(), token)
		if err != nil || got.Journey != "cafe" || got.Period != fixed || !got.Compare || got.Label != "Landlord" || !got.Used.IsZero() {
			t.Fatalf("%+v, %v", got, err)
		}
		list, err := s.Shares(t.Context(), "cafe")
		if err != nil || len(list) != 1 || !list[0].Used.Equal(c.now().UTC().Truncate(24*time.Hour)) {
			t.Errorf("%+v, %v", list, err)
		}
		c.move(7*24*time.Hour - time.Millisecond)
		if _, err := s.OpenShare(t.Context(), token); err != nil {
			t.Errorf("in its last moment: %v", err)
		}
		c.move(time.Millisecond)
		gone("an expired one", token)

		moving, second, err := s.AddShare(t.Context(), store.Share{Journey: "cafe", Label: "Boss", Expires: c.now().AddDate(0, 0, 30)})
		if err != nil {
			t.Fatal(err)
		}
		for _, wrong := range [][2]string{{"other", moving.ID}, {"cafe", "none"}, {"cafe", second}} {
			if err := s.RevokeShare(t.Context(), wrong[0], wrong[1]); !errors.Is(err, fault.NotFound) {
				t.Errorf("%v: %v", wrong, err)
			}
		}
		if got, err := s.OpenShare(t.Context(), second); err != nil || got.Period != (journey.Period{}) || got.Compare {
			t.Errorf("%+v, %v", got, err)
		}
		if err := s.RevokeShare(t.Context(), "cafe", moving.ID); err != nil {
			t.Fatal(err)
		}
		gone("a revoked one", second)
		if err := s.RevokeShare(t.Context(), "cafe", moving.ID); !errors.Is(err, fault.NotFound) {
			t.Errorf("revoked twice: %v", err)
		}
		if list, err := s.Shares(t.Context(), "cafe"); err != nil || len(list) != 2 || list[0].ID != moving.ID || list[0].Revoked.IsZero() || !list[1].Revoked.IsZero() {
			t.Errorf("%+v, %v", list, err)
		}
		if list, err := s.Shares(t.Context(), "other"); err != nil || len(list) != 0 {
			t.Errorf("%+v, %v", list, err)
		}
	})
}
