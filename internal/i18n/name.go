package i18n

// NameOf is what a language calls itself, which is the same in every language;
// of one that has no catalogue its tag.
func NameOf(tag string) string {
	switch tag {
	case "zh-Hant":
		return "繁體中文"
	case "zh-Hans":
		return "简体中文"
	case "uk":
		return "Українська"
	case "en":
		return "English"
	}
	return tag
}
