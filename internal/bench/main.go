// Command bench measures how many answers a second the service takes, safely
// on disk, beside the same requests on a bare Echo that decodes them and
// throws them away: the ceiling for anything that is built on Echo.
//
// Client, service and ceiling share one process and its cores, and take turns
// round by round, so only the ratios tell something; they are medians over the
// rounds. On a machine that does other work too, look at the CPU time of one
// request, the client's share included. The database holds the sample café
// and nothing else: a new SQLite file, or an empty PostgreSQL database.
//
//	go run ./internal/bench -rounds 5 -seconds 2 -connections 1,8,64,256
//	go run ./internal/bench -what json -connections 64 -database postgres://…
//	go run ./internal/bench -what json -profile cpu && go tool pprof -top -tagfocus service cpu
package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"runtime/pprof"
	"slices"
	"strconv"
	"strings"
	"time"
)

func main() {
	rounds := flag.Int("rounds", 5, "rounds of each pair, 1 to 50")
	seconds := flag.Float64("seconds", 2, "length of each half of a round, 0.1 to 30")
	connections := flag.String("connections", "1,8,64,256", "numbers of connections, at most 1024")
	what := flag.String("what", "json,form,batch,page", "what is sent; all but json only over the largest number of connections up to 64")
	folder := flag.String("folder", "", "where the database is made; a temporary folder if empty")
	database := flag.String("database", "", "an empty PostgreSQL database, instead of a new SQLite file")
	profile := flag.String("profile", "", "file for a CPU profile of the whole run; its label part tells service, ceiling and client apart")
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
		err = run(series{*rounds, time.Duration(*seconds * float64(time.Second)), levels}, strings.Split(*what, ","), *folder, *database)
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

func run(of series, what []string, folder, database string) (err error) {
	for _, name := range what {
		if _, ok := kinds[name]; !ok {
			return fmt.Errorf("%q is nothing that can be sent; see -help", name)
		}
	}
	if database == "" {
		if folder, err = os.MkdirTemp(folder, "waymood-bench-"); err != nil {
			return err
		}
		defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
		database = filepath.Join(folder, "waymood.db")
	}
	part("service")
	service, stop, err := serve(database)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, stop()) }()
	part("ceiling")
	bare, stopBare, err := listen(ceiling())
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, stopBare()) }()

	part("client")
	fmt.Printf("%s, %d cores, %d rounds of %s; median ratio (lowest, highest)\n", runtime.Version(), runtime.GOMAXPROCS(0), of.rounds, of.length)
	for _, name := range what {
		if err := of.measure(name, service, bare); err != nil {
			return err
		}
	}
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	fmt.Printf("\nGo has %d MB from the system, client included\n", m.Sys>>20)
	return nil
}

// most is the largest of some numbers that is at most limit, or limit.
func most(numbers []int, limit int) int {
	fit := slices.DeleteFunc(slices.Clone(numbers), func(n int) bool { return n > limit })
	if len(fit) == 0 {
		return limit
	}
	return slices.Max(fit)
}
