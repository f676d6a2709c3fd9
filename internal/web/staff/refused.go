package staff

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/waymood/waymood/internal/fault"
)

// refused are the fields of an action's forms that cannot be kept so, by their
// ids, with what is wrong in words.
type refused map[string]string

// formOrder is how these fields follow each other on the pages. Texts for
// customers, one a language, come after them.
var formOrder = [...]string{"changed", "title", "touchpoint", "kind", "owner", "due", "expected", "hypothesis", "checklist", "live_on", "reason", "stance-note"}

// InOrder are the fields as one meets them on the page.
func (r refused) InOrder() []option {
	place := func(id string) int {
		if n := slices.Index(formOrder[:], id); n >= 0 {
			return n
		}
		return len(formOrder)
	}
	var list []option
	for _, id := range slices.SortedFunc(maps.Keys(r), func(a, b string) int { return cmp.Or(cmp.Compare(place(a), place(b)), cmp.Compare(a, b)) }) {
		list = append(list, option{Value: id, Label: r[id]})
	}
	return list
}

// wrongs are the refused fields of an error, in words.
func (pg *page) wrongs(err error, prefix string) refused {
	list := refused{}
	for _, param := range fault.Params(err) {
		args := []any{}
		if most, ok := param.Args["Most"]; ok {
			args = append(args, "Most", most)
		}
		name, _, _ := strings.Cut(param.Name, ".")
		list[prefix+strings.ReplaceAll(param.Name, ".", "-")] = pg.T("action.wrong."+name+"_"+param.Code, args...)
	}
	return list
}
