package store

import (
	"cmp"
	"context"
	"database/sql"
	"maps"
	"slices"
	"time"

	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/mood"
)

// Hour is the sums over the answers of one hour of a day of the week, in the
// journey's time zone. Omega and OmegaE are in Units: their quotient is the
// mean, -1..1.
type Hour struct {
	Weekday time.Weekday
	Hour    int // 0..23
	Answers int64
	Omega   int64
	OmegaE  int64
	Unhappy int64
}

// hourKey is the key of a row of hours.
type hourKey struct{ touchpoint, month, weekday, hour int64 }

func (k hourKey) compare(o hourKey) int {
	return cmp.Or(cmp.Compare(k.touchpoint, o.touchpoint), cmp.Compare(k.month, o.month), cmp.Compare(k.weekday, o.weekday), cmp.Compare(k.hour, o.hour))
}

// hourSum is the sums of a row of hours.
type hourSum struct{ answers, omega, omegaE, unhappy int64 }

func (s hourSum) plus(o hourSum, sign int64) hourSum {
	return hourSum{s.answers + sign*o.answers, s.omega + sign*o.omega, s.omegaE + sign*o.omegaE, s.unhappy + sign*o.unhappy}
}

// placeTime is a moment as it is told at a place: the date and the hour.
func placeTime(t time.Time, zone *time.Location) (journey.Day, int64) {
	t = t.In(zone)
	return journey.DayOf(t, zone), int64(t.Hour())
}

// monthOf counts months from the year 0.
func monthOf(d journey.Day) int64 {
	y, m, _ := d.Time().Date()
	return int64(y)*12 + int64(m) - 1
}

// countHour adds a row to the sums of its hour, or with sign -1 takes it back.
// A row whose hour is not known has not been added.
func (m *moves) countHour(r *row, sign int64) {
	if r.hour < 0 {
		return
	}
	k := hourKey{r.touchpoint, monthOf(r.day), int64(r.day.Time().Weekday()), r.hour}
	var t mood.Tally
	t.Add(r.contribution(), mood.NoText)
	m.hours[k] = m.hours[k].plus(hourSum{t.Answers, t.All.Omega, t.All.OmegaE, t.All.Unhappy}, sign)
}

const (
	hourColumns = `touchpoint, month, weekday, hour, answers, omega, omega_e, unhappy`
	addHoursSQL = `insert into hours (` + hourColumns + `) values `
	hourSumsSQL = ` on conflict (touchpoint, month, weekday, hour) do update set answers = hours.answers + excluded.answers,
  omega = hours.omega + excluded.omega, omega_e = hours.omega_e + excluded.omega_e, unhappy = hours.unhappy + excluded.unhappy`
)

func (t *tx) flushHours(m *moves) error {
	keys := slices.SortedFunc(maps.Keys(m.hours), hourKey.compare)
	keys = slices.DeleteFunc(keys, func(k hourKey) bool { return m.hours[k] == hourSum{} })
	for len(keys) > 0 {
		n := chunk(len(keys), mostOptions)
		args := make([]any, 0, n*8)
		for _, k := range keys[:n] {
			s := m.hours[k]
			args = append(args, k.touchpoint, k.month, k.weekday, k.hour, s.answers, s.omega, s.omegaE, s.unhappy)
		}
		if err := t.exec(addHoursSQL+tuples(n, 8)+hourSumsSQL, args...); err != nil {
			return err
		}
		keys = keys[n:]
	}
	return nil
}

const sumsOfHoursSQL = `select weekday, hour, cast(sum(answers) as bigint), cast(sum(omega) as bigint), cast(sum(omega_e) as bigint), cast(sum(unhappy) as bigint) from hours`

// Hours are the hours of the week in which a touchpoint was answered, Sunday
// first. They are kept by month: the answers are those of all months that the
// period touches, which Months gives. A touchpoint that the journey does not
// have has none.
func (s *Store) Hours(ctx context.Context, j *journey.Journey, touchpoint string, p journey.Period) ([]Hour, error) {
	c, err := s.current(ctx)
	if err != nil {
		return nil, err
	}
	sp := c.byKey[touchpointKey{j.Key, touchpoint}]
	if sp == nil || p.To <= p.From {
		return nil, nil
	}
	var where clause
	where.and("touchpoint = ?", sp.touchpoint)
	where.and("month >= ?", monthOf(p.From))
	where.and("month <= ?", monthOf(p.To-1))
	var hours []Hour
	rows, err := s.dialect.read.QueryContext(ctx, sumsOfHoursSQL+where.String()+" group by weekday, hour order by weekday, hour", where.args...)
	err = each(rows, err, func(rows *sql.Rows) error {
		var h Hour
		err := rows.Scan(&h.Weekday, &h.Hour, &h.Answers, &h.Omega, &h.OmegaE, &h.Unhappy)
		if h.Answers != 0 {
			hours = append(hours, h)
		}
		return err
	})
	return hours, s.dialect.explain("read", err)
}

// Months is the period of all months that a period touches: what Hours is
// about. An empty period stays what it is.
func Months(p journey.Period) journey.Period {
	if p.To <= p.From {
		return p
	}
	first, last := p.From.Time(), (p.To - 1).Time()
	return journey.Period{
		From: journey.DayOf(time.Date(first.Year(), first.Month(), 1, 0, 0, 0, 0, time.UTC), time.UTC),
		To:   journey.DayOf(time.Date(last.Year(), last.Month()+1, 1, 0, 0, 0, 0, time.UTC), time.UTC),
	}
}
