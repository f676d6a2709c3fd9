package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/alecthomas/kong"
	"github.com/joho/godotenv"
)

// environment is the variables that settings are read from.
type environment map[string]string

// readEnvironment takes the variables and, for those that are not set, what
// the file .env says. An empty variable counts as not set, because that is
// what a compose file makes of one it was not given.
func readEnvironment(vars []string, folder string) (environment, error) {
	env := environment{}
	for _, v := range vars {
		if name, value, ok := strings.Cut(v, "="); ok && value != "" {
			env[name] = value
		}
	}
	file := filepath.Join(folder, ".env")
	lines, err := godotenv.Read(file)
	switch {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return nil, misused("cannot read %s: %v; write one NAME=value a line, or remove the file", file, err)
	}
	for name, value := range lines {
		if _, ok := env[name]; !ok && value != "" {
			env[name] = value
		}
	}
	return env, nil
}

// lookup finds the first of several variables that is set, or the content of
// the file that the same name with _FILE points to.
func (e environment) lookup(names []string) (value, origin string, err error) {
	for _, name := range names {
		value, set := e[name]
		file, fromFile := e[name+"_FILE"]
		switch {
		case set && fromFile:
			return "", "", fmt.Errorf("%s and %s_FILE are both set; keep one of them", name, name)
		case fromFile:
			text, err := os.ReadFile(file)
			if err != nil {
				return "", "", fmt.Errorf("%s_FILE: %w; name a file that can be read", name, err)
			}
			return strings.TrimRight(string(text), "\r\n"), name + "_FILE", nil
		case set:
			return value, name, nil
		}
	}
	return "", "", nil
}

// resolver gives kong the values of flags that were not on the command line,
// and notes where each came from.
func (e environment) resolver(origins map[string]string) kong.Resolver {
	return kong.ResolverFunc(func(_ *kong.Context, _ *kong.Path, flag *kong.Flag) (any, error) {
		names := variables(flag.Value)
		value, origin, err := e.lookup(names)
		if err != nil || origin == "" {
			return nil, err
		}
		if slices.Contains([]string{"PORT", "PORT_FILE"}, origin) {
			value = ":" + value
		}
		origins[flag.Name] = origin
		return value, nil
	})
}

// variables of a flag, from its tag vars:"WAYMOOD_LISTEN,PORT". Kong's own
// env tag reads the process itself and knows neither .env nor _FILE.
func variables(v *kong.Value) []string {
	if tag := v.Tag.Get("vars"); tag != "" {
		return strings.Split(tag, ",")
	}
	return nil
}

// withVariables is a flag's help with the variables that set it too.
func withVariables(v *kong.Value) string {
	names := variables(v)
	if len(names) == 0 {
		return kong.DefaultHelpValueFormatter(v)
	}
	return strings.TrimSpace(v.Help) + " ($" + strings.Join(names, ", $") + ")"
}
