package main

import (
	"strings"

	"github.com/alecthomas/kong"
)

// arrange moves flags that stand before their command behind it, where kong
// expects them: "--json key list" becomes "key list --json".
func arrange(root *kong.Node, args []string) []string {
	takesValue := map[string]bool{}
	flagsOf(root, takesValue)
	var path, early []string
	node := root
	for i := 0; i < len(args); i++ {
		arg := args[i]
		switch {
		case arg == "--":
			return append(append(path, early...), args[i:]...)
		case strings.HasPrefix(arg, "-") && len(arg) > 1:
			early = append(early, arg)
			name, _, joined := strings.Cut(strings.TrimLeft(arg, "-"), "=")
			if takesValue[name] && !joined && i+1 < len(args) {
				i++
				early = append(early, args[i])
			}
		default:
			next := child(node, arg)
			if next == nil { // a word that is no command: kong explains
				return append(append(path, args[i:]...), early...)
			}
			path, node = append(path, arg), next
			if len(node.Children) == 0 {
				return append(append(path, early...), args[i+1:]...)
			}
		}
	}
	return append(path, early...)
}

func child(n *kong.Node, name string) *kong.Node {
	for _, c := range n.Children {
		if c.Type == kong.CommandNode && c.Name == name {
			return c
		}
	}
	return nil
}

// flagsOf gathers which flags of all commands are followed by a value. A name
// means the same in every command that has it.
func flagsOf(n *kong.Node, takesValue map[string]bool) {
	for _, f := range n.Flags {
		takesValue[f.Name] = !f.IsBool() && !f.IsCounter()
	}
	for _, c := range n.Children {
		flagsOf(c, takesValue)
	}
}
