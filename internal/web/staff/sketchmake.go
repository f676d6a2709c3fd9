package staff

import (
	"context"
	"errors"
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/waymood/waymood/internal/fault"
	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/store"
)

// mistakeView is what is wrong in a file, in the words of the file's reader,
// which speaks English.
type mistakeView struct {
	Line         int // 0 where there is no file
	What, Remedy string
}

// asFile writes a journey as its file and reads it as apply does, so that what
// is made by hand goes no easier way than what is typed in an editor.
func asFile(j *journey.Journey) (*journey.Journey, []journey.Warning, error) {
	src, err := j.YAML()
	if err != nil {
		return nil, nil, err
	}
	read, warnings, err := journey.Parse(j.Key+".yaml", src)
	if err != nil {
		return nil, warnings, err
	}
	return read[0], warnings, nil
}

func mistakes(e *journey.FileError) []mistakeView {
	list := make([]mistakeView, len(e.Mistakes))
	for i, m := range e.Mistakes {
		list[i] = mistakeView{m.Line, m.What, m.Remedy}
	}
	return list
}

// Make applies the sketch, once.
func (p *Pages) Make(c echo.Context) error {
	sk, err := p.sketch(c)
	if err != nil {
		return err
	}
	if sk.Made == "" {
		err = p.applySketch(c.Request().Context(), c, sk)
	}
	switch {
	case err == nil, errors.Is(err, store.ErrMade):
		return c.Redirect(http.StatusSeeOther, sketchLink(sk)+"/look")
	case errors.Is(err, store.ErrMoved):
		if err := p.rebase(c, sk); err != nil {
			return err
		}
		return p.showLook(c, sk, http.StatusConflict, store.ErrMoved)
	case errors.Is(err, fault.Invalid):
		return p.showLook(c, sk, http.StatusUnprocessableEntity, err)
	}
	return err
}

// applySketch gives a new journey another key where somebody has taken its own
// since.
func (p *Pages) applySketch(ctx context.Context, c echo.Context, sk *store.Sketch) error {
	for range 5 {
		if sk.Of == "" {
			taken, err := p.takenKeys(c)
			if err != nil {
				return err
			}
			sk.Journey.Key = journey.FreeKey(sk.Journey.Key, taken)
		}
		j, _, err := asFile(sk.Journey)
		if err != nil {
			return err
		}
		if _, err = p.Store.ApplySketch(ctx, sk, j); !errors.Is(err, store.ErrTaken) {
			return err
		}
	}
	return store.ErrTaken
}

// rebase lets a sketch stand on the journey as it is now; what it would change
// there is shown before anybody agrees to it.
func (p *Pages) rebase(c echo.Context, sk *store.Sketch) error {
	revision, err := p.Store.Revision(c.Request().Context(), sk.Of)
	if err != nil {
		return err
	}
	sk.Revision = revision
	return p.Store.SetSketch(c.Request().Context(), sk)
}
