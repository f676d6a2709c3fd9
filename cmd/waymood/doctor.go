package main

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"time"

	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/web"
)

type doctorCommand struct {
	database
	service
	Running bool `help:"Only ask the service that runs on this machine whether it can take answers; for health checks."`
	JSON    bool `name:"json" help:"As JSON, one array."`
}

// finding is one line of the doctor's.
type finding struct {
	Check  string `json:"check"`
	State  string `json:"state"` // ok, note, bad
	Detail string `json:"detail"`
}

func (c *doctorCommand) Run(ctx context.Context, a *app) error {
	if c.Running {
		return c.askRunning(ctx)
	}
	set, err := c.check(a)
	if err != nil {
		return err
	}
	findings := []finding{{"settings", "ok", "all can be used"}, c.address(set), c.letters(set.fontFolders)}
	st, err := c.open(ctx, a, false)
	if err != nil {
		findings = append(findings, finding{"database", "bad", plain(err).Error()}, c.post(ctx, a, set, nil))
	} else {
		findings = append(findings, c.look(ctx, st)...)
		findings = append(findings, c.post(ctx, a, set, st), c.hooks(ctx, a, st))
		if err := st.Close(); err != nil {
			return err
		}
	}
	return c.print(a, findings)
}

func (c *doctorCommand) address(set config) finding {
	switch {
	case set.publicURL == nil:
		return finding{"public url", "note", "is localhost, so QR codes lead nowhere; set --public-url to the address visitors reach"}
	case web.OnlyHere(set.publicURL):
		return finding{"public url", "note", set.publicURL.String() + " is this machine only; set --public-url to the address visitors reach"}
	case set.publicURL.Scheme == "http":
		return finding{"public url", "note", set.publicURL.String() + " is not encrypted; fine inside a shop's own network, else put a proxy with https before it"}
	}
	return finding{"public url", "ok", set.publicURL.String()}
}

// look examines the database and what it holds.
func (c *doctorCommand) look(ctx context.Context, st *store.Store) []finding {
	h, err := st.Health(ctx)
	if err != nil {
		return []finding{{"database", "bad", plain(err).Error()}}
	}
	list := []finding{{"database", "ok", strings.TrimSpace(h.Engine + " " + h.Version + ", " + hidePassword(h.Path) + ", schema " + h.Schema)}}
	list = append(list, finding{"integrity", okIf(!strings.EqualFold(h.Engine, "sqlite") || strings.HasPrefix(h.Integrity, "ok")), said(h.Integrity, "looked after by the database server")})
	list = append(list, finding{"disk", "ok", said(h.Space, "looked after by the database server")})
	journeys, err := st.Journeys(ctx)
	if err != nil {
		return append(list, finding{"journeys", "bad", plain(err).Error()})
	}
	list = append(list, zones(journeys))
	if len(journeys) == 0 {
		list = append(list, finding{"journeys", "note", "none yet; `waymood apply FILE` makes one"})
	} else {
		list = append(list, finding{"journeys", "ok", count(len(journeys), "journey", "journeys")})
	}
	users, err := st.Users(ctx)
	switch {
	case err != nil:
		list = append(list, finding{"people", "bad", plain(err).Error()})
	case len(users) == 0:
		list = append(list, finding{"people", "note", "nobody can sign in yet; `waymood serve` prints a link to begin with"})
	default:
		list = append(list, finding{"people", "ok", count(len(users), "account", "accounts")})
	}
	return list
}

func zones(journeys []*journey.Journey) finding {
	for _, j := range journeys {
		if _, err := time.LoadLocation(j.Timezone); err != nil {
			return finding{"time zones", "bad", fmt.Sprintf("journey %s is in %s, which this machine does not know", j.Key, j.Timezone)}
		}
	}
	now, offset := time.Now().Zone()
	return finding{"time zones", "ok", fmt.Sprintf("known; this machine is at %s (UTC%+.4g)", now, float64(offset)/3600)}
}

func okIf(good bool) string {
	if good {
		return "ok"
	}
	return "bad"
}

func said(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return s
}

func (c *doctorCommand) print(a *app, findings []finding) error {
	bad := 0
	for _, f := range findings {
		if f.State == "bad" {
			bad++
		}
		if !c.JSON {
			a.say("%-4s  %-10s  %s", f.State, f.Check, f.Detail)
		}
	}
	if c.JSON {
		if err := a.json(findings); err != nil {
			return err
		}
	}
	if bad > 0 {
		return fmt.Errorf("%s; mend what is marked bad", count(bad, "thing is wrong", "things are wrong"))
	}
	return nil
}

// askRunning is the health check of containers, which have no curl.
func (c *doctorCommand) askRunning(ctx context.Context) error {
	host, port, err := net.SplitHostPort(c.Listen)
	if err != nil {
		return misused("--listen is %q: write host:port or :port", c.Listen)
	}
	if ip := net.ParseIP(host); host == "" || ip != nil && ip.IsUnspecified() {
		host = "127.0.0.1"
	}
	ctx, cancel := context.WithTimeout(ctx, 3*time.Second)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+net.JoinHostPort(host, port)+"/readyz", nil)
	if err != nil {
		return err
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return fmt.Errorf("nothing answers at %s: %w; start `waymood serve`, or name its address with --listen", c.Listen, err)
	}
	defer res.Body.Close()
	body, _ := io.ReadAll(io.LimitReader(res.Body, 200))
	if res.StatusCode != http.StatusOK {
		return fmt.Errorf("the service is not ready: %s %s; its log says why", res.Status, strings.TrimSpace(string(body)))
	}
	return nil
}
