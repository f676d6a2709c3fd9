package staff_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/waymood/waymood/internal/account"
	"github.com/waymood/waymood/internal/store"
)

// The page of subscriptions says once of a journey that its digests cannot be
// made, until they are.
func TestUnmadeDigests(t *testing.T) {
	h := cafe(t, account.Owner)
	for _, mail := range []string{"ann@example.com", "bob@example.com"} {
		h.want(h.post("/admin/digests", digestForm("mail", mail)), http.StatusSeeOther)
	}
	h.lacks(h.get("/admin/digests"), "cannot be made")
	since := time.Date(2026, 11, 20, 1, 0, 0, 0, time.UTC)
	for _, sub := range h.subscriptions() {
		if noted, err := h.store.SetUnmade(t.Context(), store.Unmade{Subscription: sub.ID, Tries: 2, Since: since, Next: since.Add(3 * time.Minute)}); err != nil || !noted {
			t.Fatal(noted, err)
		}
	}
	for lang, words := range map[string]string{
		"en": " cannot be made, since 20 November 2026.", "uk": "» не вдається скласти з 20 листопада 2026",
		"zh-Hant": "」的摘要從 2026 年 11 月 20 日起一直做不出來", "zh-Hans": "”的摘要从2026年11月20日起一直无法生成",
	} {
		h.want(h.get("/admin/digests?lang="+lang), http.StatusOK, words, "09:03", "waymood digest")
	}
	for _, sub := range h.subscriptions() {
		if changed, err := h.store.Made(t.Context(), sub.ID); err != nil || !changed {
			t.Fatal(changed, err)
		}
	}
	h.lacks(h.get("/admin/digests"), "cannot be made")
}
