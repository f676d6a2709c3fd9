package staff

import (
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"github.com/waymood/waymood/internal/fault"
	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/store"
)

// pointPage is the form of one touchpoint, there or new.
type pointPage struct {
	sketchPage
	Key    string // "" of a new one
	Names  []input
	Stages []option
	Phase  radios
	Says   []input // action and expectation
	Reach  radios
	Moment bool
	Teams  []option
	Team   input
}

// Point shows the form of a touchpoint.
func (p *Pages) Point(c echo.Context) error {
	return p.step(c, func(sk *store.Sketch) error {
		pg, s, t, err := p.pointPage(c, sk)
		if err != nil {
			return err
		}
		pg.fill(sk.Journey, s.Key, t)
		return pg.show(c, "staff/point", pg)
	})
}

// pointPage begins the page with the touchpoint that the address names by
// key, or a new one in the stage that it names.
func (p *Pages) pointPage(c echo.Context, sk *store.Sketch) (*pointPage, *journey.Stage, *journey.Touchpoint, error) {
	pg := &pointPage{sketchPage: p.sketchPage(c, sk, "touchpoints"), Key: c.QueryParam("key")}
	pg.within()
	if pg.Key == "" {
		i := stageAt(sk.Journey, c.QueryParam("stage"))
		if i < 0 {
			return nil, nil, nil, fault.New(fault.NotFound, "There is no such stage.")
		}
		pg.Title = pg.T("wizard.point.new")
		share := 1.0
		return pg, &sk.Journey.Stages[i], &journey.Touchpoint{Reach: &share, Survey: firstSurvey(sk.Journey)}, nil
	}
	s, t := sk.Journey.Touchpoint(pg.Key)
	if t == nil {
		return nil, nil, nil, fault.New(fault.NotFound, "There is no such touchpoint.")
	}
	pg.Title = pg.T("wizard.point.title", "Name", pg.name(t.Name, t.Key))
	return pg, s, t, nil
}

// firstSurvey is what a new touchpoint asks.
func firstSurvey(j *journey.Journey) string {
	for s := range j.LiveSurveys() {
		return s.Key
	}
	return ""
}

func (pg *pointPage) fill(j *journey.Journey, stage string, t *journey.Touchpoint) {
	pg.Names = pg.inEach("name", "wizard.point.name", j.Languages, func(tag string) string { return t.Name[tag] })
	for i := range j.Stages {
		s := &j.Stages[i]
		pg.Stages = append(pg.Stages, option{Value: s.Key, Label: pg.name(s.Name, s.Key), Chosen: s.Key == stage})
	}
	pg.Phase = radios{ID: "phase", Label: pg.T("wizard.point.phase"), Hint: pg.T("wizard.point.phase_hint"), Wrong: pg.Wrong("phase")}
	for _, phase := range journey.Phases {
		pg.Phase.Options = append(pg.Phase.Options, option{Value: phase, Label: pg.T("wizard.phase." + phase), Chosen: t.Phase == phase})
	}
	for _, said := range saidOf(t) {
		pg.Says = append(pg.Says, pg.text(said.id, "wizard.point."+said.id, "wizard.point."+said.id+"_hint", said.text.In(pg.Lang), said.most))
		if s := (*said.text)[pg.Lang]; s != "" && !journey.FirstPerson(pg.Lang, s) {
			pg.Says[len(pg.Says)-1].Hint = pg.T("wizard.hint.voice")
		}
	}
	pg.Reach = radios{ID: "reach", Label: pg.T("wizard.point.reach"), Hint: pg.T("wizard.point.reach_hint")}
	offered := false
	for _, r := range reaches {
		chosen := t.Share() == r.share
		offered = offered || chosen
		pg.Reach.Options = append(pg.Reach.Options, option{Value: ratio(r.share), Label: pg.T("wizard.reach." + r.word), Chosen: chosen})
	}
	if !offered {
		pg.Reach.Options = append(pg.Reach.Options, option{Value: ratio(t.Share()), Label: pg.reach(t.Share()), Chosen: true})
	}
	pg.Moment = t.MomentOfTruth
	pg.Teams = []option{{Value: "", Label: pg.T("wizard.point.no_team"), Chosen: t.Owner == ""}}
	for _, team := range teamKeys(j, t.Owner) {
		pg.Teams = append(pg.Teams, option{Value: team, Label: pg.team(j, team), Chosen: team == t.Owner})
	}
	pg.Team = pg.text("team", "wizard.point.team_new", "wizard.point.team_hint", "", longestName)
}

// ratio writes a share as a form's value.
func ratio(f float64) string { return strconv.FormatFloat(f, 'f', -1, 64) }

// teamKeys are the teams of a journey in their order, and one that owns a
// touchpoint without being among them.
func teamKeys(j *journey.Journey, owner string) []string {
	var keys []string
	for key := range j.Teams {
		keys = append(keys, key)
	}
	if owner != "" && !slices.Contains(keys, owner) {
		keys = append(keys, owner)
	}
	slices.Sort(keys)
	return keys
}

// SetPoint keeps a touchpoint.
func (p *Pages) SetPoint(c echo.Context) error {
	return p.resketch(c, func(sk *store.Sketch) (string, error) {
		pg, s, was, err := p.pointPage(c, sk)
		if err != nil {
			return "", err
		}
		j, t := sk.Journey, *was
		stage := s.Key
		pg.readPoint(c, j, &t)
		if to := c.FormValue("stage"); stageAt(j, to) >= 0 {
			stage = to
		}
		if len(pg.Wrongs) > 0 {
			pg.fill(j, stage, &t)
			pg.Team.Value = c.FormValue("team")
			return "", pg.show(c, "staff/point", pg)
		}
		at := stageAt(j, stage)
		if pg.Key == "" {
			name := t.Name.In(j.Languages[0])
			if en := t.Name["en"]; journey.KeyOf(name) == "" && en != "" {
				name = en
			}
			t.Key = freshKey(name, "touchpoint", func(k string) bool { _, t := j.Touchpoint(k); return t != nil })
			j.Stages[at].Touchpoints = append(j.Stages[at].Touchpoints, t)
		} else {
			*was = t
			if stage != s.Key {
				moveTo(j, t.Key, at, len(j.Stages[at].Touchpoints))
			}
		}
		return sketchLink(sk) + "/touchpoints#point-" + t.Key, nil
	})
}
