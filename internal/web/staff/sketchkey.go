package staff

import (
	"slices"

	"github.com/labstack/echo/v4"

	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/survey"
)

// freshKey makes a key of a name, or of what it is, that is not taken.
func freshKey(name, what string, taken func(string) bool) string {
	key := journey.KeyOf(name)
	if key == "" || survey.Reserved(key) {
		key = what
	}
	return journey.FreeKey(key, taken)
}

// readKey gives a new journey its key: the one that was typed, or one made of
// the name.
func (p *Pages) readKey(c echo.Context, pg *whoPage, sk *store.Sketch) error {
	if !pg.New || len(pg.Wrongs) > 0 {
		return nil
	}
	taken, err := p.takenKeys(c)
	if err != nil {
		return err
	}
	key := typed(c, "key")
	switch {
	case key == "":
		sk.Journey.Key = freshKey(sk.Journey.Name.In(pg.Lang), sk.Journey.Key, taken)
	case !survey.Key(key):
		pg.wrong("key", "wizard.wrong.key")
	case taken(key):
		pg.wrong("key", "wizard.wrong.key_taken", "Key", key)
	default:
		sk.Journey.Key = key
	}
	return nil
}

// takenKeys tells which keys no new journey can have: those of others, and the
// word that stands in their place in the address of this form.
func (p *Pages) takenKeys(c echo.Context) (func(string) bool, error) {
	all, err := p.Store.Journeys(c.Request().Context())
	return func(key string) bool {
		return key == "new" || slices.ContainsFunc(all, func(j *journey.Journey) bool { return j.Key == key })
	}, err
}
