package api

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/waymood/waymood/internal/fault"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/survey"
	"github.com/waymood/waymood/internal/webhook"
)

// readWebhook takes what was sent on top of what a webhook is. Its shape can
// only be told of a new one, and whether it is enabled only of one that is
// there. fault.Invalid with everything that is wrong.
func (h *Handlers) readWebhook(b []byte, w *store.Webhook, fresh bool) (enabled *bool, err error) {
	var params []fault.Param
	refuse := func(name, code, reason string) { params = append(params, wrong(name, code, "%s", reason)) }
	str := func(name string, v jsontext.Value, into *string) {
		got, ok := text(v)
		if !ok {
			refuse(name, "wrong_type", "must be a string")
			return
		}
		*into = strings.TrimSpace(got)
	}
	var addressed bool
	was, told := w.URL, map[string]bool{} // settings that were sent along
	ok, err := members(b, func(name string, v jsontext.Value) {
		switch {
		case name == "name":
			str(name, v, &w.Name)
		case name == "shape" && fresh:
			str(name, v, &w.Shape)
		case name == "url":
			addressed = true
			str(name, v, &w.URL)
		case name == "journey":
			str(name, v, &w.Journey)
		case name == "language":
			str(name, v, &w.Language)
			if !slices.Contains(survey.Languages[:], w.Language) {
				refuse(name, "unknown_language", "must be one of "+strings.Join(survey.Languages[:], ", "))
			}
		case name == "types":
			w.Types = nil
			if json.Unmarshal(v, &w.Types) != nil {
				refuse(name, "wrong_type", "must be a list of types of events")
			}
		case name == "contacts":
			var yes bool
			if json.Unmarshal(v, &yes) != nil {
				refuse(name, "wrong_type", "must be true or false")
			}
			w.Settings = with(w.Settings, "contacts", map[bool]string{true: "yes"}[yes])
		case name == "settings":
			var sent map[string]*string
			if json.Unmarshal(v, &sent) != nil {
				refuse(name, "wrong_type", "must be an object of strings, or null to remove one")
			}
			for _, key := range slices.Sorted(maps.Keys(sent)) {
				value := ""
				if sent[key] != nil {
					value = *sent[key]
				}
				if !slices.ContainsFunc(webhook.Shape(w.Shape).Fields(), func(f webhook.Field) bool { return f.Name == key }) && !fresh {
					refuse("settings."+clip(key), "unknown_property", "is no setting of this shape")
				}
				w.Settings, told[key] = with(w.Settings, key, value), true
			}
		case name == "enabled" && !fresh:
			enabled = new(bool)
			if json.Unmarshal(v, enabled) != nil {
				refuse(name, "wrong_type", "must be true or false")
			}
		default:
			refuse(clip(name), "unknown_property", "is not known here")
		}
	})
	switch {
	case err != nil:
		return nil, broken(err)
	case !ok:
		return nil, fault.New(fault.Broken, "The body must be a JSON object.")
	}
	params = append(params, h.checkWebhook(w, fresh, addressed)...)
	if !fresh && w.URL != was {
		params = append(params, carried(w, told)...)
	}
	if len(params) > 0 {
		return nil, invalid(params)
	}
	return enabled, nil
}

// carried are the secrets that would go to another address with what is told
// there, without whoever gave it having shown that they know them.
func carried(w *store.Webhook, told map[string]bool) (params []fault.Param) {
	s := webhook.Shape(w.Shape)
	for _, f := range s.Fields() {
		if s.API() != "" && f.Secret && w.Settings[f.Name] != "" && !told[f.Name] {
			params = append(params, wrong("settings."+f.Name, "required", "must be sent again with another address"))
		}
	}
	return params
}

// checkWebhook looks over the whole of a webhook.
func (h *Handlers) checkWebhook(w *store.Webhook, fresh, addressed bool) []fault.Param {
	s := webhook.Shape(w.Shape)
	if !s.Known() {
		return []fault.Param{wrong("shape", "unknown_shape", "must be standard, slack, teams, discord, telegram, line, feishu or wecom")}
	}
	if s.API() != "" && fresh && !addressed {
		w.URL = s.API()
	}
	var params []fault.Param
	for _, key := range slices.Sorted(maps.Keys(w.Settings)) {
		if fresh && key != "contacts" && !slices.ContainsFunc(s.Fields(), func(f webhook.Field) bool { return f.Name == key }) {
			params = append(params, wrong("settings."+clip(key), "unknown_property", "is no setting of this shape"))
		}
	}
	params = append(params, s.Check(w.URL, w.Settings, h.Private)...)
	return append(params, w.Mistakes()...)
}

// with is a copy of settings with one changed, or removed where it is "".
func with(settings map[string]string, key, value string) map[string]string {
	settings = maps.Clone(settings)
	if settings == nil {
		settings = map[string]string{}
	}
	if settings[key] = value; value == "" {
		delete(settings, key)
	}
	return settings
}
