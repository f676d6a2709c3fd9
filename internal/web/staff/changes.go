package staff

import (
	"slices"
	"strings"

	"github.com/waymood/waymood/internal/journey"
)

// changes says in words what applying a journey over an old one would change.
func (pg *page) changes(old, new *journey.Journey) ([]string, error) {
	merged, err := journey.Merge(old, new, nil)
	if err != nil {
		return nil, err
	}
	var list []string
	for _, ch := range journey.Diff(old, merged) {
		list = append(list, pg.change(merged, ch))
	}
	return list, nil
}

// partKinds are the first words of a change's path.
var partKinds = [...]string{"journey", "persona", "stage", "touchpoint", "placement", "survey", "question", "option", "team", "event"}

// change is one change as a sentence.
func (pg *page) change(j *journey.Journey, ch journey.Change) string {
	what := pg.part(j, ch.Path)
	switch ch.Kind {
	case "created", "restored", "archived":
		return pg.T("wizard.change."+ch.Kind, "Part", what)
	case "moved":
		return pg.T("wizard.change.moved", "Part", what, "From", pg.part(j, ch.From), "To", pg.part(j, ch.To))
	}
	if ch.What == "" {
		return pg.T("wizard.change.removed", "Part", what)
	}
	nothing := pg.T("wizard.change.nothing")
	from, to := pg.propValue(ch.What, ch.From), pg.propValue(ch.What, ch.To)
	if from == "" {
		from = nothing
	}
	if to == "" {
		to = nothing
	}
	return pg.T("wizard.change.changed", "Part", what, "What", pg.prop(ch.What), "From", from, "To", to)
}

// propValue is a property's value in words, where the file's own says little.
func (pg *page) propValue(name, value string) string {
	switch {
	case value == "true":
		return pg.T("wizard.value.yes")
	case value == "false":
		return pg.T("wizard.value.no")
	case name == "phase" && slices.Contains(journey.Phases[:], value):
		return pg.T("wizard.phase." + value)
	case name == "channel" && slices.Contains(journey.Channels[:], journey.Channel(value)):
		return pg.channel(journey.Channel(value))
	}
	return value
}

// part names what a path leads to, as "touchpoint queue" does.
func (pg *page) part(j *journey.Journey, path string) string {
	kind, key, _ := strings.Cut(path, " ")
	if !slices.Contains(partKinds[:], kind) {
		return path
	}
	name := key
	switch kind {
	case "journey":
		name = pg.name(j.Name, key)
	case "persona":
		if ps := j.Persona(key); ps != nil {
			name = pg.name(ps.Name, key)
		}
	case "stage":
		if i := stageAt(j, key); i >= 0 {
			name = pg.name(j.Stages[i].Name, key)
		}
	case "touchpoint":
		if _, t := j.Touchpoint(key); t != nil {
			name = pg.name(t.Name, key)
		}
	case "placement":
		if _, t, pl := j.Placement(key); pl != nil {
			name = pg.name(t.Name, t.Key) + " · " + pg.where(pl.Channel, pl.Place)
		}
	}
	return pg.T("wizard.part."+kind, "Name", name)
}

// propWords are the properties that have words of their own; the others are
// named as in the file.
var propWords = [...]string{
	"name", "goal", "start", "end", "timezone", "languages", "target", "traits", "goals", "needs", "action", "expectation", "owner", "reach",
	"moment_of_truth", "survey", "phase", "channel", "place", "origins", "ended", "ask", "type", "label",
}

func (pg *page) prop(name string) string {
	switch {
	case slices.Contains(propWords[:], name):
		return pg.T("wizard.prop." + name)
	case strings.HasPrefix(name, "order of "):
		return pg.T("wizard.prop.order")
	}
	return name
}
