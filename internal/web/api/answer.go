package api

import (
	"cmp"
	"net/http"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"github.com/waymood/waymood/internal/fault"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/survey"
	"github.com/waymood/waymood/internal/web/limit"
)

// kept is what the sender of an answer gets once it is on disk.
type kept struct {
	ID         uuid.UUID `json:"id"`
	Receipt    string    `json:"receipt"`
	ReceivedAt string    `json:"received_at"`
}

func keptOf(k store.Kept) kept {
	return kept{ID: k.ID, Receipt: k.Receipt, ReceivedAt: stamp(k.ReceivedAt)}
}

// stamp is a moment as this API writes it: UTC, to the millisecond.
func stamp(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.000Z07:00") }

// AddResponse keeps one answer: 201 once it is on disk, 200 when it was
// there already.
func (h *Handlers) AddResponse(c echo.Context) error {
	varyByOrigin(c)
	from, err := h.sender(c)
	if err != nil {
		return err
	}
	b, err := document(c)
	if err != nil {
		return err
	}
	s, err := readSent(b)
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	spot, err := h.Store.Spot(ctx, s.code)
	if err != nil {
		return err
	}
	h.allowOrigin(c, spot)
	r, err := h.check(s, spot)
	if err != nil {
		return err
	}
	if err := h.vet(c, r, spot, from); err != nil {
		return err
	}
	k, err := h.Store.AddResponse(ctx, r)
	if err != nil {
		return err
	}
	h.count(r, k.Again)
	status := http.StatusCreated
	if k.Again {
		status = http.StatusOK
	}
	return c.JSONBlob(status, keptOf(k).json())
}

// json is what encoding/json would write. Nothing in it needs escapes, and
// there is no reply that is sent more often.
func (k kept) json() []byte {
	b := append(make([]byte, 0, 160), `{"id":"`...)
	b = append(b, k.ID.String()...)
	b = append(b, `","receipt":"`...)
	b = append(b, k.Receipt...)
	b = append(b, `","received_at":"`...)
	b = append(b, k.ReceivedAt...)
	return append(b, '"', '}', '\n')
}

// count an answer that is on disk.
func (h *Handlers) count(r *survey.Response, again bool) {
	h.Kept(again)
	if !again && r.State == survey.Quarantined {
		h.Waits(r.Doubts)
	}
}

// check turns what was sent into a response that fits its survey, or says all
// that does not.
func (h *Handlers) check(s *sent, spot *store.Spot) (*survey.Response, error) {
	j := spot.Journey
	var params []fault.Param
	if s.language != "" && !slices.Contains(j.Languages, s.language) {
		params = append(params, wrong("language", "unknown_language", "this journey has %s", strings.Join(j.Languages, ", ")))
	}
	if s.persona != "" && j.Persona(s.persona) == nil {
		params = append(params, wrong("persona", "unknown_persona", "this journey has %s", oneOf(j.PersonaKeys())))
	}
	for _, name := range spot.Survey.Fields {
		switch v := s.fields[name]; {
		case v == notText:
			params = append(params, wrong("fields."+name, "wrong_type", "must be a string"))
		case utf8.RuneCountInString(v) > survey.MaxField:
			params = append(params, wrong("fields."+name, "too_long", "has %d characters, %d are allowed", utf8.RuneCountInString(v), survey.MaxField))
		}
	}
	answers, err := spot.Survey.ParseJSON(s.answers)
	if s.partial {
		err = unfinished(answers, err)
	}
	if err != nil {
		if len(params) == 0 || fault.Params(err) == nil {
			return nil, err
		}
		params = append(params, fault.Params(err)...)
	}
	if len(params) > 0 {
		return nil, invalid(params)
	}
	r := &survey.Response{
		ID:         s.id,
		Code:       spot.Placement.Code,
		Answers:    answers,
		Language:   s.language,
		Respondent: s.respondent,
		Fields:     spot.Survey.KeepFields(s.fields),
		ReceivedAt: h.Clock(),
	}
	if s.answeredAt != nil {
		r.AnsweredAt = *s.answeredAt
	}
	r.Persona = j.PersonaOf(spot.Survey, answers, s.persona, r.Fields)
	// What was sent is what is compared; what follows from it may change with
	// the journey.
	r.Sum = survey.ContentSum(r.Code, answers, s.language, s.persona, s.respondent, r.Fields, s.answeredAt)
	if r.ID == uuid.Nil {
		r.ID = h.ids.New()
	}
	if r.Language == "" && len(j.Languages) > 0 {
		r.Language = j.Languages[0]
	}
	return r, nil
}

// vet sets what follows from who sends: a key is believed, a kiosk keeps to
// its placement and its own bucket, strangers pass the guard. Invitations are
// for forms: a receipt is told to who sends the same answer again, and a link
// that was forwarded must not find it by guessing.
func (h *Handlers) vet(c echo.Context, r *survey.Response, spot *store.Spot, from sender) error {
	r.Trusted = from.trusted
	switch {
	case from.trusted:
	case spot.Placement.Invited:
		return fault.New(fault.Forbidden, "This placement takes answers from invited visitors' forms only, and from keys of the scope write.")
	case from.kiosk != nil:
		return from.admit(c, r.Code)
	default:
		r.Doubt(limit.Take(c, r.Code))
	}
	return nil
}

// oneOf lists what there is to choose from.
func oneOf(keys []string) string { return cmp.Or(strings.Join(keys, ", "), "none") }
