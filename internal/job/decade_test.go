package job

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/store/storetest"
	"github.com/waymood/waymood/internal/subscription"
)

// calendar is a service on one or more nodes whose clock is moved through
// years, and what a reckoning of its own says of them.
type calendar struct {
	*testing.T
	wall     *wall
	dice     *rand.Rand
	database string
	nodes    []*store.Store
	subs     []*subscription.Subscription
	made     time.Time   // when the subscriptions were
	runs     []time.Time // the moments at which some node looked, in their order
	posted   int
	restarts int
	gaps     [][2]time.Time // while no node ran
	races    int            // moments at which nodes looked together
}

// schedules are subscriptions of every cadence in zones of three kinds, at
// times that summer time skips and doubles.
func schedules() []subscription.Subscription {
	const kyiv, taipei, howe = "Europe/Kyiv", "Asia/Taipei", "Australia/Lord_Howe"
	return []subscription.Subscription{
		{Zone: kyiv, Cadence: subscription.Daily, Hour: 3, Minute: 30},
		{Zone: taipei, Cadence: subscription.Daily, Hour: 8},
		{Zone: howe, Cadence: subscription.Daily, Hour: 2, Minute: 15},
		{Zone: kyiv, Cadence: subscription.Weekly, Weekday: time.Sunday, Hour: 3},
		{Zone: taipei, Cadence: subscription.Weekly, Weekday: time.Monday, Hour: 8},
		{Zone: howe, Cadence: subscription.Fortnightly, Weekday: time.Sunday, Hour: 1, Minute: 45},
		{Zone: kyiv, Cadence: subscription.Fortnightly, Weekday: time.Friday, Hour: 23, Minute: 59},
		{Zone: taipei, Cadence: subscription.Monthly, MonthDay: 31},
		{Zone: kyiv, Cadence: subscription.Monthly, MonthDay: 30, Hour: 8},
		{Zone: howe, Cadence: subscription.Monthly, MonthDay: 29, Hour: 2, Minute: 5},
	}
}

func startCalendar(t *testing.T, database string, nodes int, from time.Time) *calendar {
	c := &calendar{T: t, wall: new(wall), dice: rand.New(rand.NewPCG(7, 11)), database: database, made: from}
	c.wall.set(from)
	for i := range nodes {
		c.nodes = append(c.nodes, c.open(i == 0))
	}
	t.Cleanup(func() {
		for _, s := range c.nodes {
			s.Close()
		}
	})
	storetest.Apply(t, c.nodes[0], ready("cafe"))
	for i, sub := range schedules() {
		sub.Journey, sub.Mail = "cafe", fmt.Sprintf("ann%d@example.com", i)
		c.subs = append(c.subs, subscribe(t, c.nodes[0], sub))
	}
	return c
}

func (c *calendar) open(create bool) *store.Store {
	c.Helper()
	s, err := store.Open(c.Context(), c.database, store.Options{Create: create, Clock: c.wall.now})
	if err != nil {
		c.Fatal(err)
	}
	return s
}

// look lets nodes look what is due: one, some, or all of them at once.
func (c *calendar) look() (posted int) {
	c.Helper()
	c.runs = append(c.runs, c.wall.now())
	chosen := []int{c.dice.IntN(len(c.nodes))}
	if c.dice.IntN(3) == 0 {
		chosen = c.dice.Perm(len(c.nodes))
		c.races++
	}
	var wait sync.WaitGroup
	counts, errs := make([]int, len(c.nodes)), make([]error, len(c.nodes))
	for _, i := range chosen {
		wait.Go(func() { counts[i], errs[i] = digesting(c.nodes[i], c.wall, nil).Run(c.Context()) })
	}
	wait.Wait()
	for i := range counts {
		if errs[i] != nil {
			c.Fatal(c.wall.now(), errs[i])
		}
		posted += counts[i]
	}
	c.posted += posted
	return posted
}

// live goes through the moments at which something is due, and others, until
// some time; a tick may come up to a minute late.
func (c *calendar) live(until time.Time) {
	c.Helper()
	nexts := make([]time.Time, len(c.subs))
	for {
		now := c.wall.now()
		next := until
		for i, sub := range c.subs {
			if !nexts[i].After(now) {
				nexts[i] = sub.Next(now)
			}
			if nexts[i].Before(next) {
				next = nexts[i]
			}
		}
		if !next.Before(until) {
			c.wall.set(until)
			return
		}
		if gap := next.Sub(now); gap > 2*time.Minute && c.dice.IntN(4) == 0 {
			c.wall.set(next.Add(-time.Minute)) // the minute before: nothing is due yet
			if n := c.look(); n != 0 {
				c.Fatalf("%d digests a minute before %v", n, next)
			}
		}
		c.wall.set(next.Add(time.Duration(c.dice.IntN(60)) * time.Second))
		if c.look() == 0 {
			c.Fatalf("no digest at %v", next)
		}
		if c.dice.IntN(200) == 0 {
			c.restart()
		}
	}
}

// restart stops a node and starts it again.
func (c *calendar) restart() {
	c.Helper()
	i := c.dice.IntN(len(c.nodes))
	if err := c.nodes[i].Close(); err != nil {
		c.Fatal(err)
	}
	c.nodes[i] = c.open(false)
	c.restarts++
}

// away stops all nodes for a while; then there is at most one digest for each
// subscription.
func (c *calendar) away(d time.Duration) {
	c.Helper()
	from := c.wall.now()
	c.wall.add(d)
	c.gaps = append(c.gaps, [2]time.Time{from, c.wall.now()})
	for range c.nodes {
		c.restart()
	}
	c.mostOneEach("after a gap", c.look)
	if n := c.look(); n != 0 {
		c.Errorf("%d more digests at once after a gap", n)
	}
}

// jump lets the clock be wrong for some looks. Each look adds one digest for a
// subscription at most, and none of a time before they were made.
func (c *calendar) jump(days int) {
	c.Helper()
	now, runs := c.wall.now(), len(c.runs)
	c.wall.set(now.AddDate(0, 0, days))
	for i := range 5 {
		n := c.mostOneEach("while the clock is wrong", c.look)
		if n > 0 && (i > 0 || days < 0) {
			c.Errorf("%d digests at look %d of a clock that is %d days wrong", n, i, days)
		}
		c.wall.add(time.Minute)
	}
	c.wall.set(now)
	if n := c.look(); n != 0 {
		c.Errorf("%d digests once the clock was right again", n)
	}
	c.runs = c.runs[:runs]
}

// mostOneEach lets something be done that may add one digest for a subscription
// and no more.
func (c *calendar) mostOneEach(when string, do func() int) int {
	c.Helper()
	before := c.newest()
	n := do()
	for i, keys := range c.newest() {
		if len(before[i]) > 0 && !slices.Contains(keys, before[i][0]) {
			c.Errorf("%s, more than one digest at once for one subscription: %v after %v", when, keys, before[i])
		}
	}
	return n
}

// newest are the keys of the last two mails for each subscription.
func (c *calendar) newest() (keys [][]string) {
	c.Helper()
	for _, sub := range c.subs {
		mails, _, err := c.nodes[0].Mails(c.Context(), store.MailQuery{Subscription: sub.ID, Limit: 2})
		if err != nil {
			c.Fatal(err)
		}
		var two []string
		for _, m := range mails {
			two = append(two, m.Key)
		}
		keys = append(keys, two)
	}
	return keys
}

// planned are a subscription's periods by days of the calendar: the key, and
// the noon of the day on which it is wanted. It knows nothing of how they are
// found otherwise.
func planned(sub *subscription.Subscription, from, to time.Time) map[string]time.Time {
	loc := sub.Location()
	keys := map[string]time.Time{}
	first := from.In(loc)
	for d := time.Date(first.Year(), first.Month(), first.Day()-1, 12, 0, 0, 0, loc); d.Before(to.AddDate(0, 0, 2)); d = time.Date(d.Year(), d.Month(), d.Day()+1, 12, 0, 0, 0, loc) {
		year, week := d.ISOWeek()
		days := int(time.Date(d.Year(), d.Month(), d.Day(), 0, 0, 0, 0, time.UTC).Sub(time.Date(1970, 1, 5, 0, 0, 0, 0, time.UTC)) / (24 * time.Hour))
		last := d.AddDate(0, 0, 1).Month() != d.Month()
		switch {
		case sub.Cadence == subscription.Daily:
			keys[d.Format(time.DateOnly)] = d
		case sub.Cadence == subscription.Weekly && d.Weekday() == sub.Weekday:
			keys[fmt.Sprintf("%d-W%02d", year, week)] = d
		case sub.Cadence == subscription.Fortnightly && d.Weekday() == sub.Weekday && days/7%2 == 0:
			keys[fmt.Sprintf("%d-W%02d/2", year, week)] = d
		case sub.Cadence == subscription.Monthly && (d.Day() == sub.MonthDay || last && d.Day() < sub.MonthDay):
			keys[d.Format("2006-01")] = d
		}
	}
	return keys
}

// edge is how far from the true moment the reckoning may be where clocks are put
// forward or back.
const edge = 2 * time.Hour

// check compares the outbox with the reckoning: every period whose day lies
// wholly in a time in which the service ran is there once; of those in a gap
// some may be missing; what else is there was due while the clock was wrong.
func (c *calendar) check(ahead time.Duration) {
	c.Helper()
	end := c.wall.now()
	total := 0
	c.Logf("%-20s %-12s %6s %8s %6s %8s %8s %8s", "zone", "cadence", "time", "periods", "rows", "in gaps", "caughtup", "missing")
	for _, sub := range c.subs {
		rows := keysOf(c, c.nodes[0], sub)
		total += len(rows)
		there := map[string]int{}
		for _, key := range rows {
			there[key]++
		}
		missing, inGaps, caughtUp, periods := 0, 0, 0, 0
		last := make([]string, len(c.gaps)) // the period that was due last in each gap
		lastAt := make([]time.Time, len(c.gaps))
		for key, noon := range planned(sub, c.made, end.Add(ahead)) {
			at := time.Date(noon.Year(), noon.Month(), noon.Day(), sub.Hour, sub.Minute, 0, 0, noon.Location())
			n := there[key]
			delete(there, key)
			near := func(t time.Time) bool { return at.Sub(t).Abs() < edge }
			gap := slices.IndexFunc(c.gaps, func(g [2]time.Time) bool { return at.After(g[0]) && at.Before(g[1]) })
			switch {
			case at.Before(c.made.Add(edge)) || at.After(end.Add(-edge)): // before the first and after the last look
			case slices.ContainsFunc(c.gaps, func(g [2]time.Time) bool { return near(g[0]) || near(g[1]) }):
			case gap >= 0:
				inGaps++
				caughtUp += n
				if at.After(lastAt[gap]) {
					last[gap], lastAt[gap] = key, at
				}
			default:
				periods++
				if n != 1 {
					missing++
					c.Errorf("%s %s: %d digests of %s", sub.Zone, sub.Cadence, n, key)
				}
			}
		}
		for i, g := range c.gaps {
			if next := sub.Next(lastAt[i].Add(edge)); last[i] != "" && next.After(g[1]) && !slices.Contains(rows, last[i]) {
				c.Errorf("%s %s: %s was not caught up after a gap", sub.Zone, sub.Cadence, last[i])
			}
		}
		if len(there) > 0 {
			c.Errorf("%s %s: digests of %v, which is no period", sub.Zone, sub.Cadence, slices.Collect(maps.Keys(there)))
		}
		if caughtUp > len(c.gaps) {
			c.Errorf("%s %s: %d were caught up after %d gaps", sub.Zone, sub.Cadence, caughtUp, len(c.gaps))
		}
		c.Logf("%-20s %-12s  %02d:%02d %8d %6d %8d %8d %8d", sub.Zone, sub.Cadence, sub.Hour, sub.Minute, periods, len(rows), inGaps, caughtUp, missing)
	}
	c.Logf("%d looks, %d by all nodes at once, %d restarts, %d gaps; %d rows", len(c.runs), c.races, c.restarts, len(c.gaps), total)
	if total != c.posted {
		c.Errorf("%d rows, but the nodes said %d", total, c.posted)
	}
}

// Ten years of two nodes over one store that stop, start, are away for weeks
// and whose clock is wrong for a while: one digest for each subscription and
// local period.
func TestTenYears(t *testing.T) {
	t.Parallel()
	from := time.Date(2026, 11, 22, 13, 7, 0, 0, time.UTC)
	c := startCalendar(t, filepath.Join(t.TempDir(), "waymood.db"), 2, from)
	for year := range 10 {
		c.live(from.AddDate(year, 3, year))
		c.away(time.Duration(1+c.dice.IntN(24*20)) * time.Hour)
		c.live(from.AddDate(year, 9, 0))
		if year == 4 {
			c.jump(-400)
		}
		c.live(from.AddDate(year+1, 0, 0))
	}
	c.jump(-400)
	c.jump(400)
	c.check(500 * 24 * time.Hour)
}

// A year of two nodes on one PostgreSQL.
func TestYearOnPostgres(t *testing.T) {
	t.Parallel()
	from := time.Date(2027, 12, 20, 3, 0, 0, 0, time.UTC)
	c := startCalendar(t, storetest.Postgres(t), 2, from)
	c.live(from.AddDate(0, 5, 0))
	c.away(240 * time.Hour)
	c.live(from.AddDate(1, 0, 0))
	c.jump(400)
	c.check(500 * 24 * time.Hour)
	if !strings.HasPrefix(c.database, "postgres:") || c.races < 100 {
		t.Errorf("%d looks at once only", c.races)
	}
}
