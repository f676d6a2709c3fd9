// Command waymood is the whole service: it runs it, and does everything else
// that a shop does with its journeys, answers, people and keys.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"
	_ "time/tzdata" // a small container may have no zones of its own

	"github.com/alecthomas/kong"

	"github.com/waymood/waymood/internal/fault"
)

// The exit codes.
const (
	done   = 0
	failed = 1
	misuse = 2
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second Ctrl-C ends it at once
	code := run(ctx, os.Args[1:], &app{
		stdin:  os.Stdin,
		stdout: os.Stdout,
		stderr: os.Stderr,
		clock:  time.Now,
		vars:   os.Environ(),
		folder: ".",
	})
	stop()
	os.Exit(code)
}

// app is what a command may touch of the world around the program.
type app struct {
	stdin          io.Reader
	stdout, stderr io.Writer
	clock          func() time.Time
	vars           []string          // "NAME=value", as os.Environ
	folder         string            // where .env may lie
	origins        map[string]string // flag name: the variable its value came from
}

// exit carries kong's wish to end out of its depths.
type exit int

// run is main without the process: it reads the command line, does what it
// says and returns the exit code.
func run(ctx context.Context, args []string, a *app) (code int) {
	defer func() {
		r := recover()
		if e, ok := r.(exit); ok {
			code = int(e)
		} else if r != nil {
			panic(r)
		}
	}()
	env, err := readEnvironment(a.vars, a.folder)
	if err != nil {
		return a.report(err)
	}
	a.origins = map[string]string{}
	var cli commands
	parser, err := kong.New(&cli,
		kong.Name("waymood"),
		kong.Description("Waymood draws the journey map from what customers answer."),
		kong.Writers(a.stdout, a.stderr),
		kong.Exit(func(code int) { panic(exit(code)) }),
		kong.Resolvers(env.resolver(a.origins)),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true}),
		kong.ValueFormatter(withVariables),
		kong.BindTo(ctx, (*context.Context)(nil)),
		kong.Bind(a),
	)
	if err != nil {
		panic(err) // the grammar itself is wrong, which any test shows
	}
	kctx, err := parser.Parse(arrange(parser.Model.Node, args))
	if err != nil {
		return a.report(usageError{err})
	}
	if err := kctx.Run(); err != nil {
		return a.report(err)
	}
	return done
}

// usageError is a command line, or a setting, that cannot be meant.
type usageError struct{ error }

func (e usageError) Unwrap() error { return e.error }

// misused makes a usageError.
func misused(format string, args ...any) error { return usageError{fmt.Errorf(format, args...)} }

// report says in one line what went wrong and returns the exit code.
func (a *app) report(err error) int {
	if errors.Is(err, context.Canceled) {
		_, _ = fmt.Fprintln(a.stderr, "waymood: stopped before it was done; run it again to go on")
		return failed
	}
	text := err.Error()
	if detail := fault.Detail(err); detail != "" {
		text = detail
		for _, p := range fault.Params(err) {
			text += "; " + p.Name + ": " + p.Reason
		}
	}
	_, _ = fmt.Fprintln(a.stderr, "waymood: "+visible(strings.Join(strings.Fields(text), " ")))
	var usage usageError
	if errors.As(err, &usage) {
		return misuse
	}
	return failed
}

// say prints a line for whoever runs the command.
func (a *app) say(format string, args ...any) {
	_, _ = fmt.Fprintf(a.stdout, format+"\n", args...)
}

// warn prints a line beside the result. It may quote a file of a stranger's.
func (a *app) warn(format string, args ...any) {
	_, _ = fmt.Fprintln(a.stderr, visible(fmt.Sprintf(format, args...)))
}
