package staff

import (
	"math"

	"github.com/waymood/waymood/internal/mood"
)

// halfView is a part of a touchpoint's answers with its own score: the ratings,
// the texts, what came from one place.
type halfView struct {
	Name    string
	Mood    *moodView
	Answers string // "40 answers", always beside the score
	Too     string // stands where the score would, when the answers are too few
}

func (pg *page) half(name, answers string, h mood.Half) halfView {
	v := halfView{Name: name, Mood: pg.mood(h.Mood), Answers: answers}
	if v.Mood == nil {
		v.Too = pg.T("panel.too_few")
	}
	return v
}

// halves are ratings and texts side by side, and what that means; nothing
// where only one of them was asked for.
func (v *viewer) halves(h mood.Halves) (list []halfView, said string) {
	if h.Rating.Answers == 0 || h.Text.Answers == 0 {
		return nil, ""
	}
	count := func(id string, n int64) string { return v.T(id, "Count", int(n), "N", v.whole(n)) }
	list = []halfView{
		v.half(v.T("panel.ratings_alone"), count("panel.ratings", h.Rating.Answers), h.Rating),
		v.half(v.T("panel.texts_alone"), count("panel.texts", h.Text.Answers), h.Text),
	}
	if h.Rating.Mood == nil || h.Text.Mood == nil {
		return list, ""
	}
	by := h.Text.Mood.Value - h.Rating.Mood.Value
	switch {
	case !h.Differ:
		return list, v.T("panel.same")
	case by < 0:
		return list, v.T("panel.words_lower", "Count", whole(by), "N", v.number(math.Abs(by), 0))
	}
	return list, v.T("panel.words_higher", "Count", whole(by), "N", v.number(by, 0))
}
