package main

import (
	"fmt"
	"os"
	"strings"

	"github.com/waymood/waymood/internal/raster"
)

// pictures is the setting of commands that paint maps.
type pictures struct {
	Fonts string `placeholder:"FOLDER" vars:"WAYMOOD_FONTS" help:"Where else to look for a font with Chinese characters, for pictures of maps. Default: the machine's own folders of fonts."`
}

// folders are where fonts are looked for, the one that was named first.
func (p *pictures) folders() ([]string, error) {
	home, err := os.UserHomeDir()
	if err != nil {
		home = "" // a service's user often has none
	}
	list := raster.FontFolders(home)
	if p.Fonts == "" {
		return list, nil
	}
	if info, err := os.Stat(p.Fonts); err != nil || !info.IsDir() {
		return nil, fmt.Errorf("it is no folder that can be read; leave it out, or name the folder that holds the font's file")
	}
	return append([]string{p.Fonts}, list...), nil
}

// chinese is a few characters that only fonts made for Chinese have, of both
// scripts.
const chinese = "旅程排隊队簡简"

// letters says whether pictures of maps can be painted in all four languages.
func (c *doctorCommand) letters(folders []string) finding {
	fonts, err := raster.FindFonts(folders)
	if err != nil {
		return finding{"fonts", "bad", err.Error()}
	}
	if len(fonts.Lacks(chinese)) == 0 {
		return finding{"fonts", "ok", strings.Join(fonts.Files, ", ")}
	}
	return finding{"fonts", "note", "none with Chinese characters, so pictures of maps (PNG) are in English; install fonts-noto-cjk (Debian), font-noto-cjk (Alpine) or google-noto-sans-cjk-fonts (Fedora), or name a folder with --fonts"}
}
