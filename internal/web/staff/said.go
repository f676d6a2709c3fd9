package staff

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/waymood/waymood/internal/mood"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/survey"
	"github.com/waymood/waymood/internal/text"
)

// said is another question with what was answered.
type said struct{ Ask, Answer string }

// answered writes out the questions that were answered.
func (pg *page) answered(a *answerView, asked *survey.Survey, r *store.Record, owner bool) {
	written := r.Written()
	if asked == nil {
		if r.Text != "" {
			a.Texts = []string{pg.shown(r.Text, written, owner)}
		}
		return
	}
	rated := asked.Rating()
	if rated != nil && r.Rating != nil {
		scale, _ := rated.Type.Scale()
		a.Rating = pg.ratingWord(rated.Type, *r.Rating)
		switch rated.Type {
		case survey.CSAT, survey.NPS, survey.CES, survey.Stars:
			a.Rating = pg.T("staff.responses.of", "N", *r.Rating, "Max", int(scale.Max))
		}
	}
	for i := range asked.Questions {
		q := &asked.Questions[i]
		v, ok := r.Answers[q.Key]
		if !ok || q == rated {
			continue
		}
		switch q.Type {
		case survey.ShortText, survey.LongText:
			if s, _ := v.(string); s != "" {
				a.Texts = append(a.Texts, pg.shown(s, written, owner))
			}
		case survey.Email:
			s, _ := v.(string)
			a.Others = append(a.Others, said{pg.name(q.Ask, q.Key), pg.shown(s, written, owner)})
		default:
			if s := pg.choice(q, v); s != "" {
				a.Others = append(a.Others, said{pg.name(q.Ask, q.Key), s})
			}
		}
	}
}

// cameAlong are the hidden fields that came with the link or the sender.
func (pg *page) cameAlong(r *store.Record, owner bool) []said {
	var all []said
	for _, name := range slices.Sorted(maps.Keys(r.Fields)) {
		all = append(all, said{name, pg.shown(r.Fields[name], r.Written(), owner)})
	}
	return all
}

// shown is a customer's text; only owners see the names and contacts in it.
func (pg *page) shown(s, language string, owner bool) string {
	if owner {
		return s
	}
	return text.Word(text.Mask(s, language), pg.Hidden)
}

// readable makes a quote as the store has it fit for the page: see shown and
// tongue.
func (pg *page) readable(q *mood.Quote, owner bool) {
	q.Text, q.Language = pg.shown(q.Text, q.Language, owner), tongue(q.Language)
}

// choice is the answer to a question that is neither text nor the rating.
func (pg *page) choice(q *survey.Question, v any) string {
	label := func(key string) string {
		for _, o := range q.Options {
			if o.Key == key {
				return pg.name(o.Label, o.Key)
			}
		}
		return key
	}
	switch v := v.(type) {
	case bool:
		if v {
			return pg.T("visit.yes")
		}
		return pg.T("visit.no")
	case string:
		if q.Type == survey.Expectation && (v == "better" || v == "as" || v == "worse") {
			return pg.T("visit." + v)
		}
		return label(v)
	case []string:
		names := make([]string, len(v))
		for i, key := range v {
			names[i] = label(key)
		}
		return strings.Join(names, pg.T("staff.list_separator"))
	case int:
		if _, ok := q.Type.Scale(); ok {
			return pg.ratingWord(q.Type, v)
		}
		return strconv.Itoa(v)
	}
	return ""
}
