package main

import (
	"github.com/waymood/waymood/internal/job"
	"github.com/waymood/waymood/internal/web/api"
	"github.com/waymood/waymood/internal/webhook"
)

// deliverer is what tells webhooks.
func (r *running) deliverer(a *app, private bool) *job.Delivering {
	return &job.Delivering{
		Store: r.store, Client: webhook.NewClient(webhook.Options{Private: private, Agent: "Waymood/" + version()}),
		Catalog: r.letters.Catalog, PublicURL: r.url, Clock: a.clock, Log: r.log, Answer: api.Told,
	}
}
