package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"slices"
	"strconv"
	"strings"

	"github.com/waymood/waymood/internal/exchange"
	"github.com/waymood/waymood/internal/invitation"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/survey"
)

// inviting is what all links of one command share.
type inviting struct {
	*app
	spot    *store.Spot
	signer  invitation.Signer
	address *url.URL
	lang    string
	all     invitation.Invitation
	columns []string // of the list, those that are written
	picked  []int    // their places in the list
	fields  map[string]int
}

// put keeps a field's value if an answer would keep all of it.
func (i *inviting) put(fields map[string]string, name, value string) error {
	kept := i.spot.Survey.KeepFields(map[string]string{name: value})[name]
	if kept != strings.Join(strings.Fields(value), " ") {
		return fmt.Errorf("the value is longer than %d characters, or has characters that cannot be shown", survey.MaxField)
	}
	if kept != "" {
		fields[name] = kept
	}
	return nil
}

// link is a new one.
func (i *inviting) link(in invitation.Invitation) (string, error) {
	token, err := i.signer.Token(i.spot.Placement.Code, in)
	if err != nil {
		return "", err
	}
	u := *i.address
	u.RawQuery = url.Values{invitation.Parameter: {token}}.Encode()
	if i.lang != "" {
		u.RawQuery += "&lang=" + url.QueryEscape(i.lang)
	}
	return u.String(), nil
}

// listed makes a link for each row of a file.
func (c *inviteCommand) listed(ctx context.Context, a *app, i *inviting) (rows [][]string, err error) {
	in, size := a.stdin, int64(-1)
	if c.From != "-" {
		f, err := os.Open(c.From)
		if err != nil {
			return nil, fmt.Errorf("%w; check the name of the file", err)
		}
		defer f.Close()
		if info, err := f.Stat(); err == nil {
			size = info.Size()
		}
		in = f
	}
	bar := progress(a, size, "making links")
	list, err := exchange.NewList(io.TeeReader(in, bar))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", c.From, err)
	}
	i.choose(list.Columns)
	for ctx.Err() == nil {
		cells, line, err := list.Read()
		if errors.Is(err, io.EOF) {
			if len(rows) == 0 {
				return nil, fmt.Errorf("%s has a header and no rows; a link is made for each row", c.From)
			}
			return rows, bar.Finish()
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w; no link was made", c.From, err)
		}
		if len(rows) == mostInvitations {
			return nil, fmt.Errorf("%s has more than %d rows; split it", c.From, mostInvitations)
		}
		link, err := i.guest(cells)
		if err != nil {
			return nil, fmt.Errorf("%s, line %d: %w; no link was made", c.From, line, err)
		}
		row := []string{strconv.Itoa(len(rows) + 1), link}
		for _, at := range i.picked {
			row = append(row, cells[at])
		}
		rows = append(rows, row)
	}
	return nil, ctx.Err()
}

// choose says which columns are hidden fields and which are written again.
// Those of an earlier list of links are left out.
func (i *inviting) choose(columns []string) {
	i.fields = map[string]int{}
	for at, name := range columns {
		if name == "number" || name == "url" {
			continue
		}
		i.columns, i.picked = append(i.columns, name), append(i.picked, at)
		if slices.Contains(i.spot.Survey.Fields, name) {
			i.fields[name] = at
		}
	}
}

// guest is the link of one row.
func (i *inviting) guest(cells []string) (string, error) {
	own := invitation.Invitation{Fields: map[string]string{}}
	for name, at := range i.fields {
		if err := i.put(own.Fields, name, cells[at]); err != nil {
			return "", fmt.Errorf("%s: %w", name, err)
		}
	}
	in := i.all
	in.Fields = own.Merge(i.all.Fields)
	return i.link(in)
}

// orNone lists what there is to choose from.
func orNone(keys []string) string { return cmp.Or(strings.Join(keys, ", "), "none") }
