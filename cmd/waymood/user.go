package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/waymood/waymood/internal/account"
	"github.com/waymood/waymood/internal/fault"
	"github.com/waymood/waymood/internal/store"
)

// The links that set a password are good for this long.
const (
	inviteTime = 72 * time.Hour
	resetTime  = 30 * time.Minute
)

type userCommand struct {
	Add     userAdd     `cmd:"" help:"Add a person and print a link with which they set their password."`
	List    userList    `cmd:"" help:"List the people who may sign in."`
	Role    userRole    `cmd:"" help:"Change what a person may do."`
	Disable userDisable `cmd:"" help:"Shut a person out; what they did stays."`
	Reset   userReset   `cmd:"" help:"Print a link with which a person sets a new password."`
}

type userAdd struct {
	database
	public
	Email string `arg:"" help:"Mail address, with which the person signs in."`
	Role  string `required:"" placeholder:"ROLE" help:"owner, editor or viewer."`
}

func (c *userAdd) Run(ctx context.Context, a *app) error {
	role, err := parseRole(c.Role)
	if err != nil {
		return err
	}
	mail, err := account.CheckMail(c.Email)
	if err != nil {
		return misused("%q is no mail address: write one such as anna@example.org", c.Email)
	}
	return c.with(ctx, a, true, func(st *store.Store) error {
		u, err := st.AddUser(ctx, mail, role, "")
		if errors.Is(err, fault.Conflict) {
			return fmt.Errorf("%s is there already; `waymood user reset` prints a new link, `waymood user role` changes the role", c.Email)
		}
		if err != nil {
			return err
		}
		a.say("%s may sign in as %s. This link, good once within 72 hours, sets the password:", u.Mail, u.Role)
		return a.sayPasswordLink(ctx, st, c.public, u, inviteTime)
	})
}

type userReset struct {
	database
	public
	Email string `arg:"" help:"The person's mail address."`
}

func (c *userReset) Run(ctx context.Context, a *app) error {
	return c.with(ctx, a, true, func(st *store.Store) error {
		u, err := findUser(ctx, st, c.Email)
		if err != nil {
			return err
		}
		a.say("This link, good once within 30 minutes, sets a new password for %s:", u.Mail)
		return a.sayPasswordLink(ctx, st, c.public, u, resetTime)
	})
}

func (a *app) sayPasswordLink(ctx context.Context, st *store.Store, p public, u *account.User, ttl time.Duration) error {
	base, err := p.url(a)
	if err != nil {
		return err
	}
	if base == nil {
		base = local(8080)
	}
	token, err := st.NewToken(ctx, store.ResetToken, u.ID, ttl)
	if err != nil {
		return err
	}
	a.say("  %s", at(base, "/reset", "token", token))
	return nil
}

type userList struct {
	database
	JSON bool `name:"json" help:"As JSON, one array."`
}

// userLine is a user in --json.
type userLine struct {
	Email    string       `json:"email"`
	Role     account.Role `json:"role"`
	Disabled bool         `json:"disabled"`
	Created  *time.Time   `json:"created_at"`
	Seen     *time.Time   `json:"last_seen_at"`
}

func (c *userList) Run(ctx context.Context, a *app) error {
	return c.with(ctx, a, true, func(st *store.Store) error {
		users, err := st.Users(ctx)
		if err != nil {
			return err
		}
		lines, rows := make([]userLine, len(users)), make([][]string, len(users))
		for i, u := range users {
			lines[i] = userLine{u.Mail, u.Role, u.Disabled, moment(u.Created), moment(u.LastSeen)}
			rows[i] = []string{u.Mail, string(u.Role), state(u.Disabled, "disabled"), day(u.LastSeen, "never")}
		}
		if c.JSON {
			return a.json(lines)
		}
		if len(users) == 0 {
			a.say("Nobody yet. `waymood user add EMAIL --role owner` adds the first one.")
			return nil
		}
		return a.list([]string{"EMAIL", "ROLE", "STATE", "LAST SEEN"}, rows)
	})
}

type userRole struct {
	database
	Email string `arg:"" help:"The person's mail address."`
	To    string `arg:"" optional:"" name:"role" help:"owner, editor or viewer."`
	Role  string `placeholder:"ROLE" help:"The same, as a flag."`
}

func (c *userRole) Run(ctx context.Context, a *app) error {
	if c.To == "" {
		c.To = c.Role
	}
	role, err := parseRole(c.To)
	if err != nil {
		return err
	}
	return c.with(ctx, a, true, func(st *store.Store) error {
		u, err := findUser(ctx, st, c.Email)
		if err != nil {
			return err
		}
		if role != account.Owner {
			if err := keepsAnOwner(ctx, st, u); err != nil {
				return err
			}
		}
		u.Role = role
		if err := st.SetUser(ctx, *u); err != nil {
			return err
		}
		a.say("%s is now %s", u.Mail, role)
		return nil
	})
}

type userDisable struct {
	database
	Email string `arg:"" help:"The person's mail address."`
	Undo  bool   `help:"Let the person in again."`
}

func (c *userDisable) Run(ctx context.Context, a *app) error {
	return c.with(ctx, a, true, func(st *store.Store) error {
		u, err := findUser(ctx, st, c.Email)
		if err != nil {
			return err
		}
		if !c.Undo {
			if err := keepsAnOwner(ctx, st, u); err != nil {
				return err
			}
		}
		u.Disabled = !c.Undo
		if err := st.SetUser(ctx, *u); err != nil {
			return err
		}
		if c.Undo {
			a.say("%s may sign in again", u.Mail)
		} else {
			a.say("%s can no longer sign in, and is signed out everywhere", u.Mail)
		}
		return nil
	})
}

// keepsAnOwner refuses to take the last owner away: nobody could undo it in
// the browser.
func keepsAnOwner(ctx context.Context, st *store.Store, u *account.User) error {
	users, err := st.Users(ctx)
	if err != nil {
		return err
	}
	for _, other := range users {
		if other.ID != u.ID && other.Role == account.Owner && !other.Disabled {
			return nil
		}
	}
	if u.Role != account.Owner || u.Disabled {
		return nil
	}
	return fmt.Errorf("%s is the only owner; make somebody else owner first", u.Mail)
}

func findUser(ctx context.Context, st *store.Store, mail string) (*account.User, error) {
	u, _, err := st.UserByMail(ctx, mail)
	if errors.Is(err, fault.NotFound) {
		return nil, fmt.Errorf("nobody signs in as %s; `waymood user list` shows who does", mail)
	}
	return u, err
}

func parseRole(s string) (account.Role, error) {
	if r := account.Role(s); r.Valid() {
		return r, nil
	}
	return "", misused("the role is %q: write owner, editor or viewer", s)
}

// moment is a time for JSON, null where there is none.
func moment(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	t = t.UTC()
	return &t
}

func day(t time.Time, none string) string {
	if t.IsZero() {
		return none
	}
	return t.UTC().Format(time.DateOnly)
}

func state(is bool, word string) string {
	if is {
		return word
	}
	return "active"
}
