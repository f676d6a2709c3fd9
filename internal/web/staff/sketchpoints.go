package staff

import (
	"net/url"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/waymood/waymood/internal/fault"
	"github.com/waymood/waymood/internal/i18n"
	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/store"
)

// pointsPage is the second step: the stages and their touchpoints.
type pointsPage struct {
	sketchPage
	Stages    []stageForm
	Uncovered string // the phases in which nothing stands, in words; "" for none
}

// stageForm is a stage with its touchpoints.
type stageForm struct {
	Key, Name string
	Out       bool
	First     bool
	Last      bool
	Points    []pointLine
}

// pointLine is a touchpoint in the list.
type pointLine struct {
	Key, Name, Action, Link string
	Kept                    bool
	First, Last             bool // of all touchpoints
	Facts                   []string
	Hints                   []string
}

// Points shows the second step.
func (p *Pages) Points(c echo.Context) error {
	return p.step(c, func(sk *store.Sketch) error { return p.showPoints(c, sk, false) })
}

func (p *Pages) showPoints(c echo.Context, sk *store.Sketch, none bool) error {
	pg := &pointsPage{sketchPage: p.sketchPage(c, sk, "touchpoints")}
	j := sk.Journey
	if none {
		pg.wrong("add", "wizard.wrong.none")
	}
	var missing []string
	for _, phase := range j.Uncovered() {
		missing = append(missing, pg.T("wizard.phase."+phase))
	}
	pg.Uncovered = strings.Join(missing, pg.T("staff.list_separator"))
	for i := range j.Stages {
		s := &j.Stages[i]
		f := stageForm{Key: s.Key, Name: pg.name(s.Name, s.Key), Out: s.Archived, First: i == 0, Last: i == len(j.Stages)-1}
		for k := range s.Touchpoints {
			line := pg.line(j, &s.Touchpoints[k])
			line.First, line.Last = i == 0 && k == 0, f.Last && k == len(s.Touchpoints)-1
			f.Points = append(f.Points, line)
		}
		pg.Stages = append(pg.Stages, f)
	}
	return pg.show(c, "staff/points", pg)
}

// line is a touchpoint in a few words, with what could be better about it.
func (pg *sketchPage) line(j *journey.Journey, t *journey.Touchpoint) pointLine {
	l := pointLine{Key: t.Key, Name: pg.name(t.Name, t.Key), Action: t.Action.In(pg.Lang), Link: pg.Base + "/touchpoint?key=" + t.Key, Kept: !t.Archived}
	if t.Phase != "" {
		l.Facts = append(l.Facts, pg.T("wizard.phase."+t.Phase))
	} else {
		l.Hints = append(l.Hints, pg.T("wizard.hint.phase"))
	}
	l.Facts = append(l.Facts, pg.reach(t.Share()))
	if t.MomentOfTruth {
		l.Facts = append(l.Facts, pg.T("wizard.point.moment_short"))
	}
	if t.Owner != "" {
		l.Facts = append(l.Facts, pg.T("wizard.point.team_short", "Team", pg.team(j, t.Owner)))
	}
	for _, tag := range j.Languages {
		if t.Name[tag] == "" {
			l.Hints = append(l.Hints, pg.T("wizard.hint.name", "Language", i18n.NameOf(tag)))
		}
	}
	switch {
	case len(t.Action) == 0:
		l.Hints = append(l.Hints, pg.T("wizard.hint.action"))
	case !journey.FirstPerson(pg.Lang, t.Action[pg.Lang]):
		l.Hints = append(l.Hints, pg.T("wizard.hint.voice"))
	}
	return l
}

// reaches are the shares of customers that the form offers.
var reaches = [...]struct {
	share float64
	word  string
}{{1, "all"}, {0.75, "most"}, {0.5, "half"}, {0.2, "few"}}

// reach is a share in the form's words, or as a number.
func (pg *sketchPage) reach(share float64) string {
	for _, r := range reaches {
		if r.share == share {
			return pg.T("wizard.reach." + r.word)
		}
	}
	return pg.T("wizard.reach.share", "Share", strconv.FormatFloat(100*share, 'f', -1, 64))
}

// SetPoints keeps which touchpoints stay, and does what the pressed button
// says: "up:queue", "add:purchase".
func (p *Pages) SetPoints(c echo.Context) error {
	return p.resketch(c, func(sk *store.Sketch) (string, error) {
		j := sk.Journey
		for i := range j.Stages {
			for k := range j.Stages[i].Touchpoints {
				t := &j.Stages[i].Touchpoints[k]
				if c.FormValue("shown-"+t.Key) != "" {
					t.Archived = c.FormValue("keep-"+t.Key) == ""
				}
			}
		}
		what, key, _ := strings.Cut(c.FormValue("do"), ":")
		here := sketchLink(sk) + "/touchpoints"
		sk.Step = "touchpoints"
		switch what {
		case "edit":
			return sketchLink(sk) + "/touchpoint?key=" + url.QueryEscape(key), nil
		case "add":
			return sketchLink(sk) + "/touchpoint?stage=" + url.QueryEscape(key), nil
		case "name", "stage":
			return sketchLink(sk) + "/stage?key=" + url.QueryEscape(key), nil
		case "up", "down":
			if !moveTouchpoint(j, key, what == "down") {
				return "", fault.New(fault.NotFound, "There is no such touchpoint.")
			}
			return here + "#point-" + key, nil
		case "stage-up", "stage-down":
			if !moveStage(j, key, what == "stage-down") {
				return "", fault.New(fault.NotFound, "There is no such stage.")
			}
			return here + "#stage-" + key, nil
		case "out", "back":
			i := stageAt(j, key)
			if i < 0 {
				return "", fault.New(fault.NotFound, "There is no such stage.")
			}
			j.Stages[i].Archived = what == "out"
			return here + "#stage-" + key, nil
		case "next":
			any := false
			for range j.Walk() {
				any = true
			}
			if !any {
				return "", p.showPoints(c, sk, true)
			}
		}
		return goOn(c, sk, "touchpoints", "collect"), nil
	})
}
