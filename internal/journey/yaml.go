package journey

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"
)

// mapping builds a mapping node; it leaves out what is empty.
type mapping struct{ *yaml.Node }

func newMapping() mapping { return mapping{&yaml.Node{Kind: yaml.MappingNode}} }

func (m mapping) put(key string, n *yaml.Node) {
	if n != nil {
		m.Content = append(m.Content, text(key), n)
	}
}

func (m mapping) text(key, s string) {
	if s != "" {
		m.put(key, text(s))
	}
}

func (m mapping) truth(key string, b bool) {
	if b {
		m.put(key, plain("true", "!!bool"))
	}
}

func (m mapping) number(key string, f float64) { m.put(key, number(f)) }

func text(s string) *yaml.Node { return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: s} }

func plain(s, tag string) *yaml.Node { return &yaml.Node{Kind: yaml.ScalarNode, Tag: tag, Value: s} }

func number(f float64) *yaml.Node {
	s := strconv.FormatFloat(f, 'f', -1, 64)
	if strings.Contains(s, ".") {
		return plain(s, "!!float")
	}
	return plain(s, "!!int")
}

// list is nil without items.
func list(items []*yaml.Node) *yaml.Node {
	if len(items) == 0 {
		return nil
	}
	return &yaml.Node{Kind: yaml.SequenceNode, Content: items}
}

func texts(all []string) *yaml.Node {
	items := make([]*yaml.Node, len(all))
	for i, s := range all {
		items[i] = text(s)
	}
	return inline(list(items))
}

// flowWidth is how long a group may be to stand on one line, in columns.
const flowWidth = 110

// inline puts a short group on one line, in braces.
func inline(n *yaml.Node) *yaml.Node {
	if n != nil && width(n) <= flowWidth {
		n.Style |= yaml.FlowStyle
	}
	return n
}

// width is about how many columns a node takes on one line; Han are two wide.
func width(n *yaml.Node) int {
	w := 2
	if strings.Contains(n.Value, "\n") {
		return flowWidth + 1
	}
	for _, r := range n.Value {
		if w++; r >= 0x2E80 && utf8.RuneLen(r) > 2 {
			w++
		}
	}
	for _, child := range n.Content {
		w += width(child)
	}
	return w
}
