package api

import (
	"encoding/base64"
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/waymood/waymood/internal/fault"
)

// summary is a journey in a list.
type summary struct {
	Key       string   `json:"key"`
	Name      string   `json:"name"`
	Timezone  string   `json:"timezone"`
	Languages []string `json:"languages"`
	Target    float64  `json:"target"`
	Archived  bool     `json:"archived"`
}

// Journeys lists the journeys by key.
func (h *Handlers) Journeys(c echo.Context) error {
	a := &asked{c: c}
	a.known("limit", "cursor", "lang")
	limit, after := a.limit(), a.cursor()
	if err := a.err(); err != nil {
		return err
	}
	all, err := h.Store.Journeys(c.Request().Context())
	if err != nil {
		return err
	}
	data, next := []summary{}, ""
	for _, j := range all {
		if j.Key <= after {
			continue
		}
		if len(data) == limit {
			next = base64.RawURLEncoding.EncodeToString([]byte(data[limit-1].Key))
			break
		}
		data = append(data, summary{j.Key, j.Name.In(speak(c, j)), j.Timezone, j.Languages, j.Target, j.Archived})
	}
	return c.JSON(http.StatusOK, listOf(data, next))
}

// cursor of a list by key.
func (a *asked) cursor() string {
	b, err := base64.RawURLEncoding.DecodeString(a.c.QueryParam("cursor"))
	if err != nil {
		a.refuse("cursor", "bad_cursor", "must be a next_cursor of the page before")
	}
	return string(b)
}

// Journey answers with the journey file as JSON.
func (h *Handlers) Journey(c echo.Context) error { return fault.NotFound }

// PutJourney creates or changes a journey.
func (h *Handlers) PutJourney(c echo.Context) error { return fault.NotFound }

// Curve draws the map.
func (h *Handlers) Curve(c echo.Context) error { return fault.NotFound }
