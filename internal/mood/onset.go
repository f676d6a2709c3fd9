package mood

import (
	"math"

	"gonum.org/v1/gonum/mathext"

	"github.com/waymood/waymood/internal/journey"
)

// When a date is worth telling: it is likelier than all other weeks together,
// and a change speaks for the counts at least three times as well as none
// does (Kass & Raftery 1995 call that positive).
const (
	onsetSure   = 0.5
	onsetFactor = 3
)

// Onset is when the share of unhappy answers began to differ.
type Onset struct {
	Week          int     // the first with the new share, counted from 0; at least 1
	Probability   float64 // that it was this week, given one change
	Factor        float64 // Bayes factor of one change against none
	Before, After float64 // shares of unhappy answers on either side, 0..1
}

// week is a touchpoint's answers of Monday to Sunday.
type week struct {
	monday           journey.Day
	unhappy, answers int64
}

func (w week) share() float64 { return float64(w.unhappy) / max(1, float64(w.answers)) }

// onset dates one change in a row of weeks. Both shares have a uniform prior,
// and every week but the first is as likely to be the first of the new share
// (beta-binomial change point; Smith 1975). Nil for fewer than two weeks.
func onset(weeks []week) *Onset {
	if len(weeks) < 2 {
		return nil
	}
	var all week
	for _, w := range weeks {
		all.unhappy += w.unhappy
		all.answers += w.answers
	}
	var (
		odds = make([]float64, len(weeks)-1) // log odds of a change here against none
		left week
		best Onset
		most = math.Inf(-1)
	)
	for i := range odds {
		left.unhappy += weeks[i].unhappy
		left.answers += weeks[i].answers
		right := week{unhappy: all.unhappy - left.unhappy, answers: all.answers - left.answers}
		odds[i] = left.marginal() + right.marginal() - all.marginal()
		if odds[i] > most {
			most = odds[i]
			best = Onset{Week: i + 1, Before: left.share(), After: right.share()}
		}
	}
	var sum float64 // in units of the best
	for _, l := range odds {
		sum += math.Exp(l - most)
	}
	best.Probability = 1 / sum
	best.Factor = math.Exp(most) * sum / float64(len(odds))
	return &best
}

// marginal is the logarithm of how likely the counts are under a uniform
// prior of the share, but for the binomial coefficient, which cancels out.
func (w week) marginal() float64 {
	return mathext.Lbeta(1+float64(w.unhappy), 1+float64(w.answers-w.unhappy))
}

// weekly counts the days of a period by calendar week; the first and the last
// may be cut. Weeks without answers are in it.
func weekly(days []Day, p journey.Period, part func(Tally) Part) []week {
	first := monday(p.From)
	weeks := make([]week, 0, p.Days()/7+2)
	for m := first; m < p.To; m += 7 {
		weeks = append(weeks, week{monday: m})
	}
	for _, d := range days {
		if d.Day < p.From || d.Day >= p.To {
			continue
		}
		t := part(d.Tally)
		w := &weeks[(d.Day-first)/7]
		w.unhappy += t.Unhappy
		w.answers += t.Answers
	}
	return weeks
}

// monday is the Monday on or before a day.
func monday(d journey.Day) journey.Day { return d - modulo(d-firstMonday, 7) }

// since is the Monday of the week in which a confirmed change began; 0 where
// the weekly counts do not tell it well enough, or tell of the other
// direction.
func (c *Change) since(weeks []week) journey.Day {
	o := onset(weeks)
	if o == nil || o.Probability < onsetSure || o.Factor < onsetFactor || (o.After > o.Before) != (c.To < c.From) {
		return 0
	}
	return weeks[o.Week].monday
}
