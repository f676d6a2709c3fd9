package i18n_test

import (
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"go.yaml.in/yaml/v3"

	"github.com/waymood/waymood/internal/i18n"
	"github.com/waymood/waymood/internal/survey"
)

// forms are the plural forms of each language, as CLDR has them.
var forms = map[string][]string{
	"en":      {"one", "other"},
	"uk":      {"few", "many", "one", "other"},
	"zh-Hant": {"other"},
	"zh-Hans": {"other"},
}

// message is a text by plural form, "" for a text without.
type message map[string]string

// areas are all messages by area, language and id.
func areas(t *testing.T) map[string]map[string]map[string]message {
	t.Helper()
	all := map[string]map[string]map[string]message{}
	files, err := fs.Glob(os.DirFS("."), "messages/*.yaml")
	if err != nil || len(files) == 0 {
		t.Fatalf("no message files: %v", err)
	}
	for _, file := range files {
		area, lang, ok := strings.Cut(strings.TrimSuffix(path.Base(file), ".yaml"), ".")
		if !ok || forms[lang] == nil {
			t.Errorf("%s: is not named area.language.yaml", file)
			continue
		}
		b, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var raw map[string]any
		if err := yaml.Unmarshal(b, &raw); err != nil { // also refuses a key that stands there twice
			t.Errorf("%s: %v", file, err)
			continue
		}
		if all[area] == nil {
			all[area] = map[string]map[string]message{}
		}
		all[area][lang] = map[string]message{}
		flatten(t, file, "", raw, all[area][lang])
	}
	return all
}

// flatten gives nested keys their dotted ids, as go-i18n reads them.
func flatten(t *testing.T, file, prefix string, raw map[string]any, into map[string]message) {
	for key, v := range raw {
		id := key
		if prefix != "" {
			id = prefix + "." + key
		}
		switch v := v.(type) {
		case string:
			into[id] = message{"": v}
		case map[string]any:
			m := message{}
			for form, text := range v {
				if s, ok := text.(string); ok && slices.Contains(forms["uk"], form) {
					m[form] = s
				}
			}
			switch {
			case len(m) == len(v) && len(m) > 0:
				into[id] = m
			case len(m) > 0:
				t.Errorf("%s: %s mixes plural forms with something else", file, id)
			default:
				flatten(t, file, id, v, into)
			}
		default:
			t.Errorf("%s: %s is %T, not a text; put it in quotation marks", file, id, v)
		}
	}
}

var placeholder = regexp.MustCompile(`\{\{[^}]*\}\}`)

func placeholders(s string) string {
	found := placeholder.FindAllString(s, -1)
	slices.Sort(found)
	return strings.Join(slices.Compact(found), " ")
}

// TestMessagesComplete holds for every area of messages: the same ids with the
// same placeholders and all plural forms in all languages.
func TestMessagesComplete(t *testing.T) {
	for area, byLang := range areas(t) {
		for lang, want := range forms {
			t.Run(area+"."+lang, func(t *testing.T) {
				messages := byLang[lang]
				if messages == nil {
					t.Fatalf("messages/%s.%s.yaml is missing", area, lang)
				}
				for id := range byLang["en"] {
					if messages[id] == nil {
						t.Errorf("%s is missing", id)
					}
				}
				for id, m := range messages {
					original := byLang["en"][id]
					if original == nil {
						t.Errorf("%s has no English original", id)
						continue
					}
					_, plain := m[""]
					_, plainOriginal := original[""]
					if plain != plainOriginal {
						t.Errorf("%s has plural forms in one language and none in another", id)
						continue
					}
					if !plain {
						if got := slices.Sorted(maps.Keys(m)); !slices.Equal(got, want) {
							t.Errorf("%s has the plural forms %v, want %v", id, got, want)
						}
					}
					most := placeholders(original[""] + original["other"])
					for form, text := range m {
						if strings.TrimSpace(text) == "" {
							t.Errorf("%s %s is empty", id, form)
						}
						got := placeholders(text)
						// "one" may say the number in a word.
						if got != most && !(form == "one" && got == strings.TrimSpace(strings.ReplaceAll(most, "{{.Count}}", ""))) {
							t.Errorf("%s %s has the placeholders %q, the English text %q", id, form, got, most)
						}
					}
				}
			})
		}
	}
}

// international are words that stay as they are in every language.
var international = regexp.MustCompile(`(?i)\b(waymood|csat|nps|ces|svg|png|csv|xlsx|jsonl?|yaml|api|qr|url|html|pdf|ok|https?|utf-8|id|ip|e-?mail|webhooks?|cookie|code|sqlite|postgresql|smtp|excel|localhost|[a-z.]*example\.(org|com)|a[345])\b`)

// TestMessagesTranslated finds texts that were left in English, or in the
// script of a neighbour.
func TestMessagesTranslated(t *testing.T) {
	own := map[string]*unicode.RangeTable{"uk": unicode.Cyrillic, "zh-Hant": unicode.Han, "zh-Hans": unicode.Han}
	for area, byLang := range areas(t) {
		for lang, script := range own {
			for id, m := range byLang[lang] {
				for form, text := range m {
					where := fmt.Sprintf("%s.%s: %s %s: %q", area, lang, id, form, text)
					words := international.ReplaceAllString(placeholder.ReplaceAllString(text, ""), "")
					letters := strings.ContainsFunc(words, unicode.IsLetter)
					if letters && !strings.ContainsFunc(words, func(r rune) bool { return unicode.Is(script, r) }) {
						t.Errorf("%s has no word of its language", where)
					}
					if lang != "uk" && strings.ContainsFunc(words, func(r rune) bool { return unicode.Is(unicode.Cyrillic, r) }) {
						t.Errorf("%s has Cyrillic letters", where)
					}
					if lang != "uk" && regexp.MustCompile(`\p{Han}[,;:?!]`).MatchString(words) {
						t.Errorf("%s has half-width punctuation after a Han character", where)
					}
				}
			}
			for id, m := range byLang["en"] {
				for form, text := range m {
					if strings.ContainsFunc(text, func(r rune) bool { return unicode.In(r, unicode.Han, unicode.Cyrillic) }) {
						t.Errorf("%s.en: %s %s: %q is not English", area, id, form, text)
					}
				}
			}
		}
	}
}

// TestVoice speaks all messages of all languages and plural forms once.
func TestVoice(t *testing.T) {
	catalog, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	for area, byLang := range areas(t) {
		for _, lang := range survey.Languages {
			voice := catalog.In(lang)
			for id, m := range byLang[lang] {
				args := []any{}
				if _, plain := m[""]; !plain {
					args = append(args, "Count", 3)
				}
				if got := voice.T(id, args...); got == id || got == "" {
					t.Errorf("%s.%s: T(%q) = %q", area, lang, id, got)
				}
			}
		}
	}
}

// TestPlurals holds the four forms of Ukrainian to their numbers.
func TestPlurals(t *testing.T) {
	catalog, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	for lang, want := range map[string]map[int]string{
		"uk": {
			0: "0 зірок", 1: "1 зірка", 2: "2 зірки", 4: "4 зірки", 5: "5 зірок", 11: "11 зірок", 12: "12 зірок",
			21: "21 зірка", 22: "22 зірки", 25: "25 зірок", 101: "101 зірка", 111: "111 зірок",
		},
		"en":      {0: "0 stars", 1: "1 star", 2: "2 stars", 21: "21 stars"},
		"zh-Hant": {1: "1 顆星", 2: "2 顆星"},
		"zh-Hans": {1: "1 颗星", 2: "2 颗星"},
	} {
		for n, text := range want {
			if got := catalog.In(lang).T("visit.stars", "Count", n); got != text {
				t.Errorf("%s: %d is %q, want %q", lang, n, got, text)
			}
		}
	}
	if got := catalog.In("fr").Lang; got != "en" {
		t.Errorf("an unknown language speaks %q", got)
	}
}
