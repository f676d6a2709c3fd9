package staff

import (
	"cmp"
	"slices"
	"strconv"

	"github.com/waymood/waymood/internal/mood"
	"github.com/waymood/waymood/internal/survey"
)

// factorsView is a question with options, and how often each was chosen.
type factorsView struct {
	Ask     string
	Answers string // of the touchpoint, which the shares are of
	Rows    []bar
}

// factors are the questions with options that were answered, in the survey's
// order, what was chosen most often first.
func (v *viewer) factors(p *mood.Point, chosen map[string]map[string]int64) []factorsView {
	asked := v.m.Journey.Survey(p.Touchpoint.Survey)
	if asked == nil {
		return nil
	}
	var list []factorsView
	for i := range asked.Questions {
		q := &asked.Questions[i]
		if counts := chosen[q.Key]; q.Type.HasOptions() && !q.Persona && len(counts) > 0 {
			list = append(list, factorsView{v.name(q.Ask, q.Key), v.answers(p.Answers), v.chosen(q, counts, p.Answers)})
		}
	}
	return list
}

// chosen are the options of a question, archived ones too if somebody chose
// them.
func (v *viewer) chosen(q *survey.Question, counts map[string]int64, answers int64) []bar {
	keys := make([]string, 0, len(q.Options))
	var most int64
	for _, o := range q.Options {
		if counts[o.Key] > 0 {
			keys = append(keys, o.Key)
			most = max(most, counts[o.Key])
		}
	}
	slices.SortStableFunc(keys, func(a, b string) int { return cmp.Compare(counts[b], counts[a]) })
	var rows []bar
	for _, key := range keys {
		n := counts[key]
		rows = append(rows, bar{
			Label: v.choice(q, key), Class: "neutral", Count: v.whole(n),
			Share: v.percent(float64(n) / float64(max(answers, n))), Width: int(100 * n / most),
		})
	}
	return rows
}

// expectationView is what customers said who were asked whether it was as they
// expected.
type expectationView struct {
	Worse string // the sentence about those who found it worse
	Rows  []bar
}

// expected is nil where nobody was asked.
func (v *viewer) expected(p *mood.Point, chosen map[string]map[string]int64) *expectationView {
	asked := v.m.Journey.Survey(p.Touchpoint.Survey)
	if asked == nil {
		return nil
	}
	for i := range asked.Questions {
		q := &asked.Questions[i]
		counts := chosen[q.Key]
		if q.Type != survey.Expectation || len(counts) == 0 {
			continue
		}
		var n, most int64
		for _, key := range survey.Expectations {
			n, most = n+counts[key], max(most, counts[key])
		}
		view := &expectationView{}
		for _, key := range survey.Expectations {
			class := map[string]string{"better": "happy", "as": "neutral", "worse": "unhappy"}[key]
			view.Rows = append(view.Rows, bar{
				Label: v.choice(q, key), Class: class, Count: v.whole(counts[key]),
				Share: v.percent(float64(counts[key]) / float64(n)), Width: int(100 * counts[key] / most),
			})
		}
		low, high := mood.Wilson(counts["worse"], n)
		view.Worse = v.T("panel.worse", "Share", v.percent(float64(counts["worse"])/float64(n)),
			"Low", v.percent(low), "High", v.percent(high), "Count", int(n), "N", v.whole(n))
		return view
	}
	return nil
}

// marks are the counts of a rating by its number.
func marks(chosen map[string]int64) map[int]int64 {
	counts := map[int]int64{}
	for value, n := range chosen {
		switch value {
		case "yes":
			counts[1] += n
		case "no":
			counts[0] += n
		default:
			if x, err := strconv.Atoi(value); err == nil {
				counts[x] += n
			}
		}
	}
	return counts
}
