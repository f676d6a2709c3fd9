package main

import (
	"errors"
	"fmt"
	"strings"

	"github.com/waymood/waymood/templates"
)

type templateCommand struct {
	Name string `arg:"" optional:"" help:"One of those that template lists without a name."`
}

// Run writes one template as it is, or a line about each.
func (c *templateCommand) Run(a *app) error {
	if c.Name == "" {
		for _, name := range templates.Journeys() {
			about, err := aboutTemplate(name)
			if err != nil {
				return err
			}
			a.say("%-12s %s", name, about)
		}
		return nil
	}
	src, err := templates.Journey(c.Name)
	if err != nil {
		return err
	}
	if _, err := a.stdout.Write(src); err != nil {
		return fmt.Errorf("write the template: %w", err)
	}
	return nil
}

// aboutTemplate is the first sentence of a template's heading comment.
func aboutTemplate(name string) (string, error) {
	src, err := templates.Journey(name)
	if err != nil {
		return "", err
	}
	var words []string
	for line := range strings.Lines(string(src)) {
		text, comment := strings.CutPrefix(line, "#")
		if !comment {
			break
		}
		words = append(words, strings.Fields(text)...)
	}
	about, _, ok := strings.Cut(strings.Join(words, " "), ". ")
	if !ok && about == "" {
		return "", errors.New("the template " + name + " begins without a comment that says what it is")
	}
	return strings.TrimSuffix(about, "."), nil
}
