package poster

import (
	"bytes"
	"fmt"
	"image"
	"image/jpeg"
	"image/png"

	"golang.org/x/image/webp"

	"github.com/waymood/waymood/internal/fault"
)

// MaxLogo is the size of an uploaded logo in bytes, at most.
const MaxLogo = 2 << 20

const (
	logoPixels = 16_000_000 // in an upload: what is decoded has to fit into memory
	logoSide   = 320        // of what is kept: 300 dpi in the middle of an A4 poster's code

	// What makes a picture smaller needs memory for its longer side, and what
	// reads a JPEG goes through it once for every scan: without these bounds
	// a few kilobytes cost a gigabyte, and two megabytes minutes.
	logoLonger = 1 << 14 // as WebP has it
	logoScans  = 50      // cameras and programs make ten or so
)

// Codes of what can be wrong with an uploaded logo, in the one Param of the
// fault; each is a message poster.logo_….
const (
	LogoTooLarge = "too_large"  // more than MaxLogo: fault.TooLarge
	LogoPixels   = "pixels"     // more than 16 megapixels, or a very long side: fault.Invalid
	LogoKind     = "kind"       // neither PNG nor JPEG nor WebP: fault.Invalid
	LogoBroken   = "unreadable" // begins as one, but is none: fault.Invalid
)

// ReadLogo makes of an uploaded PNG, JPEG or WebP what is kept: a PNG of at most 320
// pixels a side, encoded anew, so that nothing but the picture is left of the
// upload. What it is tells its content, never a name or a stated type, and its
// size is read from its header before it is decoded.
func ReadLogo(upload []byte) ([]byte, error) {
	if len(upload) > MaxLogo {
		return nil, refused(fault.TooLarge, LogoTooLarge, nil)
	}
	size, decode := png.DecodeConfig, png.Decode
	switch {
	case bytes.HasPrefix(upload, []byte("\x89PNG\r\n\x1a\n")):
	case bytes.HasPrefix(upload, []byte("\xff\xd8\xff")):
		if bytes.Count(upload, []byte("\xff\xda")) > logoScans { // in what is coded, no ff is followed so
			return nil, refused(fault.Invalid, LogoBroken, nil)
		}
		size, decode = jpeg.DecodeConfig, jpeg.Decode
	case bytes.HasPrefix(upload, []byte("RIFF")) && len(upload) > 12 && string(upload[8:12]) == "WEBP":
		size, decode = webp.DecodeConfig, webp.Decode
	default:
		return nil, refused(fault.Invalid, LogoKind, nil)
	}
	cfg, err := size(bytes.NewReader(upload))
	if err != nil || cfg.Width < 1 || cfg.Height < 1 {
		return nil, refused(fault.Invalid, LogoBroken, err)
	}
	if cfg.Width > logoPixels/cfg.Height || max(cfg.Width, cfg.Height) > logoLonger {
		return nil, refused(fault.Invalid, LogoPixels, nil)
	}
	var picture image.Image
	if picture, err = decode(bytes.NewReader(upload)); err != nil {
		return nil, refused(fault.Invalid, LogoBroken, err)
	}
	small := shrink(trimmed(picture), logoSide)
	if upload[0] == 0xff {
		small = upright(small, orientation(upload))
	}
	var b bytes.Buffer
	if err := png.Encode(&b, small); err != nil {
		return nil, fmt.Errorf("encode a logo: %w", err)
	}
	return b.Bytes(), nil
}

// trimmed is a picture without its transparent edges, since there is little
// room for a logo in a code; one that is transparent all over stays.
func trimmed(p image.Image) image.Image {
	cut, ok := p.(interface {
		SubImage(r image.Rectangle) image.Image
	})
	if opaque, knows := p.(interface{ Opaque() bool }); !ok || knows && opaque.Opaque() {
		return p
	}
	used := image.Rectangle{}
	for y := p.Bounds().Min.Y; y < p.Bounds().Max.Y; y++ {
		for x := p.Bounds().Min.X; x < p.Bounds().Max.X; x++ {
			if _, _, _, a := p.At(x, y).RGBA(); a > 0 {
				used = used.Union(image.Rect(x, y, x+1, y+1))
			}
		}
	}
	if used.Empty() {
		return p
	}
	return cut.SubImage(used)
}

func refused(kind fault.Kind, code string, cause error) error {
	reason := map[string]string{
		LogoTooLarge: "A logo may have 2 MB at most.",
		LogoPixels:   "A logo may have 16 megapixels at most.",
		LogoKind:     "A logo is a PNG, a JPEG or a WebP.",
		LogoBroken:   "This picture cannot be read.",
	}[code]
	return &fault.Error{Kind: kind, Detail: reason, Cause: cause, Params: []fault.Param{{Name: "logo", Code: code, Reason: reason}}}
}
