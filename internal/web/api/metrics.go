package api

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/labstack/echo/v4"

	"github.com/waymood/waymood/internal/fault"
	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/store"
)

// maxMetrics is how many numbers one batch may have.
const maxMetrics = 1000

// metric is a number of one day.
type metric struct {
	Date       string  `json:"date"`
	Touchpoint string  `json:"touchpoint"` // "" is the journey as a whole
	Metric     string  `json:"metric"`
	Value      float64 `json:"value"`
}

// taken is what became of one number of a batch.
type taken struct {
	Status int `json:"status"`
	Error  any `json:"error,omitempty"`
}

// AddMetrics takes numbers of a journey's days, each looked at on its own, in
// order. A number that was here before is replaced.
func (h *Handlers) AddMetrics(c echo.Context) error {
	b, err := document(c)
	if err != nil {
		return err
	}
	key, items, err := readMetrics(b)
	if err != nil {
		return err
	}
	results := make([]taken, len(items))
	var good []store.Metric
	var at []int // of good, among the results
	for i, item := range items {
		m, err := readMetric(item)
		if err != nil {
			results[i].Status, results[i].Error = h.Problem(err)
			continue
		}
		good, at = append(good, m), append(at, i)
	}
	refused, err := h.Store.SetMetrics(c.Request().Context(), key, good)
	if err != nil {
		return noJourney(err)
	}
	for k, why := range refused {
		results[at[k]].Status = http.StatusOK
		if why != nil {
			results[at[k]].Status, results[at[k]].Error = h.Problem(why)
		}
	}
	return c.JSON(http.StatusOK, struct {
		Results []taken `json:"results"`
	}{results})
}

// readMetrics takes a batch apart.
func readMetrics(b []byte) (key string, items []json.RawMessage, err error) {
	var params []fault.Param
	listed := false
	is, err := members(b, func(name string, v jsontext.Value) {
		switch name {
		case "journey":
			s, ok := text(v)
			if key = s; !ok {
				params = append(params, wrong("journey", "wrong_type", "must be a journey's key"))
			}
		case "metrics":
			listed = v.Kind() == '['
			if !listed || json.Unmarshal(v, &items) != nil {
				params = append(params, wrong("metrics", "wrong_type", "must be a list of numbers"))
			}
		default:
			params = append(params, wrong(clip(name), "unknown_property", "there is no such property; a batch has only journey and metrics"))
		}
	})
	switch {
	case err != nil:
		return "", nil, broken(err)
	case !is:
		params = append(params, wrong("", "wrong_type", "a batch is an object with a journey and a list of metrics"))
	case len(params) > 0:
	case key == "":
		params = append(params, wrong("journey", "required", "name the journey by its key"))
	case !listed:
		params = append(params, wrong("metrics", "required", "send a list of metrics"))
	case len(items) > maxMetrics:
		params = append(params, wrong("metrics", "too_many", "at most %d metrics are taken at once", maxMetrics))
	}
	if len(params) > 0 {
		return "", nil, invalid(params)
	}
	return key, items, nil
}

// readMetric reads one number; whether the journey takes it the store says.
func readMetric(item []byte) (store.Metric, error) {
	var m store.Metric
	var params []fault.Param
	seen := map[string]bool{}
	is, err := members(item, func(name string, v jsontext.Value) {
		ok := true
		var s string
		switch seen[name] = true; name {
		case "date":
			if s, ok = text(v); ok {
				var err error
				m.Day, err = journey.ParseDay(s)
				ok = err == nil
			}
			if !ok {
				params = append(params, wrong("date", "bad_date", "must be a date, such as 2026-11-21"))
			}
		case "touchpoint":
			if m.Touchpoint, ok = text(v); !ok {
				params = append(params, wrong("touchpoint", "wrong_type", "must be a touchpoint's key, or empty for the whole journey"))
			}
		case "metric":
			if m.Metric, ok = text(v); !ok {
				params = append(params, wrong("metric", "wrong_type", "must be a metric's key, such as customers"))
			}
		case "value":
			if v.Kind() != '0' || json.Unmarshal(v, &m.Value) != nil {
				params = append(params, wrong("value", "wrong_type", "must be a number"))
			}
		default:
			params = append(params, wrong(clip(name), "unknown_property", "there is no such property; a metric has date, touchpoint, metric and value"))
		}
	})
	if err != nil {
		return m, broken(err)
	}
	if !is {
		return m, invalid([]fault.Param{wrong("", "wrong_type", "a metric is an object")})
	}
	for _, name := range []string{"date", "metric", "value"} {
		if !seen[name] {
			params = append(params, wrong(name, "required", "is missing"))
		}
	}
	if len(params) > 0 {
		return m, invalid(params)
	}
	return m, nil
}

// Metrics lists a journey's numbers of a period: the journey's own first, then
// those of its touchpoints in its order, by metric and date.
func (h *Handlers) Metrics(c echo.Context) error {
	j, err := h.Store.Journey(c.Request().Context(), c.Param("key"))
	if err != nil {
		return noJourney(err)
	}
	a := &asked{c: c}
	a.known("from", "to", "limit", "cursor")
	p, limit, after := a.period(j, h.Clock()), a.limit(), a.place()
	if err := a.err(); err != nil {
		return err
	}
	all, err := h.Store.Metrics(c.Request().Context(), j, p)
	if err != nil {
		return err
	}
	var data []metric
	next := ""
	for i, m := range all {
		if i < after {
			continue
		}
		if len(data) == limit {
			next = base64.RawURLEncoding.EncodeToString(fmt.Appendf(nil, "m%d", i))
			break
		}
		data = append(data, metric{m.Day.String(), m.Touchpoint, m.Metric, m.Value})
	}
	return c.JSON(http.StatusOK, listOf(data, next))
}

// place is where a page of a list that is counted begins.
func (a *asked) place() int {
	s := a.c.QueryParam("cursor")
	if s == "" {
		return 0
	}
	b, err := base64.RawURLEncoding.DecodeString(s)
	if err == nil && len(b) > 1 && b[0] == 'm' {
		if n, err := strconv.Atoi(string(b[1:])); err == nil && n > 0 {
			return n
		}
	}
	a.refuse("cursor", "bad_cursor", "must be a next_cursor of the page before")
	return 0
}
