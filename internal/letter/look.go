package letter

import (
	"fmt"
	"html/template"
)

// The colours of letters in light, which stand in every element: many programs
// read no style sheet. Those of the dark stand in the template's own sheet, by
// class.
const (
	ink    = "#1f2933"
	soft   = "#55606b"
	line   = "#d5dce2"
	ground = "#f3f5f7"
	paper  = "#ffffff"
	linked = "#00598c"
	faint  = "#f6f8fa"
	note   = "#fff6e5"
)

// look is the style of each kind of element. Sizes are pixels, as mail programs
// expect; a program that enlarges text enlarges them, too.
var look = map[string]string{
	"body":            "margin:0;padding:0;width:100%;background:" + ground + ";",
	"hidden":          "display:none;max-height:0;overflow:hidden;mso-hide:all;font-size:1px;line-height:1px;color:" + ground + ";",
	"whole":           "width:100%;border-collapse:collapse;background:" + ground + ";",
	"outer":           "padding:20px 8px 32px;",
	"frame":           "width:100%;max-width:600px;border-collapse:separate;border-spacing:0;",
	"brand":           "padding:4px 8px 12px;font-size:15px;line-height:22px;font-weight:bold;color:" + ink + ";text-align:left;",
	"paper":           "padding:26px 28px 30px;background:" + paper + ";border:1px solid " + line + ";border-radius:12px;font-size:16px;line-height:25px;color:" + ink + ";text-align:left;",
	"small":           "padding:18px 28px 4px;font-size:13px;line-height:20px;color:" + soft + ";text-align:left;",
	"about":           "margin:0 0 6px;font-size:14px;line-height:20px;color:" + soft + ";",
	"title":           "margin:0 0 14px;font-size:24px;line-height:31px;font-weight:bold;color:" + ink + ";",
	"heading":         "margin:30px 0 10px;font-size:18px;line-height:25px;font-weight:bold;color:" + ink + ";",
	"head of card":    "margin:0 0 10px;font-size:18px;line-height:25px;font-weight:bold;color:" + ink + ";",
	"label":           "margin:18px 0 6px;font-size:15px;line-height:22px;font-weight:bold;color:" + ink + ";",
	"strong":          "margin:0 0 12px;font-size:18px;line-height:26px;font-weight:bold;color:" + ink + ";",
	"text":            "margin:0 0 12px;",
	"fact":            "margin:0 0 7px;",
	"about of fact":   "color:" + soft + ";",
	"list":            "margin:0 0 12px;padding:0 0 0 22px;",
	"item":            "margin:0 0 7px;",
	"notices":         "width:100%;border-collapse:separate;border-spacing:0;margin:0 0 18px;",
	"notice":          "padding:11px 14px;background:" + note + ";border-radius:8px;font-size:15px;line-height:22px;color:" + ink + ";",
	"quotes":          "width:100%;border-collapse:collapse;margin:0 0 10px;",
	"quote":           "padding:3px 0 3px 14px;border-left:4px solid #9ecae1;font-size:16px;line-height:24px;color:" + ink + ";",
	"buttons":         "width:100%;border-collapse:separate;border-spacing:0;margin:10px 0 14px;",
	"gap":             "width:8px;font-size:1px;line-height:1px;",
	"first":           "background:" + linked + ";border:2px solid " + linked + ";border-radius:8px;text-align:center;mso-padding-alt:11px 8px;",
	"other":           "background:" + paper + ";border:2px solid " + linked + ";border-radius:8px;text-align:center;mso-padding-alt:11px 8px;",
	"press":           "display:block;padding:11px 6px;font-size:15px;line-height:20px;font-weight:bold;text-decoration:none;color:#ffffff;",
	"choose":          "display:block;padding:11px 6px;font-size:15px;line-height:20px;font-weight:bold;text-decoration:none;color:" + linked + ";",
	"links":           "margin:10px 0 0;",
	"line":            "color:" + ink + ";text-decoration:underline;text-decoration-color:#9aa7b3;text-underline-offset:3px;",
	"link":            "color:" + linked + ";text-decoration:underline;",
	"links below":     "margin:0 0 6px;",
	"drawing":         "margin:6px 0 4px;padding:0;background:#ffffff;border-radius:8px;",
	"image":           "display:block;width:100%;height:auto;border:0;border-radius:8px;color:" + ink + ";font-size:14px;line-height:20px;",
	"legend":          "margin:0 0 12px;font-size:14px;line-height:20px;color:" + soft + ";",
	"scores":          "width:100%;border-collapse:collapse;margin:4px 0 8px;font-size:14px;line-height:20px;color:" + ink + ";",
	"caption":         "padding:8px 0 6px;text-align:left;font-size:14px;line-height:20px;color:" + soft + ";",
	"head":            "padding:6px 8px 6px 0;border-bottom:2px solid " + line + ";text-align:left;vertical-align:bottom;font-weight:bold;color:" + soft + ";",
	"head of figures": "padding:6px 0 6px 8px;border-bottom:2px solid " + line + ";text-align:right;vertical-align:bottom;white-space:nowrap;font-weight:bold;color:" + soft + ";",
	"name":            "padding:6px 8px 6px 0;border-bottom:1px solid " + line + ";text-align:left;vertical-align:top;font-weight:normal;",
	"figure":          "padding:6px 0 6px 8px;border-bottom:1px solid " + line + ";text-align:right;vertical-align:top;white-space:nowrap;",
	"lack":            "padding:6px 0 6px 8px;border-bottom:1px solid " + line + ";text-align:right;vertical-align:top;color:" + soft + ";",
	"card":            "width:100%;border-collapse:separate;border-spacing:0;margin:0 0 18px;",
	"card of parts":   "padding:18px 18px 16px;background:" + faint + ";border:1px solid " + line + ";border-radius:10px;",
}

// fonts of each language, of the machines that mails are read on.
var fonts = map[string]string{
	"zh-Hant": "'PingFang TC','Microsoft JhengHei','Noto Sans TC','Noto Sans CJK TC'",
	"zh-Hans": "'PingFang SC','Microsoft YaHei','Noto Sans SC','Noto Sans CJK SC'",
}

// family is the list of fonts for a language.
func family(language string) template.CSS {
	han := fonts[language]
	if han == "" {
		han = fonts["zh-Hant"]
	}
	return template.CSS("font-family:-apple-system,BlinkMacSystemFont,'Segoe UI',Roboto,'Helvetica Neue',Arial," + han + ",sans-serif;")
}

// style of a kind of element.
func style(kind string) (template.CSS, error) {
	s, ok := look[kind]
	if !ok {
		return "", fmt.Errorf("letters have no style %q", kind)
	}
	return template.CSS(s), nil
}

// Outlook on Windows lays out with Word, which knows no largest width and takes
// Times for fonts it does not have. What only it reads stands in comments, which
// templates would leave out.
func word(part string) (template.HTML, error) {
	inner, ok := map[string]string{
		"head": `<xml><o:OfficeDocumentSettings><o:AllowPNG/><o:PixelsPerInch>96</o:PixelsPerInch></o:OfficeDocumentSettings></xml>` +
			`<style>td,th,p,a,li,h1,h2,h3,caption{font-family:'Segoe UI','Microsoft JhengHei',Arial,sans-serif !important}table{border-collapse:collapse}</style>`,
		"frame":     `<table role="presentation" width="600" cellpadding="0" cellspacing="0" border="0" align="center"><tr><td>`,
		"frame end": `</td></tr></table>`,
	}[part]
	if !ok {
		return "", fmt.Errorf("letters have nothing for Word called %q", part)
	}
	return template.HTML("<!--[if mso]>" + inner + "<![endif]-->"), nil
}
