package main

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"runtime/pprof"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/web"
	"github.com/waymood/waymood/templates"
)

// ceiling is Echo with nothing behind it.
func ceiling() http.Handler {
	type sent struct {
		Code     string         `json:"code"`
		Answers  map[string]any `json:"answers"`
		Language string         `json:"language"`
		Persona  string         `json:"persona"`
	}
	type receipt struct {
		ID         string `json:"id"`
		Receipt    string `json:"receipt"`
		ReceivedAt string `json:"received_at"`
	}
	e := echo.New()
	e.POST("/json", func(c echo.Context) error {
		var a sent
		if err := c.Bind(&a); err != nil {
			return err
		}
		return c.JSON(http.StatusCreated, receipt{a.Code, a.Language, a.Persona})
	})
	e.POST("/batch", func(c echo.Context) error {
		var all struct {
			Responses []sent `json:"responses"`
		}
		if err := c.Bind(&all); err != nil {
			return err
		}
		receipts := make([]receipt, len(all.Responses))
		for i, a := range all.Responses {
			receipts[i] = receipt{a.Code, a.Language, a.Persona}
		}
		return c.JSON(http.StatusCreated, receipts)
	})
	e.POST("/form", func(c echo.Context) error {
		values, err := c.FormParams()
		if err != nil {
			return err
		}
		return c.Redirect(http.StatusSeeOther, "/hello?"+values.Get("lang"))
	})
	e.GET("/hello", func(c echo.Context) error { return c.String(http.StatusOK, "hello") })
	return e
}

// part labels all that the calling goroutine starts, for the profile.
func part(name string) {
	pprof.SetGoroutineLabels(pprof.WithLabels(context.Background(), pprof.Labels("part", name)))
}

// serve starts the service over a new database. Its log is written, and
// thrown away.
func serve(database string) (address string, stop func() error, err error) {
	ctx := context.Background()
	s, err := store.Open(ctx, database, store.Options{Create: true})
	if err != nil {
		return "", nil, err
	}
	src, err := templates.FS.ReadFile("journeys/dawn.yaml")
	if err != nil {
		return "", nil, err
	}
	cafe, _, err := journey.Parse("dawn.yaml", src)
	if err != nil {
		return "", nil, err
	}
	if _, err := s.Apply(ctx, cafe, false); err != nil {
		return "", nil, err
	}
	public, _ := url.Parse("http://localhost")
	server, err := web.New(web.Config{Store: s, PublicURL: public, Log: slog.New(slog.NewJSONHandler(io.Discard, nil)), Clock: time.Now})
	if err != nil {
		return "", nil, err
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", nil, err
	}
	done := make(chan error, 1)
	go func() { done <- server.Serve(l) }()
	return l.Addr().String(), func() error {
		ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
		defer cancel()
		err := server.Shutdown(ctx)
		if served := <-done; !errors.Is(served, http.ErrServerClosed) {
			err = errors.Join(err, served)
		}
		return errors.Join(err, s.Close())
	}, nil
}

func listen(h http.Handler) (address string, stop func() error, err error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", nil, err
	}
	server := &http.Server{Handler: h, ReadHeaderTimeout: 5 * time.Second}
	done := make(chan error, 1)
	go func() { done <- server.Serve(l) }()
	return l.Addr().String(), func() error {
		err := server.Close()
		<-done
		return err
	}, nil
}
