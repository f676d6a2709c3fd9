package staff

import "github.com/waymood/waymood/internal/chart"

// actionsInLane is the most actions of one touchpoint in the picture; the table
// has all.
const actionsInLane = 2

// doing is the picture's lane of what is being done, nil where nothing is.
func (v *viewer) doing() *chart.Lane {
	lane := chart.Lane{Name: v.T("map.doing"), Unit: v.T("map.doing_unit"), Lines: map[string][]chart.Line{}}
	for p := range v.m.All() {
		lines := v.hand.lines(p.Touchpoint.Key)
		for _, a := range lines[:min(len(lines), actionsInLane)] {
			lane.Lines[p.Touchpoint.Key] = append(lane.Lines[p.Touchpoint.Key],
				chart.Line{Text: v.T("map.action", "Title", a.Title, "Owner", v.team(v.m.Journey, a.Owner), "Due", a.Due)})
		}
	}
	if len(lane.Lines) == 0 {
		return nil
	}
	return &lane
}
