package staff

import (
	"cmp"
	"net/url"
	"slices"

	"github.com/waymood/waymood/internal/mood"
)

// rowsShown is the most touchpoints that the tables hold. A journey with more
// shows those that cost it most, and leads to the file with all.
const rowsShown = 200

// stageView is a stage: its score, its pains, its touchpoints' lines.
type stageView struct {
	Name    string
	Link    string // to its answers
	Answers string
	Mood    *moodView
	NoMood  string
	Pains   []painView // ranked among the stage's own touchpoints
	Themes  *themesView
	Points  []pointView
}

// pointView is a touchpoint in a line of the tables, and the head of its page.
type pointView struct {
	Key, Name, Link string
	Stage           string
	Star            bool // a moment of truth
	Mood            *moodView
	Missing         string // what it still needs, where it has no score
	Evidence        string
	Rough           bool // evidence is indicative
	Mark            string
	Answers         string
	Unhappy         string
	Change          string
	Changed         string // confirmed or not, in words
	Since           string // when the change began, "" where that is not known
	Lost            string
	Named           []string // the first themes with their shares
	Reach           string   // share of customers who pass here
	Asking          asking
	Actions         []actionLine // open and live ones
	Classic         []kpiView
	Doing           string // what customers do there, as staff typed it
	Expectation     string
	Quote           *quoteView // the one that the picture has
}

// stages are the lines of the tables. Of a journey with very many touchpoints
// they are those that lose most points, and left is how many are not there.
func (v *viewer) stages() (list []stageView, left int) {
	shown, left := v.worst(rowsShown)
	for i := range v.m.Stages {
		st := &v.m.Stages[i]
		s := stageView{
			Name:    v.name(st.Stage.Name, st.Stage.Key),
			Answers: v.answers(st.Answers),
			Mood:    v.mood(st.Mood),
		}
		if s.Mood == nil {
			s.NoMood = v.T("staff.stage.no_mood")
		}
		for k := range st.Points {
			if p := &st.Points[k]; left == 0 || shown[p] {
				s.Points = append(s.Points, v.point(s.Name, p))
			}
		}
		if len(s.Points) == 0 && left > 0 {
			continue
		}
		s.Pains = v.pains(st.Pains)
		s.Themes = v.themes(st.Themes, url.Values{"stage": {st.Stage.Key}})
		list = append(list, s)
	}
	return list, left
}

// worst are the points that lose most, at most so many, and the number of the
// others. Those without a score come last.
func (v *viewer) worst(most int) (shown map[*mood.Point]bool, left int) {
	all := slices.Collect(v.m.All())
	if len(all) <= most {
		return nil, 0
	}
	lost := func(p *mood.Point) float64 {
		if p.PointsLost == nil {
			return -1
		}
		return *p.PointsLost
	}
	slices.SortStableFunc(all, func(a, b *mood.Point) int { return cmp.Compare(lost(b), lost(a)) })
	shown = make(map[*mood.Point]bool, most)
	for _, p := range all[:most] {
		shown[p] = true
	}
	return shown, len(all) - most
}
