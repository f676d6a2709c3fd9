package webhook

import (
	"encoding/json"
	"net/http"
	"strconv"
)

// Judge says whether an endpoint took what was sent. Some chat programs answer
// 200 and mean no; why is then the program's own code, such as "errcode 93000",
// which is all that is kept of a reply. It is "" where the status says it all.
// A reply that was cut off, or is not what is documented, is judged by its
// status.
func (s Shape) Judge(status int, header http.Header, reply []byte) (took bool, why string) {
	took = status >= 200 && status < 300
	if s == LINE && status == http.StatusConflict && header.Get("X-Line-Accepted-Request-Id") != "" {
		return true, "" // an earlier try with this retry key was taken
	}
	var said struct {
		Code    *int  `json:"code"`       // Feishu
		Status  *int  `json:"StatusCode"` // Feishu, of old
		Errcode *int  `json:"errcode"`    // WeCom
		OK      *bool `json:"ok"`         // Telegram
		Error   int   `json:"error_code"`
	}
	if json.Unmarshal(reply, &said) != nil {
		return took, ""
	}
	coded := func(name string, code *int) bool {
		if code == nil || *code == 0 {
			return false
		}
		took, why = false, name+" "+strconv.Itoa(*code)
		return true
	}
	switch s {
	case Feishu:
		_ = coded("code", said.Code) || coded("StatusCode", said.Status)
	case WeCom:
		coded("errcode", said.Errcode)
	case Telegram:
		if said.OK != nil && !*said.OK {
			took, why = false, "error_code "+strconv.Itoa(said.Error)
		}
	}
	return took, why
}
