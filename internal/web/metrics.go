package web

import (
	"net/http"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"github.com/waymood/waymood/internal/survey"
)

// metrics are what Prometheus may ask for. Labels are route patterns, never
// paths: nobody's code, receipt or token is in them, and their number is known.
type metrics struct {
	registry *prometheus.Registry
	requests *prometheus.CounterVec
	seconds  *prometheus.HistogramVec
	answers  *prometheus.CounterVec
	waits    *prometheus.CounterVec
}

func newMetrics(version string, waiting func() int) *metrics {
	m := &metrics{
		registry: prometheus.NewRegistry(),
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "waymood_http_requests_total", Help: "Requests answered.",
		}, []string{"method", "route", "status"}),
		seconds: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "waymood_http_request_seconds", Help: "Time from a request's headers to the end of its answer.",
			Buckets: []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10},
		}, []string{"method", "route"}),
		answers: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "waymood_answers_total", Help: "Answers that were safely on disk: kept, or repeated (here already).",
		}, []string{"outcome"}),
		waits: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "waymood_answers_quarantined_total", Help: "Answers kept that wait for a decision, by each doubt that they came with.",
		}, []string{"doubt"}),
	}
	for _, name := range survey.Holding.Names() {
		m.waits.WithLabelValues(name) // seen as 0 before the first
	}
	build := prometheus.NewGauge(prometheus.GaugeOpts{
		Name: "waymood_build_info", Help: "Always 1; the label tells the version.",
		ConstLabels: prometheus.Labels{"version": version},
	})
	build.Set(1)
	queue := prometheus.NewGaugeFunc(prometheus.GaugeOpts{
		Name: "waymood_answers_waiting", Help: "Answers received that are not yet on disk.",
	}, func() float64 { return float64(waiting()) })
	m.registry.MustRegister(m.requests, m.seconds, m.answers, m.waits, build, queue,
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

func (m *metrics) request(method, route string, status int, took time.Duration) {
	method = methodOf(method)
	m.requests.WithLabelValues(method, route, strconv.Itoa(status)).Inc()
	m.seconds.WithLabelValues(method, route).Observe(took.Seconds())
	if status == http.StatusSeeOther && method == http.MethodPost && route == "/t/:code" {
		m.kept(false) // a form that leads on to its thanks
	}
}

// kept counts an answer that is safely on disk.
func (m *metrics) kept(again bool) {
	if again {
		m.answers.WithLabelValues("repeated").Inc()
	} else {
		m.answers.WithLabelValues("kept").Inc()
	}
}

// quarantined counts an answer that is kept and waits.
func (m *metrics) quarantined(d survey.Doubt) {
	for _, name := range (d & survey.Holding).Names() {
		m.waits.WithLabelValues(name).Inc()
	}
}

// handler answers every path with the metrics in Prometheus' format.
func (m *metrics) handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{Registry: m.registry})
}
