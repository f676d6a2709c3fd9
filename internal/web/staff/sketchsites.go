package staff

import (
	"slices"
	"strings"

	"github.com/waymood/waymood/internal/journey"
)

// embedded says whether something is asked on a page of another site.
func embedded(j *journey.Journey) bool {
	for _, t := range j.Walk() {
		for pl := range t.Live() {
			if pl.Channel == journey.Embed {
				return true
			}
		}
	}
	return false
}

// sites are the origins of all that is embedded, each once.
func sites(j *journey.Journey) string {
	var all []string
	for _, t := range j.Walk() {
		for pl := range t.Live() {
			for _, o := range pl.Origins {
				if !slices.Contains(all, o) {
					all = append(all, o)
				}
			}
		}
	}
	return strings.Join(all, " ")
}

// readSites takes the sites that may show what is embedded.
func (pg *collectPage) readSites(asked string, j *journey.Journey) {
	var origins []string
	for _, s := range strings.FieldsFunc(asked, func(r rune) bool { return strings.ContainsRune(" ,;，、", r) }) {
		o, ok := journey.Origin(s)
		if !ok {
			pg.wrong("sites", "wizard.wrong.site", "Site", s)
			return
		}
		if !slices.Contains(origins, o) {
			origins = append(origins, o)
		}
	}
	for _, t := range j.Walk() {
		for i := range t.Placements {
			if t.Placements[i].Channel == journey.Embed && !t.Placements[i].Archived {
				t.Placements[i].Origins = origins
			}
		}
	}
}
