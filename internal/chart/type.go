package chart

// Width is about how wide a text will be in a system's sans serif, in the unit
// of size; rather too wide than too narrow. For other drawings of this program.
func Width(s string, size float64, bold bool) float64 {
	return textWidth(s, style{size: size, bold: bold})
}

// Lines breaks a text into lines of about equal length, none wider than max,
// where its script allows; beyond most lines it ends in an ellipsis. Words
// wider than a line are cut. max and size have the same unit.
func Lines(s string, max float64, most int, size float64, bold bool) []string {
	return balance(s, max, most, style{size: size, bold: bold})
}

// Fits tells whether no word of a text is wider than max.
func Fits(s string, max, size float64, bold bool) bool {
	return fits(s, max, style{size: size, bold: bold})
}
