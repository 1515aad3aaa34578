package bot

import (
	"crypto/sha256"
	"encoding/base32"
	"encoding/json"
	"strings"
)

// hashed is a word of 24 letters and digits for some strings, wherever they begin
// and end.
func hashed(parts ...string) string {
	plain, err := json.Marshal(parts)
	if err != nil {
		panic("strings are plain data: " + err.Error())
	}
	sum := sha256.Sum256(plain)
	return strings.ToLower(base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(sum[:15]))
}
