package digest_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/waymood/waymood/internal/digest"
	"github.com/waymood/waymood/internal/i18n"
	"github.com/waymood/waymood/internal/journey"
	"github.com/waymood/waymood/internal/survey"
)

var dawn = digest.Named{Key: "dawn", Name: survey.Wording{"zh-Hant": "晨曦咖啡", "zh-Hans": "晨曦咖啡", "uk": "Кав’ярня «Світанок»", "en": "Dawn Café"}}

// found is an alert at one of the tests' touchpoints.
func found(kind digest.AlertKind, touchpoint int, from, to float64, answers int64) digest.AlertItem {
	day, err := journey.ParseDay("2026-11-03")
	if err != nil {
		panic(err)
	}
	return digest.AlertItem{
		Kind: kind, Journey: dawn, Touchpoint: digest.Named{Key: names[touchpoint].key, Name: names[touchpoint].name},
		Since: day, From: from, To: to, Answers: answers,
	}
}

// Every line of the golden file is meant to be read.
func TestAlertSay(t *testing.T) {
	catalog, err := i18n.Load()
	if err != nil {
		t.Fatal(err)
	}
	delight := found(digest.Fall, 3, 88, 71, 22)
	delight.Delight, delight.Team = true, "bar"
	better := found(digest.Rise, 3, 80, 92, 1)
	better.Delight = true
	tablet, bare, everywhere := found(digest.Silent, 1, 5.2, 0, 0), found(digest.Silent, 1, 5.2, 0, 0), found(digest.Silent, 1, 5.2, 0, 0)
	tablet.Placement, tablet.Channel = digest.Named{Key: "k7q2x", Name: survey.Wording{"zh-Hant": "門口", "zh-Hans": "门口", "uk": "Вхід", "en": "Door"}}, "kiosk"
	tablet.Heard = time.Date(2026, 11, 3, 14, 5, 0, 0, time.FixedZone("", 8*3600))
	bare.Placement, bare.Channel = digest.Named{Key: "k7q2y"}, "qr"
	everywhere.Touchpoint = digest.Named{}
	behind := digest.AlertItem{Kind: digest.Behind, Answers: 1203}
	var b strings.Builder
	for _, c := range []struct {
		name string
		a    digest.Alert
	}{
		{"a fall", digest.Alert{Found: []digest.AlertItem{found(digest.Fall, 1, 57.4, 40.6, 23)}}},
		{"a delight that falls", digest.Alert{Found: []digest.AlertItem{delight}}},
		{"a rise", digest.Alert{Found: []digest.AlertItem{found(digest.Rise, 1, 41, 57, 2)}}},
		{"a delight that rises", digest.Alert{Found: []digest.AlertItem{better}}},
		{"silence", digest.Alert{Found: []digest.AlertItem{found(digest.Silent, 1, 5.2, 0, 0)}}},
		{"silence where few answer", digest.Alert{Found: []digest.AlertItem{found(digest.Silent, 1, 0.62, 0, 0)}}},
		{"silence at a tablet", digest.Alert{Found: []digest.AlertItem{tablet}}},
		{"silence at a code without a place", digest.Alert{Found: []digest.AlertItem{bare}}},
		{"silence everywhere", digest.Alert{Found: []digest.AlertItem{everywhere}}},
		{"undelivered", digest.Alert{Found: []digest.AlertItem{{Kind: digest.Undelivered, About: "1"}}}},
		{"unheard", digest.Alert{Found: []digest.AlertItem{{Kind: digest.Unheard, About: "Till"}}}},
		{"unmade", digest.Alert{Found: []digest.AlertItem{{Kind: digest.Unmade, About: "Dawn Café", Since: behind.Since + 20000}}}},
		{"behind", digest.Alert{Found: []digest.AlertItem{behind}}},
		{"two things", digest.Alert{Found: []digest.AlertItem{found(digest.Fall, 1, 57, 41, 5), better}}},
		{"many things", digest.Alert{Found: []digest.AlertItem{delight, found(digest.Silent, 1, 5, 0, 0), behind, better, found(digest.Rise, 0, 1, 2, 21), found(digest.Rise, 2, 1, 2, 21)}}},
	} {
		fmt.Fprintf(&b, "%s\n", c.name)
		for _, lang := range survey.Languages {
			said := c.a.Say(catalog.In(lang))
			fmt.Fprintf(&b, "  %s | %s\n", said.Subject, said.Lead)
			for _, item := range said.Items {
				fmt.Fprintf(&b, "    %s | %s | %s | %s | %s\n", item.Title, strings.Join(item.Lines, " | "), item.Where, item.Look, item.Path)
			}
			fmt.Fprintf(&b, "    %s\n", strings.Join(said.Foot, " | "))
		}
		kept, err := json.Marshal(c.a)
		if err != nil {
			t.Fatal(err)
		}
		var again digest.Alert
		if err := json.Unmarshal(kept, &again); err != nil || cmp.Diff(c.a, again) != "" {
			t.Errorf("%s is kept as something else: %v %s", c.name, err, cmp.Diff(c.a, again))
		}
	}
	golden(t, "testdata/alert.txt", b.String())
}
