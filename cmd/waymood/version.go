package main

import (
	"runtime"
	"runtime/debug"

	sqlite "github.com/mattn/go-sqlite3"

	"github.com/waymood/waymood/internal/sentiment"
)

type versionCommand struct {
	JSON bool `name:"json" help:"As JSON, one object."`
}

func (c *versionCommand) Run(a *app) error {
	scorer, err := sentiment.Load()
	if err != nil {
		return err
	}
	engine, _, _ := sqlite.Version()
	v := struct {
		Version   string `json:"version"`
		Commit    string `json:"commit"`
		Go        string `json:"go"`
		SQLite    string `json:"sqlite"`
		Sentiment string `json:"sentiment"`
	}{version(), commit(), runtime.Version(), engine, scorer.Version()}
	if c.JSON {
		return a.json(v)
	}
	a.say("waymood %s\ncommit %s\n%s\nSQLite %s\nsentiment model %s", v.Version, v.Commit, v.Go, v.SQLite, v.Sentiment)
	return nil
}

// commit is what the program was built from, if the builder knew.
func commit() string {
	id, changed := "unknown", ""
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, s := range info.Settings {
			switch {
			case s.Key == "vcs.revision":
				id = s.Value
			case s.Key == "vcs.modified" && s.Value == "true":
				changed = " with changes"
			}
		}
	}
	return id + changed
}
