package i18n

// Hidden is what stands for a name or a contact that is not shown: "[name]",
// "〔電話〕". Kinds are those of text.Word.
func (v Voice) Hidden(kind string) string { return v.T("mask.hidden_" + kind) }
