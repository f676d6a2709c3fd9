package templates

import (
	"fmt"
	"slices"
	"strings"
)

// Journeys are the names of the journeys to begin with, in the order in which
// they are offered. The last two have stages and surveys, and no touchpoints.
func Journeys() []string {
	return []string{"cafe", "web-shop", "electronics", "fashion", "five-stages", "four-stages"}
}

// Journey is the file of one of Journeys; an error names what there is.
func Journey(name string) ([]byte, error) {
	if !slices.Contains(Journeys(), name) {
		return nil, fmt.Errorf("there is no template %q; there is %s", name, strings.Join(Journeys(), ", "))
	}
	return FS.ReadFile("journeys/" + name + ".yaml")
}
