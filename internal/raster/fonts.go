package raster

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/sfnt"
)

// Fonts are those that pictures are painted with: the Go fonts, which are part
// of the program and have Latin, Greek and Cyrillic letters, and what the
// machine has for Han characters. They may be used by many at once.
type Fonts struct {
	faces []face // in the order in which they are asked for a character
	Files []string
}

type face struct {
	*sfnt.Font
	bold   bool
	script string // of Han: "TC", "SC", "" for either
	own    bool   // part of the program
}

// families of fonts with Han characters, as their files' names begin, in lower
// case: those of Debian, Alpine, Fedora, macOS and Windows.
var families = []string{
	"notosanscjk", "notosanstc", "notosanssc", "notosanshk", "sourcehansans", "notosanscjktc", "notosanscjksc",
	"pingfang", "stheiti", "hiraginosansgb", "msjh", "msyh", "wqy-", "wqymicrohei", "wqyzenhei", "droidsansfallback", "dejavusans.ttf", "dejavusans-bold.ttf",
}

// mostFiles that are looked at in the folders of fonts.
const mostFiles = 20_000

// FontFolders are where machines keep fonts; home may be "".
func FontFolders(home string) []string {
	list := []string{"/usr/share/fonts", "/usr/local/share/fonts", "/System/Library/Fonts", "/Library/Fonts", `C:\Windows\Fonts`}
	if home != "" {
		list = append(list, filepath.Join(home, ".fonts"), filepath.Join(home, ".local/share/fonts"), filepath.Join(home, "Library/Fonts"))
	}
	return list
}

// FindFonts looks for fonts in folders and those below them. What is not there
// or cannot be read is passed over: Lacks says what is missing in the end. The
// files stay open.
func FindFonts(folders []string) (*Fonts, error) {
	f := &Fonts{}
	for _, own := range []struct {
		ttf  []byte
		bold bool
	}{{goregular.TTF, false}, {gobold.TTF, true}} {
		font, err := sfnt.Parse(own.ttf)
		if err != nil {
			return nil, fmt.Errorf("read the program's own font: %w", err)
		}
		f.faces = append(f.faces, face{Font: font, bold: own.bold, own: true})
	}
	for _, path := range found(folders) {
		f.open(path)
	}
	return f, nil
}

// found are the files of known families, in the families' order.
func found(folders []string) []string {
	var list []string
	seen := 0
	for _, folder := range folders {
		_ = filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
			if seen++; seen > mostFiles {
				return filepath.SkipAll
			}
			if err == nil && !d.IsDir() && family(path) < len(families) && weight(path) {
				list = append(list, path)
			}
			return nil // a folder that cannot be read is as one that is not there
		})
	}
	slices.SortStableFunc(list, func(a, b string) int { return family(a) - family(b) })
	return slices.Compact(list)
}

// family is a file's place in the order of families, len(families) for none.
func family(path string) int {
	name := strings.ToLower(filepath.Base(path))
	if i := slices.IndexFunc(families, func(f string) bool { return strings.HasPrefix(name, f) }); i >= 0 {
		return i
	}
	return len(families)
}

// weight tells whether a file's name is that of a regular or bold font.
func weight(path string) bool {
	name := strings.ToLower(filepath.Base(path))
	return !slices.ContainsFunc([]string{"light", "thin", "black", "medium", "demi", "oblique", "italic", "mono", "extra", "condensed"},
		func(w string) bool { return strings.Contains(name, w) })
}

// open reads the faces of a file, of a collection those for Chinese.
func (f *Fonts) open(path string) {
	file, err := os.Open(path)
	if err != nil {
		return
	}
	collection, err := sfnt.ParseCollectionReaderAt(file)
	if err != nil {
		_ = file.Close() // was only read
		return
	}
	bold := strings.Contains(strings.ToLower(filepath.Base(path)), "bold") || strings.HasSuffix(strings.ToLower(path), "bd.ttc")
	var buffer sfnt.Buffer
	taken := false
	for i := range collection.NumFonts() {
		font, err := collection.Font(i)
		if err != nil {
			continue
		}
		name, _ := font.Name(&buffer, sfnt.NameIDFamily) // a font without a name is for either script
		script, good := scriptOf(name, collection.NumFonts())
		if good {
			f.faces = append(f.faces, face{Font: font, bold: bold, script: script})
			taken = true
		}
	}
	if taken {
		f.Files = append(f.Files, path)
	} else {
		_ = file.Close() // was only read
	}
}

// scriptOf is which Chinese a font of that name is for, and whether it is for
// any, being one of several in its file.
func scriptOf(name string, of int) (string, bool) {
	switch {
	case strings.Contains(name, "Mono"):
		return "", false
	case strings.HasSuffix(name, " TC"):
		return "TC", true
	case strings.HasSuffix(name, " SC"):
		return "SC", true
	}
	return "", of == 1 || !strings.Contains(name, "CJK")
}

// find is the best face that has a character, and its glyph; nil where none
// has. For Han the language's own face comes first.
func (f *Fonts) find(buffer *sfnt.Buffer, r rune, lang string, bold bool) (*face, sfnt.GlyphIndex) {
	want := "TC"
	if lang == "zh-Hans" {
		want = "SC"
	}
	var best *face
	var glyph sfnt.GlyphIndex
	rank := -1
	for i := range f.faces {
		fc := &f.faces[i]
		own := 0
		if fc.own {
			own += 8
		}
		if fc.script == want {
			own += 4
		}
		if fc.bold == bold {
			own += 2
		}
		if own <= rank {
			continue
		}
		if g, err := fc.GlyphIndex(buffer, r); err == nil && g != 0 {
			best, glyph, rank = fc, g, own
		}
	}
	return best, glyph
}

// Lacks are the characters of a text that no font has, each once.
func (f *Fonts) Lacks(text string) []rune {
	var buffer sfnt.Buffer
	var list []rune
	for _, r := range text {
		if unicode.IsSpace(r) || unicode.IsControl(r) || unicode.Is(unicode.Mn, r) || unicode.Is(unicode.Cf, r) || slices.Contains(list, r) {
			continue
		}
		if fc, _ := f.find(&buffer, r, "", false); fc == nil {
			list = append(list, r)
		}
	}
	return list
}
