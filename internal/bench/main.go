// Command bench measures how many answers a second the service takes, safely
// on disk, beside the same requests on a bare Echo that decodes the JSON and
// throws it away: the ceiling for anything that is built on Echo.
//
// Client, service and ceiling share one process and its cores, and take turns
// round by round, so only the ratios tell something; they are medians over the
// rounds. On a machine that does other work too, look at the CPU time of one
// request, the client's share included. The database is a new SQLite file, with the sample café.
//
//	go run ./internal/bench -rounds 5 -seconds 2 -connections 1,8,64,256
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"runtime/pprof"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/store"
	"github.com/waymood/waymood/internal/web"
	"github.com/waymood/waymood/templates"
)

const (
	code   = "k7q2x"
	answer = `{"code":"` + code + `","answers":{"rating":2,"why":["wait"],"comment":` +
		`"The line went out of the door this morning, and only one of the two tills was open. Otherwise fine."},` +
		`"language":"en","persona":"office"}`
)

func main() {
	rounds := flag.Int("rounds", 5, "rounds of each pair, 1 to 50")
	seconds := flag.Float64("seconds", 2, "length of each half of a round, 0.1 to 30")
	connections := flag.String("connections", "1,8,64,256", "numbers of connections, at most 1024")
	folder := flag.String("folder", "", "where the database is made; a temporary folder if empty")
	profile := flag.String("profile", "", "file for a CPU profile of the whole run")
	flag.Parse()
	levels, err := numbers(*connections)
	if err == nil && (*rounds < 1 || *rounds > 50 || *seconds < 0.1 || *seconds > 30) {
		err = errors.New("rounds or seconds out of range; see -help")
	}
	if err == nil && *profile != "" {
		var f *os.File
		if f, err = os.Create(*profile); err == nil {
			err = pprof.StartCPUProfile(f)
			defer pprof.StopCPUProfile()
		}
	}
	if err == nil {
		err = run(*rounds, time.Duration(*seconds*float64(time.Second)), levels, *folder)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func numbers(list string) ([]int, error) {
	var all []int
	for s := range strings.SplitSeq(list, ",") {
		n, err := strconv.Atoi(strings.TrimSpace(s))
		if err != nil || n < 1 || n > 1024 {
			return nil, fmt.Errorf("%q is no number of connections from 1 to 1024", s)
		}
		all = append(all, n)
	}
	return all, nil
}

func run(rounds int, length time.Duration, levels []int, folder string) (err error) {
	if folder, err = os.MkdirTemp(folder, "waymood-bench-"); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	service, stop, err := serve(filepath.Join(folder, "waymood.db"))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, stop()) }()
	bare, stopBare, err := listen(ceiling())
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, stopBare()) }()

	fmt.Printf("%s, %d cores, %d rounds of %s; median ratio (lowest, highest)\n\n", runtime.Version(), runtime.GOMAXPROCS(0), rounds, length)
	fmt.Println("connections  answers/s  ceiling/s  ratio                p99      ceiling's  CPU    ceiling's")
	for _, n := range levels {
		post := func(to string) load {
			return load{address: to, connections: n, length: length, want: 201, request: request(http.MethodPost, "/api/v1/responses", answer)}
		}
		if err := pair(strconv.Itoa(n), rounds, post(service), post(bare)); err != nil {
			return err
		}
	}
	fmt.Println("\nsurvey page  pages/s    hello/s    ratio                p99      hello's    CPU    hello's")
	n := slices.Max(levels)
	page := load{address: service, connections: min(n, 64), length: length, want: 200, request: request(http.MethodGet, "/t/"+code+"?lang=en", "")}
	hello := page
	hello.address, hello.request = bare, request(http.MethodGet, "/hello", "")
	if err := pair(strconv.Itoa(page.connections), rounds, page, hello); err != nil {
		return err
	}
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	fmt.Printf("\nGo has %d MB from the system, client included\n", m.Sys>>20)
	return nil
}

// pair takes turns between what is measured and its ceiling.
func pair(name string, rounds int, ours, ceiling load) error {
	var ratios, rates, tops, late, topLate, cpu, topCPU []float64
	for i := range rounds + 1 {
		a, err := ours.run()
		if err != nil {
			return err
		}
		b, err := ceiling.run()
		if err != nil {
			return err
		}
		if i == 0 {
			continue // to warm up
		}
		rates, tops = append(rates, a.rate), append(tops, b.rate)
		ratios = append(ratios, a.rate/b.rate)
		late, topLate = append(late, a.p99.Seconds()*1e3), append(topLate, b.p99.Seconds()*1e3)
		cpu, topCPU = append(cpu, a.cpu.Seconds()*1e6), append(topCPU, b.cpu.Seconds()*1e6)
	}
	spread := fmt.Sprintf("%.2f (%.2f, %.2f)", median(ratios), slices.Min(ratios), slices.Max(ratios))
	fmt.Printf("%-11s  %-9.0f  %-9.0f  %-19s  %-7s  %-9s  %-5s  %s\n", name, median(rates), median(tops), spread,
		fmt.Sprintf("%.1f ms", median(late)), fmt.Sprintf("%.1f ms", median(topLate)),
		fmt.Sprintf("%.0f µs", median(cpu)), fmt.Sprintf("%.0f µs", median(topCPU)))
	return nil
}

func median(v []float64) float64 {
	v = slices.Clone(v)
	slices.Sort(v)
	return (v[(len(v)-1)/2] + v[len(v)/2]) / 2
}

// ceiling is Echo with nothing behind it.
func ceiling() http.Handler {
	e := echo.New()
	e.POST("/api/v1/responses", func(c echo.Context) error {
		var a struct {
			Code     string         `json:"code"`
			Answers  map[string]any `json:"answers"`
			Language string         `json:"language"`
			Persona  string         `json:"persona"`
		}
		if err := c.Bind(&a); err != nil {
			return err
		}
		return c.JSON(http.StatusCreated, map[string]string{"id": a.Code, "receipt": a.Language, "received_at": a.Persona})
	})
	e.GET("/hello", func(c echo.Context) error { return c.String(http.StatusOK, "hello") })
	return e
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
