package store

import (
	"cmp"
	"context"
	"database/sql"
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/waymood/waymood/internal/journey"
)

// Viewed is how often survey pages were opened and how many of those who
// opened one answered, over the days on which pages were opened at all.
type Viewed struct {
	Views    int64
	Answered int64 // 0..Views
}

// Rate is the share of views that led to an answer, 0..1; false where nothing
// was viewed, since channels without a page have no rate.
func (v Viewed) Rate() (float64, bool) {
	if v.Views == 0 {
		return 0, false
	}
	return float64(v.Answered) / float64(v.Views), true
}

// viewKey is the key of a row of views.
type viewKey struct {
	placement int64
	day       journey.Day
}

func (k viewKey) compare(o viewKey) int {
	return cmp.Or(cmp.Compare(k.placement, o.placement), cmp.Compare(k.day, o.day))
}

// viewer counts views in memory and writes them down every few seconds, and
// when tablets were heard of: a page must not wait for the disk. A crash loses
// what was counted since.
type viewer struct {
	s     *Store
	mu    sync.Mutex
	count map[viewKey]int64
	heard map[int64]int64 // by placement
	stop  chan struct{}
	done  sync.WaitGroup
}

// viewTime is how long a view may be in memory only.
const viewTime = 5 * time.Second

func newViewer(s *Store) *viewer {
	v := &viewer{s: s, count: map[viewKey]int64{}, heard: map[int64]int64{}, stop: make(chan struct{})}
	v.done.Go(v.run)
	return v
}

func (v *viewer) run() {
	tick := time.NewTicker(viewTime)
	defer tick.Stop()
	for {
		select {
		case <-v.stop:
			v.write()
			return
		case <-tick.C:
			v.write()
		}
	}
}

// close writes what is left, and returns when it is done.
func (v *viewer) close() {
	close(v.stop)
	v.done.Wait()
}

// write puts down what was counted. What cannot be written waits for the next
// time.
func (v *viewer) write() {
	v.mu.Lock()
	count, heard := v.count, v.heard
	v.count, v.heard = map[viewKey]int64{}, map[int64]int64{}
	v.mu.Unlock()
	if err := v.s.setHeard(context.Background(), heard); err != nil { // it is heard of again in a quarter of an hour
		v.s.log.Warn("when tablets were heard of could not be written", "error", err)
	}
	if err := v.s.addViews(context.Background(), count); err != nil {
		v.s.log.Warn("views of survey pages could not be written; they are tried again", "error", err)
		v.mu.Lock()
		defer v.mu.Unlock()
		for k, n := range count {
			v.count[k] += n
		}
	}
}

// View counts that a placement's survey was opened at a moment. Nothing of who
// opened it is kept. It does not wait for the disk.
func (s *Store) View(sp *Spot, at time.Time) {
	c := s.catalog.Load()
	known := c.spots[foldCode(sp.Placement.Code)]
	if known == nil {
		return
	}
	k := viewKey{known.placement, journey.DayOf(at, known.of.zone)}
	s.viewer.mu.Lock()
	defer s.viewer.mu.Unlock()
	s.viewer.count[k]++
}

// PageViews is how often a placement's survey was opened on one day.
type PageViews struct {
	Code  string
	Day   journey.Day
	Views int64
}

// AddViews adds views that were counted elsewhere; those of codes that no
// placement has are left out.
func (s *Store) AddViews(ctx context.Context, views []PageViews) error {
	c, err := s.fresh(ctx)
	if err != nil {
		return err
	}
	count := map[viewKey]int64{}
	for _, v := range views {
		if sp := c.spots[foldCode(v.Code)]; sp != nil {
			count[viewKey{sp.placement, v.Day}] += v.Views
		}
	}
	return s.addViews(ctx, count)
}

const (
	addViewsSQL = `insert into views (placement, day, views) values `
	viewSumsSQL = ` on conflict (placement, day) do update set views = views.views + excluded.views`
)

func (s *Store) addViews(ctx context.Context, count map[viewKey]int64) error {
	if len(count) == 0 {
		return nil
	}
	return s.write(ctx, func(tx *tx) error {
		for keys := slices.SortedFunc(maps.Keys(count), viewKey.compare); len(keys) > 0; {
			n := chunk(len(keys), mostOptions)
			args := make([]any, 0, n*3)
			for _, k := range keys[:n] {
				args = append(args, k.placement, int64(k.day), count[k])
			}
			if err := tx.exec(addViewsSQL+tuples(n, 3)+viewSumsSQL, args...); err != nil {
				return err
			}
			keys = keys[n:]
		}
		return nil
	})
}

const (
	viewsSQL      = `select placement, day, views from views`
	dayAnswersSQL = `select placement, day, cast(sum(answers) as bigint) from tallies`
)

// Views are how often the survey pages of a journey's touchpoints were opened
// and answered, by touchpoint key; those whose pages nobody opened are absent.
// A placement counts at most as many answers a day as it was viewed that day,
// since answers also come without the page (over the API, from a kiosk, from a
// form that was opened the day before). Views know neither persona nor
// language: under such a filter there are none.
func (s *Store) Views(ctx context.Context, j *journey.Journey, p journey.Period, f Filter) (map[string]Viewed, error) {
	c, err := s.current(ctx)
	if err != nil {
		return nil, err
	}
	views := map[string]Viewed{}
	byPlacement, err := s.viewed(ctx, c, j, p, f)
	for id, v := range byPlacement {
		key := c.placements[id].Touchpoint.Key
		views[key] = Viewed{views[key].Views + v.Views, views[key].Answered + v.Answered}
	}
	return views, err
}

// viewed is Views by placement.
func (s *Store) viewed(ctx context.Context, c *catalog, j *journey.Journey, p journey.Period, f Filter) (map[int64]Viewed, error) {
	if f.Persona != "" || f.Language != "" {
		return nil, nil
	}
	var placements, touchpoints []int64
	for id, sp := range c.placements {
		if sp.Journey.Key == j.Key && f.matches(sp.Placement) {
			placements, touchpoints = append(placements, id), append(touchpoints, sp.touchpoint)
		}
	}
	slices.Sort(placements)
	slices.Sort(touchpoints)
	var where clause
	where.in("placement", placements)
	where.and("day >= ?", int64(p.From))
	where.and("day < ?", int64(p.To))
	viewed := map[viewKey]int64{}
	read := func(query string, where clause, found func(viewKey, int64)) error {
		rows, err := s.dialect.read.QueryContext(ctx, query+where.String(), where.args...)
		return each(rows, err, func(rows *sql.Rows) error {
			var k viewKey
			var n int64
			err := rows.Scan(&k.placement, &k.day, &n)
			found(k, n)
			return err
		})
	}
	err := read(viewsSQL, where, func(k viewKey, n int64) { viewed[k] += n })
	if err != nil || len(viewed) == 0 {
		return nil, s.dialect.explain("read", err)
	}
	sums := map[int64]Viewed{}
	for k, n := range viewed {
		sums[k.placement] = Viewed{Views: sums[k.placement].Views + n}
	}
	var answered clause
	answered.in("touchpoint", slices.Compact(touchpoints))
	answered.and("day >= ?", int64(p.From))
	answered.and("day < ?", int64(p.To))
	answered.in("placement", placements)
	answered.add(" group by placement, day")
	err = read(dayAnswersSQL, answered, func(k viewKey, n int64) {
		if v, ok := sums[k.placement]; ok {
			v.Answered += min(n, viewed[k])
			sums[k.placement] = v
		}
	})
	return sums, s.dialect.explain("read", err)
}
