package main

import (
	"context"
	"errors"
	"net/url"

	"github.com/waymood/waymood/internal/store"
)

// open opens the database for a command that does its work and ends.
func (d database) open(ctx context.Context, a *app, create bool) (*store.Store, error) {
	return store.Open(ctx, d.Database, store.Options{Clock: a.clock, Create: create})
}

// with opens the database, does the work and closes it again.
func (d database) with(ctx context.Context, a *app, create bool, work func(*store.Store) error) (err error) {
	st, err := d.open(ctx, a, create)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, st.Close()) }()
	return work(st)
}

// hidePassword makes a database's address fit to be printed.
func hidePassword(database string) string {
	u, err := url.Parse(database)
	if err != nil || u.User == nil {
		return database
	}
	return u.Redacted()
}
