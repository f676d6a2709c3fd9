package demo

import (
	"embed"
	"fmt"
	"math/rand/v2"
	"path"
	"strings"
)

// phrases are files of sections, [queue.bad] and so on, with a sentence a
// line. {a|b} is one of several wordings, {@name} a sentence of another
// section.
//
//go:embed phrases/*.txt
var phrases embed.FS

// grammar is the sections of one language.
type grammar struct{ sections map[string][]string }

func readPhrases() (map[string]*grammar, error) {
	files, err := phrases.ReadDir("phrases")
	if err != nil {
		return nil, err
	}
	all := map[string]*grammar{}
	for _, f := range files {
		src, err := phrases.ReadFile(path.Join("phrases", f.Name()))
		if err != nil {
			return nil, err
		}
		g := &grammar{map[string][]string{}}
		section := ""
		for line := range strings.Lines(string(src)) {
			line = strings.TrimSpace(line)
			switch {
			case line == "" || strings.HasPrefix(line, "#"):
			case strings.HasPrefix(line, "[") && strings.HasSuffix(line, "]"):
				section = strings.Trim(line, "[]")
			default:
				g.sections[section] = append(g.sections[section], line)
			}
		}
		all[strings.TrimSuffix(f.Name(), ".txt")] = g
	}
	return all, nil
}

// say makes a sentence of a section, "" where there is none.
func (g *grammar) say(r *rand.Rand, section string) string {
	lines := g.sections[section]
	if len(lines) == 0 {
		return ""
	}
	// A wording that is left out leaves its space behind.
	return strings.NewReplacer(" .", ".", " ,", ",", "  ", " ").Replace(g.fill(r, lines[r.IntN(len(lines))]))
}

// fill decides every choice in a line, inner ones first chosen from outside.
func (g *grammar) fill(r *rand.Rand, line string) string {
	var out strings.Builder
	for {
		i := strings.IndexByte(line, '{')
		if i < 0 {
			return out.String() + line
		}
		out.WriteString(line[:i])
		parts, rest := choices(line[i+1:])
		pick := parts[r.IntN(len(parts))]
		if name, ok := strings.CutPrefix(pick, "@"); ok {
			out.WriteString(g.say(r, name))
		} else {
			out.WriteString(g.fill(r, pick))
		}
		line = rest
	}
}

// choices splits what follows a brace at the bars of its own level.
func choices(s string) (parts []string, rest string) {
	depth, from := 0, 0
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '{':
			depth++
		case '|':
			if depth == 0 {
				parts, from = append(parts, s[from:i]), i+1
			}
		case '}':
			if depth == 0 {
				return append(parts, s[from:i]), s[i+1:]
			}
			depth--
		}
	}
	panic(fmt.Sprintf("a brace is not closed: {%s", s)) // a test reads every line
}
