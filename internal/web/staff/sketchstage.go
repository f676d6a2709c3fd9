package staff

import (
	"github.com/labstack/echo/v4"

	"github.com/waymood/waymood/internal/fault"
	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/store"
)

// stagePage is the form of one stage.
type stagePage struct {
	sketchPage
	Key   string // "" of a new one
	Input input
}

// Stage shows the form of a stage.
func (p *Pages) Stage(c echo.Context) error {
	return p.step(c, func(sk *store.Sketch) error {
		pg, s, err := p.stagePage(c, sk)
		if err != nil {
			return err
		}
		pg.Input = pg.text("name", "wizard.stage.name", "", s.Name.In(pg.Lang), longestName)
		return pg.show(c, "staff/stage", pg)
	})
}

func (p *Pages) stagePage(c echo.Context, sk *store.Sketch) (*stagePage, *journey.Stage, error) {
	pg := &stagePage{sketchPage: p.sketchPage(c, sk, "touchpoints"), Key: c.QueryParam("key")}
	pg.within()
	if pg.Key == "" {
		pg.Title = pg.T("wizard.stage.new")
		return pg, &journey.Stage{}, nil
	}
	i := stageAt(sk.Journey, pg.Key)
	if i < 0 {
		return nil, nil, fault.New(fault.NotFound, "There is no such stage.")
	}
	s := &sk.Journey.Stages[i]
	pg.Title = pg.T("wizard.stage.title", "Name", pg.name(s.Name, s.Key))
	return pg, s, nil
}

// SetStage keeps a stage's name, or adds a stage at the end.
func (p *Pages) SetStage(c echo.Context) error {
	return p.resketch(c, func(sk *store.Sketch) (string, error) {
		pg, s, err := p.stagePage(c, sk)
		if err != nil {
			return "", err
		}
		name := typed(c, "name")
		if name == "" {
			pg.wrong("name", "wizard.wrong.stage")
		}
		pg.tooLong("name", name, longestName)
		if len(pg.Wrongs) > 0 {
			pg.Input = pg.text("name", "wizard.stage.name", "", name, longestName)
			return "", pg.show(c, "staff/stage", pg)
		}
		s.Name = reworded(s.Name, pg.Lang, name)
		key := pg.Key
		if key == "" {
			j := sk.Journey
			key = freshKey(name, "stage", func(k string) bool { return stageAt(j, k) >= 0 })
			j.Stages = append(j.Stages, journey.Stage{Key: key, Name: s.Name})
		}
		return sketchLink(sk) + "/touchpoints#stage-" + key, nil
	})
}
