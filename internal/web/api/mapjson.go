package api

import "github.com/waymood/waymood/internal/mood"

// The map as JSON. Points are on 0..100, shares and probabilities on 0..1;
// nothing is rounded.

type mapJSON struct {
	Journey     string            `json:"journey"`
	Name        string            `json:"name"`
	Period      periodJSON        `json:"period"`
	Filter      map[string]string `json:"filter"`
	Answers     int64             `json:"answers"`
	Quarantined int64             `json:"quarantined"`
	Coverage    float64           `json:"coverage"`
	Mood        *intervalJSON     `json:"mood"`
	Finding     string            `json:"finding"`
	Stages      []stageJSON       `json:"stages"`
	Pains       []painJSON        `json:"pain_points"`
	Watch       []watchJSON       `json:"watch"`
	Delights    []delightJSON     `json:"delights"`
	Themes      []themeJSON       `json:"themes"`
}

type periodJSON struct {
	From     string `json:"from"`
	To       string `json:"to"`
	Timezone string `json:"timezone"`
}

type intervalJSON struct {
	Value float64 `json:"value"`
	Low   float64 `json:"low"`
	High  float64 `json:"high"`
}

type stageJSON struct {
	Key         string           `json:"key"`
	Name        string           `json:"name"`
	Answers     int64            `json:"answers"`
	Coverage    float64          `json:"coverage"`
	Mood        *intervalJSON    `json:"mood"`
	Touchpoints []touchpointJSON `json:"touchpoints"`
	Pains       []painJSON       `json:"pain_points"`
	Themes      []themeJSON      `json:"themes"`
}

type touchpointJSON struct {
	Key      string             `json:"key"`
	Name     string             `json:"name"`
	Answers  int64              `json:"answers"`
	Evidence mood.Evidence      `json:"evidence"`
	Mood     *intervalJSON      `json:"mood"`
	Unhappy  *float64           `json:"unhappy"`
	Happy    *float64           `json:"happy"`
	KPI      map[string]kpiJSON `json:"kpi"`
	Text     textJSON           `json:"text"`
	Change   *changeJSON        `json:"change"`
	Signal   *signalJSON        `json:"signal"`
	Themes   []themeJSON        `json:"themes"`
	Quotes   []quoteJSON        `json:"quotes"`
}

type kpiJSON struct {
	intervalJSON
	Answers int64 `json:"answers"`
}

type textJSON struct {
	Scored   int64 `json:"scored"`
	Waiting  int64 `json:"waiting"`
	Positive int64 `json:"positive"`
	Neutral  int64 `json:"neutral"`
	Negative int64 `json:"negative"`
}

type changeJSON struct {
	From      float64 `json:"from"`
	To        float64 `json:"to"`
	PAdjusted float64 `json:"p_adjusted"`
	Confirmed bool    `json:"confirmed"`
	Since     *string `json:"since"`
}

type signalJSON struct {
	Direction string  `json:"direction"`
	Day       string  `json:"day"`
	Since     string  `json:"since"`
	From      float64 `json:"from"`
	To        float64 `json:"to"`
}

type themeJSON struct {
	Key            string  `json:"key"`
	Label          string  `json:"label"`
	Answers        int64   `json:"answers"`
	ShareOfAnswers float64 `json:"share_of_answers"`
	ShareLow       float64 `json:"share_low"`
	ShareHigh      float64 `json:"share_high"`
	ShareOfTexts   float64 `json:"share_of_texts"`
	Pull           float64 `json:"pull"`
}

type quoteJSON struct {
	Text       string `json:"text"`
	Language   string `json:"language"`
	AnsweredAt string `json:"answered_at"`
}

type painJSON struct {
	Rank       int         `json:"rank"`
	Touchpoint string      `json:"touchpoint"`
	PointsLost float64     `json:"points_lost"`
	Priority   float64     `json:"priority"`
	Below      float64     `json:"below_target"`
	Worst      *float64    `json:"worst"`
	Confidence *string     `json:"confidence"`
	Level      string      `json:"level"`
	Themes     []themeJSON `json:"themes"`
	Quotes     []quoteJSON `json:"quotes"`
}

type watchJSON struct {
	Touchpoint string `json:"touchpoint"`
	Answers    int64  `json:"answers"`
}

type delightJSON struct {
	Touchpoint  string  `json:"touchpoint"`
	Probability float64 `json:"probability"`
}

func mapOf(d *drawn) mapJSON {
	m, j := d.Map, d.Map.Journey
	out := mapJSON{
		Journey: j.Key, Name: j.Name.In(d.lang), Period: periodOf(j, m.Period), Filter: filterOf(d.filter),
		Answers: m.Answers, Quarantined: m.Quarantined, Coverage: m.Coverage, Mood: intervalOf(m.Mood), Finding: d.finding,
		Stages: make([]stageJSON, 0, len(m.Stages)), Watch: []watchJSON{}, Delights: []delightJSON{},
	}
	points := map[string]painPoint{}
	for i := range m.Stages {
		s := &m.Stages[i]
		st := stageJSON{
			Key: s.Stage.Key, Name: s.Stage.Name.In(d.lang), Answers: s.Answers, Coverage: s.Coverage,
			Mood: intervalOf(s.Mood), Touchpoints: make([]touchpointJSON, 0, len(s.Points)),
		}
		for k := range s.Points {
			p := touchpointOf(&s.Points[k], d.lang)
			points[p.Key] = painPoint{themesOf(s.Points[k].Costly(themesTold), d.lang), p.Quotes}
			st.Touchpoints = append(st.Touchpoints, p)
		}
		st.Pains, st.Themes = painsOf(s.Pains, points), themesOf(s.Themes, d.lang)
		out.Stages = append(out.Stages, st)
	}
	out.Pains, out.Themes = painsOf(m.Pains, points), themesOf(m.Themes, d.lang)
	for _, w := range m.Watch {
		out.Watch = append(out.Watch, watchJSON{w.Touchpoint.Key, w.Answers})
	}
	for _, g := range m.Delights {
		out.Delights = append(out.Delights, delightJSON{g.Touchpoint.Key, g.Probability})
	}
	return out
}

func intervalOf(i *mood.Interval) *intervalJSON {
	if i == nil {
		return nil
	}
	return &intervalJSON{i.Value, i.Low, i.High}
}

func touchpointOf(p *mood.Point, lang string) touchpointJSON {
	t := touchpointJSON{
		Key: p.Touchpoint.Key, Name: p.Touchpoint.Name.In(lang), Answers: p.Answers, Evidence: p.Evidence,
		Mood: intervalOf(p.Mood), Unhappy: p.Unhappy, Happy: p.Happy, KPI: map[string]kpiJSON{},
		Text: textJSON{p.Text.Scored, p.Text.Waiting, p.Text.Positive, p.Text.Neutral, p.Text.Negative},
	}
	for name, k := range p.KPI {
		t.KPI[name] = kpiJSON{intervalJSON{k.Value, k.Low, k.High}, k.Answers}
	}
	if c := p.Change; c != nil {
		t.Change = &changeJSON{From: c.From, To: c.To, PAdjusted: c.PAdjusted, Confirmed: c.Confirmed}
		if c.Since != 0 {
			since := c.Since.String()
			t.Change.Since = &since
		}
	}
	if s := p.Signal; s != nil {
		t.Signal = &signalJSON{Direction: "up", Day: s.Day.String(), Since: s.Since.String(), From: s.From, To: s.To}
		if s.Down {
			t.Signal.Direction = "down"
		}
	}
	t.Themes = themesOf(p.Themes, lang)
	t.Quotes = make([]quoteJSON, 0, len(p.Quotes))
	for _, q := range p.Quotes {
		t.Quotes = append(t.Quotes, quoteJSON{q.Text, q.Language, stamp(q.AnsweredAt)})
	}
	return t
}

// themesOf tells themes; one that has no label any more goes by its key.
func themesOf(themes []mood.Theme, lang string) []themeJSON {
	out := make([]themeJSON, 0, len(themes))
	for _, t := range themes {
		label := t.Label.In(lang)
		if label == "" {
			label = t.Key
		}
		out = append(out, themeJSON{t.Key, label, t.Answers, t.ShareOfAnswers, t.Low, t.High, t.ShareOfTexts, t.Pull})
	}
	return out
}

// painPoint is what a pain takes from its touchpoint.
type painPoint struct {
	themes []themeJSON
	quotes []quoteJSON
}

// painsOf tells pains with what their touchpoint's customers say.
func painsOf(pains []mood.Pain, points map[string]painPoint) []painJSON {
	out := make([]painJSON, 0, len(pains))
	for _, p := range pains {
		t := painJSON{
			Rank: p.Rank, Touchpoint: p.Touchpoint.Key, PointsLost: p.PointsLost, Priority: p.Priority,
			Below: p.Below, Worst: p.Worst, Confidence: orNull(p.Confidence), Level: p.Level,
			Themes: []themeJSON{}, Quotes: []quoteJSON{},
		}
		if at, ok := points[p.Touchpoint.Key]; ok {
			t.Themes, t.Quotes = at.themes, at.quotes
		}
		out = append(out, t)
	}
	return out
}
