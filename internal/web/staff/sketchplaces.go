package staff

import (
	"fmt"
	"slices"

	"github.com/labstack/echo/v4"

	"github.com/waymood/waymood/internal/journey"
)

// readPoint takes a touchpoint's survey and placements. A line that is empty
// now was there to be removed; what the form does not show of a placement
// stays as it is.
func (pg *collectPage) readPoint(c echo.Context, j *journey.Journey, t *journey.Touchpoint) {
	sv := c.FormValue("survey-" + t.Key)
	if sv == "" {
		return // came to be in another tab
	}
	if s := j.Survey(sv); s != nil && !s.Archived {
		t.Survey = sv
	}
	kept := slices.Clone(t.Placements)
	for n := 0; ; n++ {
		id := placeID(t.Key, n)
		if _, sent := c.Request().Form[id+"-is"]; !sent {
			break
		}
		is := c.FormValue(id + "-is")
		i := slices.IndexFunc(kept, func(pl journey.Placement) bool { return !pl.Archived && identity(&pl) == is })
		switch {
		case is == "":
			if pl := (journey.Placement{}); pg.readPlace(c, id, &pl) {
				kept = append(kept, pl)
			}
		case i < 0: // was taken away in another tab
		case !pg.readPlace(c, id, &kept[i]):
			kept = slices.Delete(kept, i, i+1)
		}
	}
	t.Placements = kept
}

// readPlace takes what one line says of a placement; false when the line was
// emptied.
func (pg *collectPage) readPlace(c echo.Context, id string, pl *journey.Placement) bool {
	was := pl.Channel
	channel := journey.Channel(c.FormValue(id + "-channel"))
	place := typed(c, id+"-place")
	pg.tooLong(id+"-place", place, longestName)
	if channel == "" && (was != "" || place == "") {
		return false
	}
	if channel == "" || channel != was && !slices.Contains(offered[:], channel) {
		pg.wrong(id+"-channel", "wizard.wrong.channel")
		if pg.typed == nil {
			pg.typed = map[string]string{}
		}
		pg.typed[id] = place
		return was != ""
	}
	pl.Channel = channel
	if channel != journey.Embed {
		pl.Origins = nil
	}
	pl.Place = reworded(pl.Place, pg.Lang, place)
	pl.Ended = c.FormValue(id+"-ended") != ""
	return true
}

// identity tells a touchpoint's placements apart in a form, also those that
// have no code yet: forms of another tab may count them otherwise.
func identity(pl *journey.Placement) string {
	if pl.Code != "" || pl.Channel == "" {
		return pl.Code
	}
	return string(pl.Channel) + " " + fmt.Sprint(pl.Place) // of a map in the order of its keys
}
