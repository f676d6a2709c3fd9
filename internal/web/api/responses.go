package api

import (
	"net/http"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"github.com/waymood/waymood/internal/fault"
	"github.com/waymood/waymood/internal/mood"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/survey"
)

// response is a stored answer. Its names are the columns of the export.
type response struct {
	ID         uuid.UUID         `json:"response_id"`
	AnsweredAt string            `json:"answered_at"`
	ReceivedAt string            `json:"received_at"`
	Journey    string            `json:"journey"`
	Stage      string            `json:"stage"`
	Touchpoint string            `json:"touchpoint"`
	Placement  *string           `json:"placement"`
	Channel    *string           `json:"channel"`
	Place      *string           `json:"place"`
	Persona    *string           `json:"persona"`
	Language   *string           `json:"language"`
	Detected   *string           `json:"detected"`
	Answers    survey.Answers    `json:"answers"`
	Fields     map[string]string `json:"fields"`
	Rating     *int              `json:"rating"`
	Text       *string           `json:"text"`
	Sentiment  *float64          `json:"sentiment"`
	Label      *string           `json:"sentiment_label"`
	Model      *string           `json:"sentiment_model"`
	Mood       *float64          `json:"mood"`
	Included   bool              `json:"included"`
	State      string            `json:"state"`
	Doubts     []string          `json:"doubts"`
	Themes     []string          `json:"themes"`
	Judged     *judgedJSON       `json:"judged"`
}

// judgedJSON is what staff said of an answer's text; it is already in the
// other columns.
type judgedJSON struct {
	Label    *string  `json:"sentiment_label"`
	NotAbout []string `json:"not_about"`
	At       string   `json:"at"`
}

func responseOf(r *store.Record, lang string) response {
	out := response{
		ID: r.ID, AnsweredAt: stamp(r.AnsweredAt), ReceivedAt: stamp(r.ReceivedAt),
		Journey: r.Journey, Stage: r.Stage, Touchpoint: r.Touchpoint,
		Placement: orNull(r.Placement), Channel: orNull(string(r.Channel)), Place: orNull(r.Place.In(lang)),
		Persona: orNull(r.Persona), Language: orNull(r.Language), Detected: orNull(r.Detected),
		Answers: r.Answers, Fields: r.Fields,
		Rating: r.Rating, Text: orNull(r.Text), Sentiment: r.Score, Label: orNull(label(r.Sentiment)), Model: orNull(r.Model),
		Included: r.State == survey.Counted && !r.Superseded, State: stateName(r), Doubts: r.Doubts.Names(), Themes: notNull(r.Themes),
	}
	if g := r.Judgement; g != nil {
		out.Judged = &judgedJSON{orNull(label(g.Sentiment)), notNull(g.NotAbout), stamp(g.At)}
	}
	if r.Mood != nil {
		points := mood.Points(*r.Mood)
		out.Mood = &points
	}
	if out.Answers == nil {
		out.Answers = survey.Answers{}
	}
	if out.Fields == nil {
		out.Fields = map[string]string{}
	}
	return out
}

func orNull(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

func notNull(list []string) []string {
	if list == nil {
		return []string{}
	}
	return list
}

func label(s mood.Sentiment) string {
	switch s {
	case mood.TextNegative:
		return "negative"
	case mood.TextNeutral:
		return "neutral"
	case mood.TextPositive:
		return "positive"
	}
	return ""
}

func stateName(r *store.Record) string {
	if r.State == survey.Counted && r.Superseded {
		return "superseded"
	}
	return r.State.String()
}

// Responses lists answers, newest first.
func (h *Handlers) Responses(c echo.Context) error {
	a := &asked{c: c}
	a.known("journey", "touchpoint", "since", "until", "theme", "mixed", "sentiment", "state", "doubt", "limit", "cursor", "lang")
	q := store.Query{
		Journey:    c.QueryParam("journey"),
		Touchpoint: c.QueryParam("touchpoint"),
		Since:      a.moment("since"),
		Until:      a.moment("until"),
		Theme:      a.theme(h.Themes),
		Mixed:      a.yes("mixed"),
		Sentiment:  a.sentiment(),
		States:     a.states(),
		Doubts:     a.doubt(),
		Limit:      a.limit(),
		Cursor:     c.QueryParam("cursor"),
	}
	if !q.Since.IsZero() && !q.Until.IsZero() && !q.Since.Before(q.Until) {
		a.refuse("since", "bad_period", "must be before until, which is not included")
	}
	if q.Touchpoint != "" && q.Journey == "" {
		a.refuse("journey", "required", "say which journey the touchpoint is of")
	}
	if err := a.err(); err != nil {
		return err
	}
	ctx := c.Request().Context()
	if q.Journey != "" {
		j, err := h.Store.Journey(ctx, q.Journey)
		if err != nil {
			return noJourney(err)
		}
		if _, t := j.Touchpoint(q.Touchpoint); q.Touchpoint != "" && t == nil {
			a.refuse("touchpoint", "unknown_touchpoint", "this journey has no such touchpoint")
			return a.err()
		}
	}
	records, next, err := h.Store.Responses(ctx, q)
	if err != nil {
		return err
	}
	data := make([]response, len(records))
	for i := range records {
		data[i] = responseOf(&records[i], c.QueryParam("lang"))
	}
	if !plain(c) {
		if err := mask(ctx, h.Store, records, data); err != nil {
			return err
		}
	}
	return c.JSON(http.StatusOK, listOf(data, next))
}

// Erase removes all of an answer but its id.
func (h *Handlers) Erase(c echo.Context) error {
	id, ok := readID(c.Param("id"))
	if !ok {
		return fault.New(fault.NotFound, "There is no answer with this id.")
	}
	if err := h.Store.Erase(c.Request().Context(), id); err != nil {
		if isNotFound(err) {
			return fault.New(fault.NotFound, "There is no answer with this id.")
		}
		return err
	}
	return c.NoContent(http.StatusNoContent)
}
