package api

import (
	"bytes"
	"net/http"
	"time"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"github.com/waymood/waymood/internal/fault"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/survey"
)

// maxBatch is how many responses one batch may have.
const maxBatch = 200

// result is what became of one response of a batch.
type result struct {
	ID         *uuid.UUID `json:"id"` // null when what was sent has none that can be read
	Status     int        `json:"status"`
	Receipt    string     `json:"receipt,omitempty"`
	ReceivedAt string     `json:"received_at,omitempty"`
	Error      any        `json:"error,omitempty"`
}

// AddResponses keeps a batch of answers, each looked at on its own, in order.
func (h *Handlers) AddResponses(c echo.Context) error {
	varyByOrigin(c)
	from, err := h.sender(c)
	if err != nil {
		return err
	}
	b, err := document(c)
	if err != nil {
		return err
	}
	items, sentAt, err := readBatch(b)
	if err != nil {
		return err
	}
	var (
		ctx     = c.Request().Context()
		results = make([]result, len(items))
		good    []*survey.Response
		at      []int // of good, among the results
		spots   []*store.Spot
	)
	for i, item := range items {
		r, spot, err := h.one(c, item)
		if spot != nil {
			spots = append(spots, spot)
		}
		if err == nil {
			err = h.vet(c, r, spot, from)
		}
		if err != nil {
			results[i] = h.failed(item, err)
			continue
		}
		settle(r, sentAt)
		good, at = append(good, r), append(at, i)
	}
	for k, added := range h.Store.AddResponses(ctx, good) {
		i := at[k]
		if added.Err != nil {
			results[i] = h.failed(items[i], added.Err)
			results[i].ID = &good[k].ID
			continue
		}
		h.count(good[k], added.Kept.Again)
		body := keptOf(added.Kept)
		results[i] = result{ID: &body.ID, Status: http.StatusCreated, Receipt: body.Receipt, ReceivedAt: body.ReceivedAt}
		if added.Kept.Again {
			results[i].Status = http.StatusOK
		}
	}
	h.allowOrigin(c, spots...)
	return c.JSON(http.StatusOK, struct {
		Results []result `json:"results"`
	}{results})
}

// one reads and checks one item of a batch.
func (h *Handlers) one(c echo.Context, item jsontext.Value) (*survey.Response, *store.Spot, error) {
	s, err := readSent(item)
	if err != nil {
		return nil, nil, err
	}
	spot, err := h.Store.Spot(c.Request().Context(), s.code)
	if err != nil {
		return nil, nil, err
	}
	r, err := h.check(s, spot)
	return r, spot, err
}

// failed tells why an item was not kept, under its id if that can be read.
func (h *Handlers) failed(item jsontext.Value, err error) result {
	var r result
	r.Status, r.Error = h.Problem(err)
	_, _ = members(item, func(name string, v jsontext.Value) {
		if name != "id" {
			return
		}
		s, _ := text(v)
		if id, ok := readID(s); ok {
			r.ID = &id
		}
	})
	return r
}

// readBatch takes a batch apart into its items, which are not looked at yet,
// and the time at which its sender's clock says that it was sent, zero for
// none. A name twice inside an item spoils that item alone.
func readBatch(b []byte) (items []jsontext.Value, sentAt time.Time, err error) {
	var (
		params      []fault.Param
		seen, timed bool
	)
	d := jsontext.NewDecoder(bytes.NewBuffer(b), jsontext.AllowInvalidUTF8(true), jsontext.AllowDuplicateNames(true))
	v, err := d.ReadValue()
	if err == nil {
		v = v.Clone()
		err = end(d)
	}
	if err != nil {
		return nil, sentAt, broken(err)
	}
	d = jsontext.NewDecoder(bytes.NewBuffer(v), jsontext.AllowInvalidUTF8(true), jsontext.AllowDuplicateNames(true))
	if d.PeekKind() != '{' {
		return nil, sentAt, invalid([]fault.Param{wrong("", "wrong_type", "a batch is an object with a list of responses")})
	}
	_, _ = d.ReadToken()
	for d.PeekKind() != '}' {
		name, err := d.ReadToken()
		if err != nil {
			return nil, sentAt, broken(err)
		}
		key := name.String()
		switch {
		case key == "sent_at" && timed:
			return nil, sentAt, fault.New(fault.Broken, "The body cannot be read: sent_at is in it twice.")
		case key == "sent_at":
			timed = true
			v, err := d.ReadValue()
			if err != nil {
				return nil, sentAt, broken(err)
			}
			got, is := text(v)
			if t, ok := readTime(got); ok {
				sentAt = t
			} else if !is || got != "" {
				params = append(params, wrong("sent_at", "bad_time", badTime))
			}
			continue
		case key != "responses":
			params = append(params, wrong(clip(key), "unknown_property", "there is no such property; a batch has only responses and sent_at"))
		case seen:
			return nil, sentAt, fault.New(fault.Broken, "The body cannot be read: responses is in it twice.")
		case d.PeekKind() != '[':
			params = append(params, wrong("responses", "wrong_type", "must be a list of responses"))
		default:
			seen = true
			if items, err = readItems(d); err != nil {
				return nil, sentAt, err
			}
			continue
		}
		if err := d.SkipValue(); err != nil {
			return nil, sentAt, broken(err)
		}
	}
	if !seen && len(params) == 0 {
		params = append(params, wrong("responses", "required", "send a list of responses"))
	}
	if len(params) > 0 {
		return nil, sentAt, invalid(params)
	}
	return items, sentAt, nil
}

func readItems(d *jsontext.Decoder) ([]jsontext.Value, error) {
	items := []jsontext.Value{}
	_, _ = d.ReadToken()
	for d.PeekKind() != ']' {
		v, err := d.ReadValue()
		if err != nil {
			return nil, broken(err)
		}
		if len(items) == maxBatch {
			return nil, invalid([]fault.Param{wrong("responses", "too_many", "at most %d responses are taken at once", maxBatch)})
		}
		items = append(items, v.Clone())
	}
	_, err := d.ReadToken()
	return items, err
}
