package chart

// Lane is a row of texts below the curve that the page fills: what is done
// about a touchpoint, or a number that somebody counts there. A lane without a
// line is not drawn.
type Lane struct {
	Name  string            // in the margin: "What we do"
	Unit  string            // below it, small: "visitors a day"; may be ""
	Lines map[string][]Line // by touchpoint key, from top to bottom
}

// Line is a text of a lane. It is wrapped to its column.
type Line struct {
	Text     string
	Language string // of Text, where it is not the page's; may be ""
	Assumed  bool   // typed by staff and not measured: grey and slanted
}

// laneLines is the most lines of one touchpoint in a lane; beyond them the
// last one drawn ends in an ellipsis.
const laneLines = 6

// lane draws a lane as a row.
func (d *wide) lane(l Lane) {
	plain := style{size: 12, anchor: "middle"}
	lines := make([][]string, len(d.points))
	styles := make([][]style, len(d.points))
	for i, p := range d.points {
		for _, line := range l.Lines[p.Touchpoint.Key] {
			st := plain
			if line.Assumed {
				st.fill, st.italic = grey, true
			}
			st = st.upright(line.Text)
			st.lang = line.Language
			for _, s := range balance(line.Text, d.column-16, max(laneLines-len(lines[i]), 1), st) {
				lines[i], styles[i] = append(lines[i], s), append(styles[i], st)
			}
			if len(lines[i]) >= laneLines {
				break
			}
		}
	}
	d.row(l.Name, l.Unit, lines, styles)
}
