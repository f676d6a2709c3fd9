package staff

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"net/url"
	"strconv"
	"time"
)

// shownAgain is how long a secret that is shown once is shown to who sends the
// same form again: of a double press browsers show the last answer alone.
const shownAgain = 10 * time.Minute

// Once tells a form from all others, in its field of this name.
func (pg *page) Once() string { return rand.Text() }

// pressed is the id of what a form makes. A form that is sent again as it is, by
// a double press or by loading the answer anew, makes the same thing; with other
// content it makes another. "" where the form has no field "once".
func pressed(form url.Values) string {
	if form.Get("once") == "" {
		return ""
	}
	sum := sha256.Sum256([]byte(form.Encode()))
	return base64.RawURLEncoding.EncodeToString(sum[:12])
}

// instant writes a time into a form, so that the form says what its page showed;
// momentOf reads it. The zero time is 0.
func instant(t time.Time) string {
	if t.IsZero() {
		return "0"
	}
	return strconv.FormatInt(t.UnixMilli(), 10)
}

func momentOf(text string) (time.Time, error) {
	ms, err := strconv.ParseInt(text, 10, 64)
	if err != nil || ms == 0 {
		return time.Time{}, err
	}
	return time.UnixMilli(ms).UTC(), nil
}
