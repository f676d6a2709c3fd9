package text

import "strings"

// classes turns lists of words, separated by white space, into a table from
// word to class. A word that stands in two of them is in none.
func classes(lists map[byte]string) map[string]byte {
	m := make(map[string]byte)
	for class, list := range lists {
		for _, w := range strings.Fields(list) {
			if had, ok := m[w]; ok && had != class {
				m[w] = 0
			} else {
				m[w] = class
			}
		}
	}
	return m
}
