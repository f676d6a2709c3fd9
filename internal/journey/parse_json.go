package journey

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"

	"github.com/waymood/waymood/internal/fault"
)

// ParseJSON reads a journey that is written as JSON with the keys of the
// journey file. What is no JSON is fault.Broken, mistakes in it are a
// *FileError whose mistakes are told by their paths.
func ParseJSON(src []byte) (*Journey, []Warning, error) {
	if len(src) > MaxFileSize {
		return nil, nil, fault.New(fault.TooLarge, "the journey has %d bytes, %d are allowed", len(src), MaxFileSize)
	}
	if !utf8.Valid(src) {
		return nil, nil, fault.New(fault.Broken, "the body is not valid UTF-8")
	}
	p := &jsonParser{src: src, d: json.NewDecoder(bytes.NewReader(src)), line: 1}
	p.d.UseNumber()
	doc, err := p.value(0)
	if err == nil {
		if _, more := p.d.Token(); !errors.Is(more, io.EOF) {
			err = errors.New("there is something after the journey")
		}
	}
	if err != nil {
		return nil, nil, fault.New(fault.Broken, "the body is not JSON: %v", err)
	}
	r := &reader{isJSON: true}
	journeys, warnings, err := r.journeys([]*yaml.Node{doc})
	if err != nil {
		return nil, warnings, err
	}
	return journeys[0], warnings, nil
}

// jsonParser makes the same nodes of JSON as the YAML reader makes of YAML.
type jsonParser struct {
	src  []byte
	d    *json.Decoder
	seen int // offset up to which line is counted
	line int
}

func (p *jsonParser) value(depth int) (*yaml.Node, error) {
	if depth > maxDepth {
		return nil, errors.New("it is nested too deep")
	}
	token, err := p.d.Token()
	if err != nil {
		if errors.Is(err, io.EOF) {
			err = io.ErrUnexpectedEOF
		}
		return nil, err
	}
	n := p.node()
	switch t := token.(type) {
	case json.Delim:
		n.Kind = yaml.SequenceNode
		if t == '{' {
			n.Kind = yaml.MappingNode
		}
		for p.d.More() {
			child, err := p.value(depth + 1) // a key is a string token like any other
			if err != nil {
				return nil, err
			}
			n.Content = append(n.Content, child)
		}
		_, err = p.d.Token()
		return n, err
	case string:
		n.Tag, n.Value = "!!str", t
	case json.Number:
		n.Tag, n.Value = "!!float", t.String()
	case bool:
		n.Tag, n.Value = "!!bool", fmt.Sprint(t)
	case nil:
		n.Tag, n.Value = "!!null", "null"
	}
	return n, nil
}

func (p *jsonParser) node() *yaml.Node {
	at := int(p.d.InputOffset())
	p.line += bytes.Count(p.src[p.seen:at], []byte("\n"))
	p.seen = at
	return &yaml.Node{Kind: yaml.ScalarNode, Line: p.line, Column: at - bytes.LastIndexByte(p.src[:at], '\n') - 1}
}
