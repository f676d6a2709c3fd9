package api

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/waymood/waymood/internal/fault"
	"github.com/waymood/waymood/internal/journey"
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
func (h *Handlers) Journey(c echo.Context) error {
	j, err := h.Store.Journey(c.Request().Context(), c.Param("key"))
	if err != nil {
		return noJourney(err)
	}
	return c.JSONBlob(http.StatusOK, j.JSON())
}

// change is one difference that a journey file makes.
type change struct {
	Kind string `json:"kind"`
	Path string `json:"path"`
	What string `json:"what,omitempty"`
	From string `json:"from,omitempty"`
	To   string `json:"to,omitempty"`
}

// PutJourney creates a journey (201) or changes one (200) by the journey file
// as JSON, and answers with what that changed and the file as it is now, with
// the codes that were made. ?dry_run=true only tells.
func (h *Handlers) PutJourney(c echo.Context) error {
	a := &asked{c: c}
	a.known("dry_run")
	dry := a.truth("dry_run")
	if err := a.err(); err != nil {
		return err
	}
	b, err := document(c)
	if err != nil {
		return err
	}
	j, warnings, err := journey.ParseJSON(b)
	if err != nil {
		return err
	}
	if j.Key != c.Param("key") {
		return invalid([]fault.Param{wrong("journey", "other_key", "is %q, but the address says %q", j.Key, clip(c.Param("key")))})
	}
	applied, err := h.Store.Apply(c.Request().Context(), []*journey.Journey{j}, dry)
	if err != nil {
		return err
	}
	out := struct {
		Journey  json.RawMessage `json:"journey"`
		Changes  []change        `json:"changes"`
		Warnings []string        `json:"warnings"`
		DryRun   bool            `json:"dry_run"`
	}{Journey: applied[0].Journey.JSON(), Changes: []change{}, Warnings: []string{}, DryRun: dry}
	status := http.StatusOK
	for _, ch := range applied[0].Changes {
		out.Changes = append(out.Changes, change{ch.Kind, ch.Path, ch.What, ch.From, ch.To})
		if ch.Kind == "created" && strings.HasPrefix(ch.Path, "journey ") && !dry {
			status = http.StatusCreated
		}
	}
	for _, w := range warnings {
		out.Warnings = append(out.Warnings, w.String())
	}
	return c.JSON(status, out)
}

// truth reads true or false, absent for false.
func (a *asked) truth(name string) bool {
	switch a.c.QueryParam(name) {
	case "", "false":
		return false
	case "true":
		return true
	}
	a.refuse(name, "wrong_type", "must be true or false")
	return false
}
