package store

import (
	"cmp"
	"context"
	"database/sql"
	"math"
	"slices"
	"time"

	"github.com/waymood/waymood/internal/fault"
	"github.com/waymood/waymood/internal/journey"
)

// Metric is a number from elsewhere of one day, such as how many customers
// were there. It never touches a mood.
type Metric struct {
	Touchpoint string // key; "" is the journey as a whole
	Day        journey.Day
	Metric     string  // key, such as "customers"
	Value      float64 // finite, not below 0; the unit is the metric's own
}

// Customers is the metric that says how many customers were there. Of a
// touchpoint and of the whole journey it measures the touchpoint's reach.
const Customers = "customers"

// Days that a metric may be of.
const (
	firstMetricYear = 1990
	lastMetricYear  = 2200
)

// AllMetrics is the period in which metrics can lie.
func AllMetrics() journey.Period {
	first, last := time.Date(firstMetricYear, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(lastMetricYear+1, 1, 1, 0, 0, 0, 0, time.UTC)
	return journey.Period{From: journey.DayOf(first, time.UTC), To: journey.DayOf(last, time.UTC)}
}

// MetricKey tells whether a word can be a metric's key: 1 to 32 of a-z 0-9 _ -.
func MetricKey(word string) bool {
	if word == "" || len(word) > 32 {
		return false
	}
	for _, r := range word {
		if (r < 'a' || r > 'z') && (r < '0' || r > '9') && r != '_' && r != '-' {
			return false
		}
	}
	return true
}

// Check tells what is wrong with a metric of a journey, as a fault.Invalid
// whose parameter is named like the column; archived touchpoints may have
// metrics, their past is still told.
func (m *Metric) Check(j *journey.Journey) error {
	wrong := func(name, code, format string, args ...any) error {
		err := fault.New(fault.Invalid, name+": "+format, args...)
		err.Params = []fault.Param{{Name: name, Code: code, Reason: fault.New(fault.Invalid, format, args...).Detail}}
		return err
	}
	if m.Touchpoint != "" {
		if _, tp := j.Touchpoint(m.Touchpoint); tp == nil {
			return wrong("touchpoint", "unknown_touchpoint", "journey %s has none called %q; leave it empty for the whole journey", j.Key, m.Touchpoint)
		}
	}
	if year := m.Day.Time().Year(); year < firstMetricYear || year > lastMetricYear {
		return wrong("date", "bad_date", "the year %d is absurd; write a date such as 2026-11-21", year)
	}
	if !MetricKey(m.Metric) {
		return wrong("metric", "bad_metric", "must be 1 to 32 of a-z 0-9 _ -, such as customers")
	}
	if math.IsNaN(m.Value) || math.IsInf(m.Value, 0) || m.Value < 0 {
		return wrong("value", "bad_value", "must be a number not below 0")
	}
	return nil
}

const (
	addMetricsSQL = `insert into metrics (journey, touchpoint, metric, day, value) values `
	setMetricsSQL = ` on conflict (journey, touchpoint, metric, day) do update set value = excluded.value`
)

// metricKey is the key of a row of metrics, without the journey.
type metricKey struct {
	touchpoint int64
	metric     string
	day        journey.Day
}

func (k metricKey) compare(o metricKey) int {
	return cmp.Or(cmp.Compare(k.touchpoint, o.touchpoint), cmp.Compare(k.metric, o.metric), cmp.Compare(k.day, o.day))
}

// SetMetrics stores metrics of a journey in one transaction. The later of two
// values of the same touchpoint, metric and day stands. Its errors are in the
// order of what was given; those that are nil were stored. The last error is
// trouble with the database, after which nothing was.
func (s *Store) SetMetrics(ctx context.Context, key string, metrics []Metric) ([]error, error) {
	refused := make([]error, len(metrics))
	err := s.writeIn(ctx, func(tx *tx, c *catalog) error {
		of := c.journeys[key]
		if of == nil {
			return fault.New(fault.NotFound, "there is no journey %q", key)
		}
		values := map[metricKey]float64{}
		var keys []metricKey
		for i, m := range metrics {
			if refused[i] = m.Check(of.journey); refused[i] != nil {
				continue
			}
			k := metricKey{metric: m.Metric, day: m.Day}
			if sp := c.byKey[touchpointKey{key, m.Touchpoint}]; m.Touchpoint != "" && sp != nil {
				k.touchpoint = sp.touchpoint
			}
			if _, ok := values[k]; !ok {
				keys = append(keys, k)
			}
			values[k] = m.Value
		}
		slices.SortFunc(keys, metricKey.compare)
		for len(keys) > 0 {
			n := chunk(len(keys), mostOptions)
			args := make([]any, 0, n*5)
			for _, k := range keys[:n] {
				args = append(args, key, k.touchpoint, k.metric, int64(k.day), values[k])
			}
			if err := tx.exec(addMetricsSQL+tuples(n, 5)+setMetricsSQL, args...); err != nil {
				return err
			}
			keys = keys[n:]
		}
		return nil
	})
	return refused, err
}

const metricsSQL = `select touchpoint, metric, day, value from metrics`

// Metrics are the numbers of a journey's days in a period, ordered by
// touchpoint (the journey's own first, then in its order), metric and day.
func (s *Store) Metrics(ctx context.Context, j *journey.Journey, p journey.Period) ([]Metric, error) {
	sc, err := s.scope(ctx, j, Filter{})
	if err != nil {
		return nil, err
	}
	var where clause
	where.and("journey = ?", j.Key)
	where.and("day >= ?", int64(p.From))
	where.and("day < ?", int64(p.To))
	var metrics []Metric
	rows, err := s.dialect.read.QueryContext(ctx, metricsSQL+where.String(), where.args...)
	err = each(rows, err, func(rows *sql.Rows) error {
		var id int64
		var m Metric
		err := rows.Scan(&id, &m.Metric, &m.Day, &m.Value)
		m.Touchpoint = sc.key[id]
		metrics = append(metrics, m)
		return err
	})
	order := map[string]int{}
	for _, stage := range j.Stages {
		for _, tp := range stage.Touchpoints {
			order[tp.Key] = len(order) + 1
		}
	}
	slices.SortFunc(metrics, func(a, b Metric) int {
		return cmp.Or(cmp.Compare(order[a.Touchpoint], order[b.Touchpoint]), cmp.Compare(a.Metric, b.Metric), cmp.Compare(a.Day, b.Day))
	})
	return metrics, s.dialect.explain("read", err)
}
