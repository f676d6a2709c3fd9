package main

import (
	"fmt"

	"github.com/waymood/waymood/internal/job"
)

// scheduled are the jobs of a running service, one line each.
func (s *service) scheduled(a *app, c config, r *running) ([]job.Job, error) {
	list := []job.Job{r.scoring().Job(c.schedule)}
	for _, schedule := range []func() (job.Job, error){
		(&job.Terms{Store: r.store, Themes: r.themes, Clock: a.clock, Log: c.log}).Job,
		r.learning(a).Job,
		(&job.Blanking{Store: r.store, Keep: c.retention, Log: c.log, Clock: a.clock}).Job,
		(&job.Settling{Store: r.store, Log: c.log}).Job,
		(&job.CatchingUp{Store: r.store, Log: c.log}).Job,
		(&job.Watching{Store: r.store, Log: c.log, Clock: a.clock}).Job,
		r.delivering.Sweeping,
		(&job.Noticing{Store: r.store, Log: c.log, Clock: a.clock}).Job,
		digesting(a, r.store, r.letters, c.log).Job,
		s.sending(a, c, r),
	} {
		one, err := schedule()
		if err != nil {
			return nil, fmt.Errorf("make a job: %w", err)
		}
		if one.Work != nil {
			list = append(list, one)
		}
	}
	return list, nil
}

// sending makes the job that sends mails; without a server it has no work, and
// mails wait.
func (s *service) sending(a *app, c config, r *running) func() (job.Job, error) {
	sender := s.sender(c.server, r.url)
	if sender == nil {
		return func() (job.Job, error) { return job.Job{}, nil }
	}
	return mailJob(a, r.store, sender, r.letters, c.log).Job
}
