package main

import (
	"context"
	"time"

	"github.com/waymood/waymood/internal/demo"
	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/survey"
)

// count keeps made-up numbers of days and views of survey pages. A demo that
// is started again has them already.
func (d *demoCommand) count(ctx context.Context, st *store.Store, j *journey.Journey, answers []*survey.Response, now time.Time) error {
	have, err := st.Metrics(ctx, j, store.AllMetrics())
	if err != nil || len(have) > 0 {
		return err
	}
	var views []store.PageViews
	for _, v := range demo.Views(j, answers, d.Seed) {
		views = append(views, store.PageViews{Code: v.Code, Day: v.Day, Views: v.Looks})
	}
	if err := st.AddViews(ctx, views); err != nil {
		return err
	}
	var metrics []store.Metric
	for _, n := range demo.Numbers(j, d.Seed, now) {
		metrics = append(metrics, store.Metric{Touchpoint: n.Touchpoint, Day: n.Day, Metric: n.Metric, Value: n.Value})
	}
	_, err = st.SetMetrics(ctx, j.Key, metrics)
	return err
}
