package poster

import (
	"archive/zip"
	"fmt"
	"io"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// Hung is a poster with what its files are named after.
type Hung struct {
	*Poster
	Journey, Touchpoint string // keys
	Place               string // in words, or ""
}

// qrPixels is the width that a viewer gives a QR code's drawing at first.
const qrPixels = 1024

// Zip writes all drawings of posters: a folder for each touchpoint, in it for
// each placement the plain code and every format. The same posters make the
// same bytes.
func Zip(w io.Writer, posters []Hung) error {
	z := zip.NewWriter(w)
	always := time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC) // the first day that the format knows
	add := func(name, drawing string) error {
		f, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: always})
		if err == nil {
			_, err = io.WriteString(f, drawing)
		}
		if err != nil {
			return fmt.Errorf("pack %s: %w", name, err)
		}
		return nil
	}
	for _, p := range posters {
		// The code comes whole and last: long places may begin alike.
		base := FileName(p.Touchpoint) + "/" + FileName(strings.Join([]string{p.Journey, p.Touchpoint, p.Place}, " ")) + "-" + p.ID
		plain, err := Encode(p.Address, false)
		if err != nil {
			return err
		}
		if err := add(base+"-qr.svg", plain.SVG(qrPixels, nil)); err != nil {
			return err
		}
		if p.Logo != nil {
			if err := add(base+"-qr-logo.svg", p.Code.SVG(qrPixels, p.Logo)); err != nil {
				return err
			}
		}
		for _, f := range Formats {
			if err := add(base+"-"+string(f)+".svg", p.Draw(f)); err != nil {
				return err
			}
		}
	}
	return z.Close()
}

// longestName in bytes. With a code of 32 and an ending it stays below the 255
// that file systems take.
const longestName = 180

// FileName makes a file's name of any text: letters and digits of every script
// stay, all else parts words and becomes one hyphen, so that no name leads out
// of its folder or means anything to a shell. It is never empty.
func FileName(s string) string {
	mark := func(r rune) bool { return unicode.Is(unicode.Mn, r) } // an accent of its own: it belongs to a letter
	var words []string
	for _, w := range strings.FieldsFunc(s, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !mark(r) }) {
		if w = strings.TrimLeftFunc(w, mark); w != "" {
			words = append(words, w)
		}
	}
	name := strings.Join(words, "-")
	if name == "" {
		return "x"
	}
	for len(name) > longestName {
		_, last := utf8.DecodeLastRuneInString(name)
		name = name[:len(name)-last]
	}
	return strings.Trim(name, "-")
}
