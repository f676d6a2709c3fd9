package digest

import (
	"cmp"
	"slices"

	"github.com/waymood/waymood/internal/action"
	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/mood"
)

// rest fills in what is told below the items.
func (b *builder) rest() {
	b.acted()
	b.lacks()
	b.seams()
	for _, key := range b.in.Silent {
		if p := b.point(key); p != nil && b.concerns(p.Touchpoint) {
			b.Silent = append(b.Silent, Named{key, p.Touchpoint.Name})
		}
	}
	if due := b.in.ReviewDue; due != 0 && due < b.in.Day {
		b.ReviewDue = due
	}
	var best *mood.Point
	for p := range b.in.Map.All() {
		if !b.concerns(p.Touchpoint) {
			continue
		}
		b.Waiting += p.Text.Waiting
		if p.Delight != nil && !b.lists(p.Touchpoint.Key) && (best == nil || *p.Shrunk > *best.Shrunk) {
			best = p
		}
	}
	if best != nil {
		b.Delight = &Delight{Place: b.place(best.Touchpoint), Value: best.Mood.Value, Answers: best.Answers, TopBox: best.Delight.TopBox}
	}
}

// lists says whether a touchpoint is an item: nobody is asked to keep what fell.
func (b *builder) lists(key string) bool {
	return slices.ContainsFunc(b.Items, func(i Item) bool { return i.Key == key })
}

// acted tells how actions ended that the reader was not told of, and which are
// due.
func (b *builder) acted() {
	today := int64(b.in.Day)
	since := today - fresh
	for _, d := range b.in.Told {
		since = min(since, int64(d.Day))
	}
	var late []Task
	for i := range b.in.Actions {
		a := &b.in.Actions[i]
		_, tp := b.in.Map.Journey.Touchpoint(a.Touchpoint)
		if b.in.Team != "" && a.Owner != b.in.Team && (tp == nil || tp.Owner != b.in.Team) {
			continue
		}
		switch {
		case a.State == action.Measured && a.Outcome != nil:
			made := int64(journey.DayOf(a.CreatedAt, b.in.Map.Journey.Location()))
			if max(a.Closes(), made) > since && !b.judged(a.ID) {
				b.Verdicts = append(b.Verdicts, b.verdict(a, tp))
			}
		case a.Open() && a.Due != 0 && a.Due <= today+soon:
			b.Due++
			if a.Overdue(today) {
				late = append(late, Task{Action: a.ID, Title: a.Title, Owner: a.Owner, Due: journey.Day(a.Due)})
			}
		}
	}
	slices.SortStableFunc(late, func(x, y Task) int { return cmp.Compare(x.Due, y.Due) })
	b.OverdueMore = max(0, len(late)-mostDue)
	b.Overdue = append(b.Overdue, late[:len(late)-b.OverdueMore]...)
}

// judged says whether the reader was told how an action ended.
func (b *builder) judged(id int64) bool {
	return slices.ContainsFunc(b.in.Told, func(d *Digest) bool {
		return slices.ContainsFunc(d.Verdicts, func(v Verdict) bool { return v.Action == id })
	})
}

func (b *builder) verdict(a *action.Action, tp *journey.Touchpoint) Verdict {
	o := a.Outcome
	v := Verdict{
		Place: Place{Key: a.Touchpoint}, Action: a.ID, Title: a.Title, Verdict: o.Verdict, Hopeless: o.Hopeless(),
		Effect: o.Effect, Low: o.Low, High: o.High, Needed: o.Needed,
	}
	if tp != nil {
		v.Place = b.place(tp)
	}
	return v
}

// lacks are the touchpoints whose figure is not well known for want of answers.
func (b *builder) lacks() {
	enough := int64(b.in.Map.Journey.Analysis.MinSolid)
	if enough == 0 {
		enough = int64(journey.Defaults().MinSolid)
	}
	var list []Lack
	for p := range b.in.Map.All() {
		if b.concerns(p.Touchpoint) && p.Evidence != mood.Solid && p.Answers < enough {
			list = append(list, Lack{Place: b.place(p.Touchpoint), Answers: p.Answers, Missing: enough - p.Answers, Low: b.low(p)})
		}
	}
	bad := func(l Lack) int {
		if l.Low != nil {
			return 0
		}
		return 1
	}
	slices.SortStableFunc(list, func(x, y Lack) int { return cmp.Or(bad(x)-bad(y), cmp.Compare(x.Missing, y.Missing)) })
	b.UnknownMore = max(0, len(list)-mostNamed)
	b.Unknown = append(b.Unknown, list[:len(list)-b.UnknownMore]...)
}

// low is the figure of a touchpoint that the map watches, else nil.
func (b *builder) low(p *mood.Point) *float64 {
	if !slices.ContainsFunc(b.in.Map.Watch, func(w mood.Watch) bool { return w.Touchpoint == p.Touchpoint }) {
		return nil
	}
	value := p.Mood.Value
	return &value
}

// seams finds the largest fall where two teams meet: it goes to both.
func (b *builder) seams() {
	var last *mood.Point
	for p := range b.in.Map.All() {
		if last != nil {
			from, to := last.Touchpoint, p.Touchpoint
			fall := mood.Seam(last, p)
			if from.Owner != "" && to.Owner != "" && from.Owner != to.Owner && (b.concerns(from) || b.concerns(to)) &&
				fall > 0 && (b.Seam == nil || fall > b.Seam.Fall) {
				b.Seam = &Seam{From: b.place(from), To: b.place(to), Fall: fall}
			}
		}
		last = p
	}
}
