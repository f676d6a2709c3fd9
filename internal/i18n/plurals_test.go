package i18n_test

import (
	"flag"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/waymood/waymood/internal/i18n"
)

var update = flag.Bool("update", false, "write the golden files")

// mailed are the areas of messages that reach people by mail or chat.
var mailed = []string{"alert", "desk", "digest", "hook", "letter", "post"}

// TestPluralForms writes every message of mails that counts something, with the
// counts at which its language changes form. The golden files are meant to be
// read.
func TestPluralForms(t *testing.T) {
	catalog, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	all := areas(t)
	for lang, counts := range map[string][]any{
		"en": {0, 1, 2, 21, "1.5"}, "uk": {0, 1, 2, 5, 11, 21, 22, 25, "1.5"}, "zh-Hant": {0, 1, 2}, "zh-Hans": {0, 1, 2},
	} {
		t.Run(lang, func(t *testing.T) {
			var b strings.Builder
			voice := catalog.In(lang)
			for _, area := range mailed {
				messages := all[area][lang]
				for _, id := range slices.Sorted(maps.Keys(messages)) {
					if _, plain := messages[id][""]; plain {
						continue
					}
					fmt.Fprintln(&b, id)
					for _, n := range counts {
						args := []any{"Count", n, "N", n, "Answers", n}
						for _, p := range placeholder.FindAllString(messages[id]["other"], -1) {
							if name := strings.Trim(p, "{} ."); !slices.Contains(args, any(name)) {
								args = append(args, name, strings.ToUpper(name))
							}
						}
						fmt.Fprintf(&b, "  %s\n", voice.T(id, args...))
					}
				}
			}
			file := "testdata/plurals." + lang + ".txt"
			if *update {
				if err := os.WriteFile(file, []byte(b.String()), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), b.String()); diff != "" {
				t.Errorf("%s (-want +got):\n%s", file, diff)
			}
		})
	}
}
