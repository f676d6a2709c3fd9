package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"runtime/debug"
	"strconv"
	"sync"
	"syscall"
	"time"

	"github.com/waymood/waymood/internal/job"
	"github.com/waymood/waymood/internal/letter"
	"github.com/waymood/waymood/internal/sentiment"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/theme"
	"github.com/waymood/waymood/internal/web"
)

// setupTime is how long the link for the first owner is good; the next start
// prints a new one.
const setupTime = 72 * time.Hour

type serveCommand struct {
	database
	service
}

func (s *serveCommand) Run(ctx context.Context, a *app) (err error) {
	c, err := s.check(a)
	if err != nil {
		return err
	}
	r, err := s.prepare(ctx, a, c, s.Database)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, r.close()) }()
	if err := r.offerSetup(ctx, a); err != nil {
		return err
	}
	return r.serve(ctx, func() {
		a.say("Waymood answers at %s", r.url)
	})
}

// running is the service with all it is made of.
type running struct {
	store      *store.Store
	scorer     *sentiment.Scorer
	themes     *theme.Reader
	listener   net.Listener
	metrics    net.Listener // nil without --metrics-listen
	url        *url.URL
	web        *web.Server
	letters    *letter.Writer
	jobs       *job.Runner
	delivering *job.Delivering
	log        *slog.Logger
}

// testPatience is how long a page waits for what becomes of the test of a
// webhook.
const testPatience = 5 * time.Second

// prepare takes the port, opens the database and wires the parts together.
// The model loads meanwhile.
func (s *service) prepare(ctx context.Context, a *app, c config, database string) (_ *running, err error) {
	r := &running{log: c.log, url: c.publicURL}
	defer func() {
		if err != nil {
			err = errors.Join(err, r.close())
		}
	}()
	if r.listener, err = listen(s.Listen, "listen"); err != nil {
		return nil, err
	}
	if s.MetricsListen != "" {
		if r.metrics, err = listen(s.MetricsListen, "metrics-listen"); err != nil {
			return nil, err
		}
	}
	if r.url == nil {
		r.url = local(r.listener.Addr().(*net.TCPAddr).Port)
	}
	var loading sync.WaitGroup
	var loadErr, listErr error
	loading.Go(func() { r.scorer, loadErr = sentiment.Load() })
	loading.Go(func() { r.themes, listErr = theme.Load() })
	r.store, err = store.Open(ctx, database, store.Options{Clock: a.clock, Log: c.log, Create: true})
	loading.Wait()
	if err = errors.Join(err, loadErr, listErr); err != nil {
		return nil, err
	}
	if r.letters, err = s.writer(a, r.store, r.url, r.themes, c.fontFolders); err != nil {
		return nil, err
	}
	r.web, err = web.New(web.Config{
		Store: r.store, Scorer: r.scorer, Themes: r.themes.Themes(), PublicURL: r.url, TrustedProxies: c.trustedProxies,
		Limits: c.limits, ProofOfWork: c.proofOfWork, Log: c.log, Clock: a.clock, Version: version(), FontFolders: c.fontFolders,
		MailServer: c.server != nil, Letters: r.letters, PrivateHooks: s.PrivateHooks, Patience: testPatience,
	})
	if err != nil {
		return nil, err
	}
	r.delivering = r.deliverer(a, s.PrivateHooks)
	jobs, err := s.scheduled(a, c, r)
	if err != nil {
		return nil, err
	}
	r.jobs = job.NewRunner(c.log, jobs...)
	return r, nil
}

// scoring is the job that reads texts.
func (r *running) scoring() *job.Scoring {
	return &job.Scoring{Store: r.store, Scorer: r.scorer, Themes: r.themes, Log: r.log}
}

// learning is the job that learns from own answers.
func (r *running) learning(a *app) *job.Learning {
	return &job.Learning{Store: r.store, Scorer: r.scorer, Clock: a.clock, Log: r.log}
}

func listen(address, flag string) (net.Listener, error) {
	l, err := net.Listen("tcp", address)
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		return nil, fmt.Errorf("%s is in use by another program; stop it, or take another port with --%s", address, flag)
	case errors.Is(err, syscall.EACCES):
		return nil, fmt.Errorf("%s may not be listened on; take a port above 1023 with --%s, or give the program the right", address, flag)
	case err != nil:
		return nil, fmt.Errorf("cannot listen on %s: %w; name another address with --%s", address, err, flag)
	}
	return l, nil
}

// offerSetup prints the link with which the first owner signs up, as long as
// there is nobody.
func (r *running) offerSetup(ctx context.Context, a *app) error {
	users, err := r.store.Users(ctx)
	if err != nil || len(users) > 0 {
		return err
	}
	token, err := r.store.NewToken(ctx, store.SetupToken, "", setupTime)
	if err != nil {
		return err
	}
	a.say("Nobody can sign in yet. Open this link once to set Waymood up (good for 72 hours):")
	a.say("  %s", at(r.url, "/setup", "token", token))
	return nil
}

// serve answers until ctx is done, then stops in order: no new requests,
// those under way finish, the jobs stop. started is called once requests are
// answered.
func (r *running) serve(ctx context.Context, started func()) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	failures := make(chan error, 2)
	var parts sync.WaitGroup
	parts.Go(func() {
		if err := r.web.Serve(r.listener); !errors.Is(err, http.ErrServerClosed) {
			failures <- err
		}
	})
	metrics := &http.Server{Handler: r.web.Metrics(), ReadHeaderTimeout: 5 * time.Second}
	if r.metrics != nil {
		parts.Go(func() {
			if err := metrics.Serve(r.metrics); !errors.Is(err, http.ErrServerClosed) {
				failures <- err
			}
		})
	}
	parts.Go(func() { r.jobs.Run(ctx) })
	parts.Go(func() { r.delivering.Run(ctx) })
	r.log.Info("started", "listen", r.listener.Addr().String(), "url", r.url.String(), "version", version())
	started()

	var failure error
	select {
	case <-ctx.Done():
	case failure = <-failures:
	}
	r.log.Info("stopping")
	stopping, done := context.WithTimeout(context.WithoutCancel(ctx), graceful)
	defer done()
	err := r.web.Shutdown(stopping)
	if errors.Is(err, context.DeadlineExceeded) {
		r.log.Warn("some requests were not finished in time", "limit", graceful)
		err = nil
	}
	cancel() // the jobs
	_ = metrics.Close()
	parts.Wait()
	return errors.Join(failure, err)
}

// close gives back what prepare took; the store finishes what its writer has.
func (r *running) close() error {
	var err error
	if r.store != nil {
		err = r.store.Close()
	}
	for _, l := range []net.Listener{r.listener, r.metrics} {
		if l != nil {
			_ = l.Close() // closed already after an ordinary run
		}
	}
	return err
}

// dialable is the address at which the service reaches itself.
func (r *running) dialable() string {
	addr := r.listener.Addr().(*net.TCPAddr)
	host := addr.IP.String()
	if addr.IP.IsUnspecified() {
		host = "localhost"
	}
	return net.JoinHostPort(host, strconv.Itoa(addr.Port))
}

// at is an address of the service with query parameters, name and value in
// turn.
func at(base *url.URL, path string, params ...string) string {
	u := *base
	u.Path = path
	q := url.Values{}
	for i := 0; i+1 < len(params); i += 2 {
		q.Set(params[i], params[i+1])
	}
	u.RawQuery = q.Encode()
	return u.String()
}

// tag is set when a release is built; see Makefile.
var tag string

// version is the release, else the commit that was built.
func version() string {
	if tag != "" {
		return tag
	}
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" && info.Main.Version != "(devel)" {
		return info.Main.Version
	}
	return "development"
}
