package mood

import (
	"math"

	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/survey"
)

// Build makes the map of a journey. Archived stages and touchpoints are left
// out. Quotes are filled in by who has the answers.
func Build(in Input) *Map {
	a := complete(in.Journey.Analysis)
	m := &Map{
		Journey:     in.Journey,
		Period:      in.Period,
		Quarantined: in.Quarantined,
		Target:      within(in.Journey.Target, 0, 100),
		Compared:    in.Previous != nil,
		RatingsOnly: in.RatingsOnly,
	}
	if in.Journey.Target == 0 {
		m.Target = targetDefault
	}
	target := m.Target/50 - 1

	spots := m.lay(in, a)
	m.scoreAll(spots, in, a)
	var scored []*spot
	for _, s := range spots {
		if s.class != None {
			scored = append(scored, s)
		}
	}
	m.Spread = 50 * shrink(scored)
	weigh(scored, target)
	m.Mood, m.Coverage = combine(spots)
	m.PeakEnd = a.peakEnd(scored)
	m.Watch = watch(scored)
	m.Pains = a.pains(scored, target)

	byKey := make(map[string]*spot, len(spots))
	for _, s := range scored {
		p := s.point
		byKey[p.Touchpoint.Key] = s
		theta, pull := Points(s.theta), s.pull
		p.Mood, p.Shrunk, p.PointsLost = s.interval(), &theta, &pull
		m.PointsLost += pull
		kind := ratingType(in.Journey, p.Touchpoint)
		if p.Delight = a.delight(s, target, kind, in.Counts[p.Touchpoint.Key]); p.Delight != nil {
			m.Delights = append(m.Delights, *p.Delight)
		}
	}
	for i := range m.Pains {
		byKey[m.Pains[i].Touchpoint.Key].point.Pain = &m.Pains[i]
	}
	for i := range m.Stages {
		m.Stages[i].fill(ofStage(spots, i), a, target)
	}
	m.tellThemes(spots, in)
	a.halve(spots, in)
	work(scored, target)
	m.tellSignals(spots, in, a)
	return m
}

// lay sets out the stages and points, with all that needs no statistics.
func (m *Map) lay(in Input, a analysis) []*spot {
	counted, onward := in.Customers.Reach(), in.Customers.Onward(in.Journey)
	var spots []*spot
	for i := range in.Journey.Stages {
		stage := &in.Journey.Stages[i]
		if stage.Archived {
			continue
		}
		st := Stage{Stage: stage, Points: make([]Point, 0, len(stage.Touchpoints))}
		for k := range stage.Touchpoints {
			tp := &stage.Touchpoints[k]
			if tp.Archived {
				continue
			}
			reach, measured := counted[tp.Key]
			m.ReachKnown = m.ReachKnown || tp.Reach != nil || measured
			t := in.Current[tp.Key]
			st.Points = append(st.Points, point(tp, t, a))
			p := &st.Points[len(st.Points)-1] // the capacity is enough: it stays where it is
			if measured {
				p.Reach, p.ReachMeasured = reach, true
			}
			if on, ok := onward[tp.Key]; ok {
				p.Onward = &on
			}
			p.KPI = kpi(ratingType(in.Journey, tp), in.Counts[tp.Key])
			st.Answers += t.Answers
			spots = append(spots, &spot{
				point: p, order: len(spots), stage: len(m.Stages), reach: p.Reach,
				importance: importance(in.Importance, tp),
			})
		}
		m.Answers += st.Answers
		m.Stages = append(m.Stages, st)
	}
	return spots
}

func point(tp *journey.Touchpoint, t Tally, a analysis) Point {
	p := Point{
		Touchpoint: tp,
		Answers:    t.Answers,
		Needed:     int(math.Ceil(a.MinRough)),
		Reach:      within(tp.Share(), 0, 1),
		Evidence:   None,
		Text: TextCounts{
			Scored:   t.Negative + t.Neutral + t.Positive,
			Waiting:  t.Waiting,
			Positive: t.Positive,
			Neutral:  t.Neutral,
			Negative: t.Negative,
		},
	}
	if n := t.All.Answers; n > 0 {
		unhappy, happy := float64(t.All.Unhappy)/float64(n), float64(t.All.Happy)/float64(n)
		p.Unhappy, p.Happy = &unhappy, &happy
	}
	return p
}

// scoreAll gives every spot its score, and its comparison with the period
// before. Each period has its own pooled variance. While texts are between
// two models, the comparison looks at the ratings of both periods alone.
func (m *Map) scoreAll(spots []*spot, in Input, a analysis) {
	all := func(t Tally) Part { return t.All }
	part := all
	if in.RatingsOnly {
		part = func(t Tally) Part { return t.Rating }
	}
	now := scores(spots, in.Current, all, a)
	for i, s := range spots {
		s.score, m.Pooled = now[i], now[i].s0
		s.point.Size, s.point.Evidence = s.size, s.class
		if s.class == None {
			continue
		}
		t := in.Current[s.point.Touchpoint.Key].All
		low, _ := Wilson(t.Unhappy, t.Answers)
		s.point.Divided = low > oftenUnhappy && s.mean > a.Band
	}
	if in.Previous == nil {
		return
	}
	if in.RatingsOnly {
		now = scores(spots, in.Current, part, a)
	}
	before := scores(spots, in.Previous, part, a)
	var family []*Change
	for i, s := range spots {
		s.point.BeforeAnswers = in.Previous[s.point.Touchpoint.Key].Answers
		if before[i].class != None {
			was := Points(before[i].mean)
			s.point.Before = &was
		}
		if in.Filtered {
			continue
		}
		if c := a.change(now[i], before[i]); c != nil {
			s.point.Change, s.comparison = c, compare(now[i], before[i])
			family = append(family, c)
		}
	}
	a.confirm(family)
	for _, s := range spots {
		if s.comparison != nil {
			s.comparison.Family = len(family)
		}
	}
}

func scores(spots []*spot, tallies map[string]Tally, part func(Tally) Part, a analysis) []score {
	list := make([]score, len(spots))
	for i, s := range spots {
		list[i] = measure(part(tallies[s.point.Touchpoint.Key]))
	}
	a.moderate(list)
	return list
}

// fill scores a stage from its spots and ranks its pains among themselves.
// The points they lose stay those of the journey, so that they add up.
func (st *Stage) fill(spots []*spot, a analysis, target float64) {
	st.Mood, st.Coverage = combine(spots)
	var scored []*spot
	for _, s := range spots {
		if s.class != None {
			scored = append(scored, s)
		}
	}
	st.Pains = a.pains(scored, target)
}

// ofStage are the spots of a stage.
func ofStage(spots []*spot, stage int) []*spot {
	var own []*spot
	for _, s := range spots {
		if s.stage == stage {
			own = append(own, s)
		}
	}
	return own
}

// importance is 1 where nobody says otherwise, 2 for a moment of truth.
func importance(given map[string]float64, tp *journey.Touchpoint) float64 {
	if v, ok := given[tp.Key]; ok {
		return within(v, 0, 2)
	}
	if tp.MomentOfTruth {
		return 2
	}
	return 1
}

// ratingType is the type of the touchpoint's rating question, "" without one.
func ratingType(j *journey.Journey, tp *journey.Touchpoint) survey.Type {
	if s := j.Survey(tp.Survey); s != nil {
		if q := s.Rating(); q != nil {
			return q.Type
		}
	}
	return ""
}

// tellSignals puts the signals of the period on the map, and the weeks in
// which its confirmed changes began. Signals are of whole touchpoints.
func (m *Map) tellSignals(spots []*spot, in Input, a analysis) {
	if in.Filtered || in.Series == nil {
		return
	}
	part := func(t Tally) Part { return t.All }
	if in.RatingsOnly {
		part = func(t Tally) Part { return t.Rating }
	}
	weeks, days := Watched(in.Period)
	both := journey.Period{From: in.Period.Before().From, To: in.Period.To}
	points := make(map[*journey.Touchpoint]*Point, len(spots))
	for _, s := range spots {
		points[s.point.Touchpoint] = s.point
		if c := s.point.Change; c != nil && c.Confirmed && both.From >= days.From {
			c.Since = c.since(weekly(in.Series[s.point.Touchpoint.Key], both, part))
		}
	}
	for _, s := range a.signals(in.Journey, in.Series, weeks, days, part) {
		if s.Day >= in.Period.From && s.Day >= in.Period.To-longest {
			m.Signals = append(m.Signals, s)
		}
	}
	for i := len(m.Signals) - 1; i >= 0; i-- {
		points[m.Signals[i].Touchpoint].Signal = &m.Signals[i]
	}
}
