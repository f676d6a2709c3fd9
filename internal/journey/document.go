package journey

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"
)

// documents splits a file into its documents, unread.
func (r *reader) documents(src []byte) []*yaml.Node {
	at := func(line, column int, what, remedy string) []*yaml.Node {
		r.mistake(Mistake{Mark{File: r.file, Line: line, Column: column}, what, remedy})
		return nil
	}
	if len(src) > MaxFileSize {
		return at(1, 1, fmt.Sprintf("the file has %d bytes", len(src)), fmt.Sprintf("a journey file has at most %d; write several files", MaxFileSize))
	}
	if bytes.HasPrefix(src, []byte("\xff\xfe")) || bytes.HasPrefix(src, []byte("\xfe\xff")) {
		return at(1, 1, "the file is UTF-16", "save it as UTF-8")
	}
	line, column := 1, 1
	for i, c := range string(src) {
		if c == utf8.RuneError {
			if _, n := utf8.DecodeRune(src[i:]); n == 1 {
				return at(line, column, "the file is not valid UTF-8", "save it as UTF-8")
			}
		}
		if c < ' ' && c != '\n' && c != '\r' && c != '\t' || c == 0x7F {
			return at(line, column, fmt.Sprintf("here is an invisible control character, U+%04X", c), "remove it")
		}
		if column++; c == '\n' {
			line, column = line+1, 1
		}
	}
	var docs []*yaml.Node
	shielded, restore := shieldMarks(src)
	for d := yaml.NewDecoder(bytes.NewReader(shielded)); ; {
		doc := new(yaml.Node)
		err := d.Decode(doc)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			line, what, remedy := syntaxError(err, src)
			return at(line, 1, restore(what), remedy)
		}
		if doc.Kind == yaml.DocumentNode && len(doc.Content) == 1 {
			doc = doc.Content[0]
		}
		if v := (value{doc, ""}); v.absent() {
			continue
		}
		if !r.plain(doc, 0) {
			return nil
		}
		walkValues(doc, restore)
		docs = append(docs, doc)
	}
	if len(docs) == 0 {
		return at(1, 1, "the file holds no journey", `begin it with "journey: " and a key`)
	}
	return docs
}

var (
	yamlLine      = regexp.MustCompile(`line (\d+): `)
	parserMessage = regexp.MustCompile(`^did not find expected (key|'|<|node content)`)
)

// syntaxError puts a message of the YAML reader into words that help.
func syntaxError(err error, src []byte) (line int, what, remedy string) {
	line, what = 1, strings.TrimPrefix(err.Error(), "yaml: ")
	if m := yamlLine.FindStringSubmatchIndex(what); m != nil {
		line, _ = strconv.Atoi(what[m[2]:m[3]])
		what = what[:m[0]] + what[m[1]:]
		if parserMessage.MatchString(what) {
			line++ // the library counts these from nought
		}
	}
	for i, l := range strings.Split(string(src), "\n") {
		if indent := l[:len(l)-len(strings.TrimLeft(l, " \t"))]; strings.Contains(indent, "\t") && i+1 >= line-2 {
			return i + 1, "the line is indented with a tab", "indent with spaces"
		}
	}
	remedy = "check quotation marks, colons and indentation near this line"
	switch {
	case strings.Contains(what, "mapping values are not allowed"):
		remedy = `put the text in quotation marks if it contains ": ", or mend the indentation`
	case strings.Contains(what, "did not find expected key"):
		remedy = "indent the keys of one group alike"
	case strings.Contains(what, "did not find expected ',' or"):
		remedy = "close the { } or [ ] and separate with commas"
	}
	return line, "this is not YAML: " + what, remedy
}

// plain refuses what a journey file does not need and bombs are made of.
func (r *reader) plain(n *yaml.Node, depth int) bool {
	v := value{n, ""}
	before := len(r.mistakes)
	switch {
	case depth > maxDepth:
		r.wrong(v, "write it flatter", "the file is nested too deep")
		return false
	case n.Kind == yaml.AliasNode:
		r.wrong(v, "write it out", "the alias *%s is not allowed", shorten(n.Value))
		return false
	case n.Style&yaml.TaggedStyle != 0:
		r.wrong(v, "remove it", "the tag %s is not allowed", shorten(n.Tag))
	}
	for i, child := range n.Content {
		if n.Kind == yaml.MappingNode && i%2 == 0 && child.ShortTag() == "!!merge" {
			r.wrong(value{child, ""}, "write the keys out", `"<<" is not allowed`)
			return false
		}
		r.plain(child, depth+1)
	}
	return len(r.mistakes) == before
}
