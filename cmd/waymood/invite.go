package main

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/waymood/waymood/internal/exchange"
	"github.com/waymood/waymood/internal/fault"
	"github.com/waymood/waymood/internal/invitation"
	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/web"
)

type inviteCommand struct {
	database
	public
	Code    string   `arg:"" help:"The placement's code."`
	Count   int      `placeholder:"N" help:"How many links to make."`
	From    string   `placeholder:"FILE" help:"Make one link a row of this CSV; columns named as the survey's hidden fields go along. - reads standard input."`
	Expires string   `default:"90d" placeholder:"AGE" help:"When the links end, at the end of that day at the place: 90d, 12h, 6w, 1y or never. Default: 90d."`
	Persona string   `placeholder:"KEY" help:"The persona of those who answer."`
	Lang    string   `placeholder:"TAG" help:"The language in which the survey opens. Default: the visitor's own."`
	Field   []string `sep:"none" placeholder:"NAME=VALUE" help:"A hidden field that all links carry. May be given several times."`
	Out     string   `placeholder:"FILE" help:"Where to write; it must not be there yet. Default: standard output."`
	BOM     bool     `name:"bom" default:"true" negatable:"" help:"Begin with a mark that makes Excel read it as UTF-8. On by default."`
}

// mostInvitations is how many links are made at once.
const mostInvitations = 1_000_000

func (c *inviteCommand) Run(ctx context.Context, a *app) error {
	switch {
	case c.From != "" && c.Count != 0:
		return misused("--count and --from are both there; a file has as many links as rows")
	case c.From == "" && (c.Count < 1 || c.Count > mostInvitations):
		return misused("--count is %d: write how many links to make, 1 to %d, or give a list with --from FILE", c.Count, mostInvitations)
	}
	base, err := c.url(a)
	if err != nil {
		return err
	}
	if base == nil {
		base = local(8080)
	}
	return c.with(ctx, a, false, func(st *store.Store) error {
		spot, err := st.Spot(ctx, c.Code)
		if errors.Is(err, fault.NotFound) {
			return fmt.Errorf("there is no placement %q; `waymood export journey KEY` shows the codes", c.Code)
		}
		if err != nil {
			return err
		}
		i := inviting{app: a, spot: spot, signer: invitation.NewSigner(st.Secret("invite")), address: base.JoinPath("t", spot.Placement.Code), lang: c.Lang}
		if err := c.common(&i); err != nil {
			return err
		}
		rows, err := c.rows(ctx, a, &i)
		if err != nil {
			return err
		}
		if err := c.write(a, &i, rows); err != nil {
			return err
		}
		c.remark(a, spot, base)
		return nil
	})
}

// common reads the flags that hold for every link.
func (c *inviteCommand) common(i *inviting) error {
	j, s := i.spot.Journey, i.spot.Survey
	if s.Question(invitation.Parameter) != nil || slices.Contains(s.Fields, invitation.Parameter) {
		return fmt.Errorf("survey %s has a question or field called %q, which is the name of invitations in an address; give it another name first", s.Key, invitation.Parameter)
	}
	if c.Expires != "never" {
		age, err := parseAge(c.Expires)
		if err != nil {
			return misused("--expires is %q: %w, or never", c.Expires, err)
		}
		zone := i.spot.Placement.Location(j.Location())
		last := journey.DayOf(i.clock().Add(age), zone).Time()
		i.all.Until = time.Date(last.Year(), last.Month(), last.Day()+1, 0, 0, 0, 0, zone)
	}
	if c.Persona != "" {
		if p := j.Persona(c.Persona); p == nil || p.Archived {
			return misused("--persona is %q: journey %s has %s", c.Persona, j.Key, orNone(j.PersonaKeys()))
		}
		i.all.Persona = c.Persona
	}
	if c.Lang != "" && !slices.Contains(j.Languages, c.Lang) {
		return misused("--lang is %q: journey %s has %s", c.Lang, j.Key, strings.Join(j.Languages, ", "))
	}
	i.all.Fields = map[string]string{}
	for _, f := range c.Field {
		name, value, ok := strings.Cut(f, "=")
		if !ok {
			return misused("--field is %q: write NAME=VALUE", f)
		}
		if !slices.Contains(s.Fields, name) {
			return misused("--field: survey %s declares no field %q; it has %s", s.Key, name, orNone(s.Fields))
		}
		if err := i.put(i.all.Fields, name, value); err != nil {
			return misused("--field %s: %w", name, err)
		}
	}
	return nil
}

// rows are the links with their numbers and what the list says beside them.
// All are made before any is written: a list with a mistake in it makes none.
func (c *inviteCommand) rows(ctx context.Context, a *app, i *inviting) (rows [][]string, err error) {
	if c.From != "" {
		return c.listed(ctx, a, i)
	}
	bar := progress(a, int64(c.Count), "making links")
	for n := 1; n <= c.Count && ctx.Err() == nil; n++ {
		link, err := i.link(i.all)
		if err != nil {
			return nil, misused("%w", err)
		}
		rows = append(rows, []string{strconv.Itoa(n), link})
		_ = bar.Add(1)
	}
	return rows, errors.Join(bar.Finish(), ctx.Err())
}

func (c *inviteCommand) write(a *app, i *inviting, rows [][]string) (err error) {
	out := a.stdout
	if c.Out != "" {
		f, err := os.OpenFile(c.Out, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600) // whoever has a link can answer with it
		if err != nil {
			return fmt.Errorf("%w; name a file that is not there yet", err)
		}
		defer func() { err = errors.Join(err, f.Close()) }()
		out = f
	}
	w := exchange.NewListWriter(out, c.BOM)
	err = w.Write(append([]string{"number", "url"}, i.columns...)...)
	for _, row := range rows {
		err = errors.Join(err, w.Write(row...))
	}
	if err = errors.Join(err, w.Flush()); err == nil && c.Out != "" {
		a.say("%s written to %s", count(len(rows), "link", "links"), c.Out)
	}
	return err
}

// remark tells what the links alone do not show.
func (c *inviteCommand) remark(a *app, spot *store.Spot, base *url.URL) {
	p := spot.Placement
	if web.OnlyHere(base) {
		a.warn("The links lead to %s, which is this machine only; set --public-url to the address that visitors reach.", base)
	}
	if p.Closed(a.clock(), spot.Journey.Location()) {
		a.warn("Placement %s takes no answers now.", p.Code)
	}
	if !p.Invited {
		a.warn("Placement %s takes answers without a link too; `invited: true` in the journey file ends that.", p.Code)
	}
}
