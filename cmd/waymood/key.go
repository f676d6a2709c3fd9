package main

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/waymood/waymood/internal/account"
	"github.com/waymood/waymood/internal/fault"
	"github.com/waymood/waymood/internal/store"
)

type keyCommand struct {
	Create keyCreate `cmd:"" help:"Make a key for the API and print it, once."`
	List   keyList   `cmd:"" help:"List the keys."`
	Revoke keyRevoke `cmd:"" help:"End a key, on all nodes within seconds."`
}

type keyCreate struct {
	database
	Name      string `arg:"" help:"What the key is for."`
	Scope     string `default:"read" placeholder:"read|write|admin|kiosk" help:"What it may do: read, write and admin include those before them; kiosk sends answers to one placement. Default: read."`
	Placement string `placeholder:"CODE" help:"The placement of a kiosk, by its code; for the scope kiosk only."`
	Expires   string `placeholder:"AGE" help:"When it ends: 90d, 12h, 6w, 1y. Default: never."`
	JSON      bool   `name:"json" help:"As JSON, one object."`
}

// keyMade is a new key in --json.
type keyMade struct {
	ID        string        `json:"id"`
	Name      string        `json:"name"`
	Scope     account.Scope `json:"scope"`
	Placement string        `json:"placement,omitempty"`
	Expires   *time.Time    `json:"expires_at,omitempty"`
	Key       string        `json:"key"`
}

func (c *keyCreate) Run(ctx context.Context, a *app) error {
	scope := account.Scope(c.Scope)
	if !scope.Valid() {
		return misused("--scope is %q: write read, write, admin or kiosk", c.Scope)
	}
	if kiosk := scope == account.Kiosk; kiosk != (c.Placement != "") {
		return misused("--scope kiosk and --placement CODE belong together: a kiosk's key is for one placement")
	}
	var expires time.Time
	if c.Expires != "" {
		age, err := parseAge(c.Expires)
		if err != nil {
			return misused("--expires is %q: %w", c.Expires, err)
		}
		expires = a.clock().Add(age)
	}
	return c.with(ctx, a, true, func(st *store.Store) error {
		k, secret, err := c.add(ctx, st, scope, expires)
		if errors.Is(err, fault.NotFound) {
			return fmt.Errorf("there is no placement %s; `waymood export journey KEY` shows the codes", c.Placement)
		}
		if err != nil {
			return err
		}
		if c.JSON {
			return a.json(keyMade{k.ID, k.Name, k.Scope, k.Placement, moment(k.Expires), secret})
		}
		a.say("%s", secret)
		a.warn("This key (%s, scope %s) is shown only now. Send it as Authorization: Bearer …", k.ID, k.Scope)
		return nil
	})
}

func (c *keyCreate) add(ctx context.Context, st *store.Store, scope account.Scope, expires time.Time) (account.Key, string, error) {
	if scope == account.Kiosk {
		return st.AddKiosk(ctx, c.Name, c.Placement, expires)
	}
	return st.AddKey(ctx, c.Name, scope, expires)
}

type keyList struct {
	database
	JSON bool `name:"json" help:"As JSON, one array."`
}

// keyLine is a key in --json.
type keyLine struct {
	ID        string        `json:"id"`
	Name      string        `json:"name"`
	Scope     account.Scope `json:"scope"`
	Placement string        `json:"placement,omitempty"`
	Created   *time.Time    `json:"created_at"`
	Expires   *time.Time    `json:"expires_at"`
	Revoked   *time.Time    `json:"revoked_at"`
	Used      *time.Time    `json:"last_used_at"`
}

func (c *keyList) Run(ctx context.Context, a *app) error {
	return c.with(ctx, a, false, func(st *store.Store) error {
		keys, err := st.Keys(ctx)
		if err != nil {
			return err
		}
		lines, rows := make([]keyLine, len(keys)), make([][]string, len(keys))
		for i, k := range keys {
			lines[i] = keyLine{k.ID, k.Name, k.Scope, k.Placement, moment(k.Created), moment(k.Expires), moment(k.Revoked), moment(k.Used)}
			rows[i] = []string{k.ID, k.Name, strings.TrimSpace(string(k.Scope) + " " + k.Placement), state(!k.Revoked.IsZero(), "revoked"), day(k.Expires, "never"), day(k.Used, "never")}
		}
		if c.JSON {
			return a.json(lines)
		}
		if len(keys) == 0 {
			a.say("No keys yet. `waymood key create NAME` makes one.")
			return nil
		}
		return a.list([]string{"ID", "NAME", "SCOPE", "STATE", "EXPIRES", "LAST USED"}, rows)
	})
}

type keyRevoke struct {
	database
	ID string `arg:"" name:"id" help:"The key's id, as key list shows it."`
}

func (c *keyRevoke) Run(ctx context.Context, a *app) error {
	return c.with(ctx, a, false, func(st *store.Store) error {
		err := st.RevokeKey(ctx, c.ID)
		if errors.Is(err, fault.NotFound) {
			return fmt.Errorf("there is no key %s; `waymood key list` shows the keys", c.ID)
		}
		if err == nil {
			a.say("%s is revoked", c.ID)
		}
		return err
	})
}

// parseAge reads 12h, 90d, 6w or 1y.
func parseAge(s string) (time.Duration, error) {
	hours := map[byte]int{'h': 1, 'd': 24, 'w': 7 * 24, 'y': 365 * 24}
	if len(s) >= 2 {
		if per, ok := hours[s[len(s)-1]]; ok {
			if n, err := strconv.Atoi(s[:len(s)-1]); err == nil && n > 0 && n <= 10_000 {
				return time.Duration(n*per) * time.Hour, nil
			}
		}
	}
	return 0, fmt.Errorf("write hours, days, weeks or years, such as 90d")
}
