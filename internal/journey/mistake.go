package journey

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/waymood/waymood/internal/fault"
)

// Mark is where in a file something stands; lines and columns count from 1.
// A document of the API has no file, and its path is what helps.
type Mark struct {
	File   string
	Line   int
	Column int
	Path   string // "stages[0].touchpoints[2].reach"
}

func (m Mark) String() string {
	switch {
	case m.File == "" && m.Path == "":
		return "the document"
	case m.File == "":
		return m.Path
	case m.Line == 0:
		return m.File
	}
	return fmt.Sprintf("%s:%d:%d", m.File, m.Line, m.Column)
}

// Mistake is one thing wrong in a journey file and how to mend it.
type Mistake struct {
	Mark
	What   string
	Remedy string
}

func (m Mistake) String() string { return fmt.Sprintf("%s: %s; %s", m.Mark, m.What, m.Remedy) }

// mostMistakes of a file are told.
const mostMistakes = 500

// FileError is all that is wrong in a journey file, in the order of its
// lines. To the layers above it is a fault.Invalid with a Param for each.
type FileError struct{ Mistakes []Mistake }

func (e *FileError) Error() string {
	lines := make([]string, len(e.Mistakes))
	for i, m := range e.Mistakes {
		lines[i] = m.String()
	}
	return strings.Join(lines, "\n")
}

// Unwrap lets errors.Is(err, fault.Invalid), fault.Detail and fault.Params work.
func (e *FileError) Unwrap() error {
	f := &fault.Error{Kind: fault.Invalid, Detail: fmt.Sprintf("the journey file has %d mistakes", len(e.Mistakes))}
	if len(e.Mistakes) == 1 {
		f.Detail = "the journey file has a mistake: " + e.Mistakes[0].What + "; " + e.Mistakes[0].Remedy
	}
	for _, m := range e.Mistakes {
		f.Params = append(f.Params, fault.Param{Name: m.Path, Code: "journey_file", Reason: m.What + "; " + m.Remedy})
	}
	return f
}

// Warning is something in a journey file that is allowed and yet may not be
// what was meant.
type Warning struct {
	Mark
	Text string
}

func (w Warning) String() string { return fmt.Sprintf("%s: %s", w.Mark, w.Text) }

func byMark(a, b Mark) int {
	return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
}

// faulty is the mistakes as an error, sorted, each once; nil when there are none.
func faulty(mistakes []Mistake) error {
	if len(mistakes) == 0 {
		return nil
	}
	slices.SortStableFunc(mistakes, func(a, b Mistake) int { return byMark(a.Mark, b.Mark) })
	return &FileError{slices.Compact(mistakes)}
}
