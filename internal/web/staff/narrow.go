package staff

import (
	"net/url"
	"slices"
	"strings"

	"github.com/waymood/waymood/internal/i18n"
	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/mood"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/survey"
	"github.com/waymood/waymood/internal/theme"
)

// feelings of texts, as addresses and forms write them.
var feelings = map[mood.Sentiment]string{
	mood.Waiting: "waiting", mood.TextNegative: "negative", mood.TextNeutral: "neutral", mood.TextPositive: "positive",
}

// known are the feelings that a text that was read can have, best first.
var known = [...]mood.Sentiment{mood.TextPositive, mood.TextNeutral, mood.TextNegative}

// narrow reads the filters of the list and says them in words.
func (pg *responsesPage) narrow(q url.Values, j *journey.Journey, themes []theme.Theme, ask *store.Query) {
	for _, name := range []string{"touchpoint", "theme", "feeling", "state", "doubt", "stage", "persona", "place", "channel", "language"} {
		if len(q[name]) > 1 {
			pg.Problems = append(pg.Problems, pg.T("staff.filter.one_each"))
			break
		}
	}
	pg.Selects = []selection{
		pg.touchpoints(q.Get("touchpoint"), j, ask),
		pg.themesOf(q.Get("theme"), themes, ask),
		pg.feelingsOf(q.Get("feeling"), ask),
		pg.states(q.Get("state"), ask),
		pg.doubtsOf(q.Get("doubt"), ask),
	}
	if key := q.Get("stage"); key != "" && ask.Touchpoint == "" {
		for i := range j.Stages {
			if st := &j.Stages[i]; st.Key == key {
				ask.Stage = key
				pg.Carried = append(pg.Carried, pair{"stage", key})
				pg.Listed = slices.Insert(pg.Listed, 0, pg.name(st.Name, st.Key))
			}
		}
	}
	if pg.Mixed = q.Get("mixed") == "1"; pg.Mixed {
		ask.Mixed = true
		pg.Listed = append(pg.Listed, pg.T("staff.responses.mixed"))
	}
	var a asked
	a.filter(q, j)
	ask.Filter = a.Filter
	pg.Problems = append(pg.Problems, pg.remarks(a.Problems)...)
	for _, name := range []string{"persona", "place", "channel", "language"} {
		if v := filters(a.Filter)[name]; v != "" {
			pg.Carried = append(pg.Carried, pair{name, v})
			pg.Listed = append(pg.Listed, pg.filterWord(name, v, j))
		}
	}
	pg.days(q, ask)
}

func (pg *responsesPage) touchpoints(asked string, j *journey.Journey, ask *store.Query) selection {
	s := pg.selection("touchpoint", "")
	for i := range j.Stages {
		for k := range j.Stages[i].Touchpoints {
			tp := &j.Stages[i].Touchpoints[k]
			chosen := asked == tp.Key
			if tp.Archived && !chosen {
				continue
			}
			s.add(tp.Key, pg.name(tp.Name, tp.Key), chosen)
			if chosen {
				ask.Touchpoint = tp.Key
				pg.Listed = append(pg.Listed, pg.name(tp.Name, tp.Key))
			}
		}
	}
	return s
}

func (pg *responsesPage) themesOf(asked string, themes []theme.Theme, ask *store.Query) selection {
	s := pg.selection("theme", "")
	for _, t := range themes {
		label := pg.name(t.Label, t.Key)
		s.add(t.Key, label, asked == t.Key)
		if asked == t.Key {
			ask.Theme = t.Key
			pg.Listed = append(pg.Listed, pg.T("staff.responses.about", "Theme", label))
		}
	}
	pg.missed("theme", asked, ask.Theme != "")
	return s
}

// missed says that a filter was asked for which does not exist.
func (pg *responsesPage) missed(name, asked string, found bool) {
	if asked != "" && !found {
		pg.Problems = append(pg.Problems, pg.T("staff.filter.unknown_"+name))
	}
}

func (pg *responsesPage) feelingsOf(asked string, ask *store.Query) selection {
	s := pg.selection("feeling", "")
	for _, f := range known {
		name := feelings[f]
		s.add(name, pg.T("staff.judge."+name), asked == name)
		if asked == name {
			ask.Sentiment = f
			pg.Listed = append(pg.Listed, pg.T("staff.responses.words_"+name))
		}
	}
	pg.missed("feeling", asked, ask.Sentiment != mood.NoText)
	return s
}

func (pg *responsesPage) states(asked string, ask *store.Query) selection {
	s := pg.selection("state", "")
	for _, st := range []survey.State{survey.Counted, survey.Quarantined, survey.LeftOut, survey.Test} {
		name := st.String()
		s.add(name, pg.T("staff.state."+name), asked == name)
		if asked == name {
			ask.States = []survey.State{st}
			pg.Listed = append(pg.Listed, pg.T("staff.state."+name))
		}
	}
	return s
}

// filterWord is a filter that the form has no field for.
func (pg *responsesPage) filterWord(name, v string, j *journey.Journey) string {
	switch name {
	case "persona":
		if x := j.Persona(v); x != nil {
			return pg.name(x.Name, x.Key)
		}
	case "channel":
		return pg.channel(journey.Channel(v))
	case "language":
		return i18n.NameOf(v)
	}
	return v
}

// days reads the first day and the first that is no longer listed; either may
// be missing.
func (pg *responsesPage) days(q url.Values, ask *store.Query) {
	pg.From, pg.To = strings.TrimSpace(q.Get("from")), strings.TrimSpace(q.Get("to"))
	if pg.From == "" && pg.To == "" {
		return
	}
	var from, to journey.Day
	var err error
	if pg.From != "" {
		from, err = journey.ParseDay(pg.From)
	}
	if pg.To != "" && err == nil {
		to, err = journey.ParseDay(pg.To)
	}
	if err != nil || to != 0 && from >= to {
		pg.From, pg.To = "", ""
		pg.Problems = append(pg.Problems, pg.T("staff.responses.bad_days"))
		return
	}
	ask.From, ask.To = from, to
	switch {
	case to == 0:
		pg.Listed = append(pg.Listed, pg.T("staff.responses.since", "Day", pg.Date(from.Time())))
	case from == 0:
		pg.Listed = append(pg.Listed, pg.T("staff.responses.until", "Day", pg.Date((to-1).Time())))
	default:
		pg.Listed = append(pg.Listed, pg.span(from.Time(), (to-1).Time()))
	}
}

// heading says what is listed.
func (pg *responsesPage) heading(name string) string {
	if len(pg.Listed) == 0 {
		return pg.T("staff.responses.title", "Name", name)
	}
	return pg.T("staff.responses.title_of", "Name", name, "What", strings.Join(pg.Listed, " · "))
}
