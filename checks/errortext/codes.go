package errortext

import (
	"strings"
	"unicode"
)

// minuses are the signs that are typed for one.
var minuses = strings.NewReplacer("−", "-", "–", "-")

// codeTokens are the words of a text that may be codes, as they are compared:
// upper case, with underscores, a minus in front kept.
func codeTokens(text string) []string {
	if len(text) > maxText {
		text = text[:maxText]
	}
	var out []string
	for token := range strings.FieldsFuncSeq(text, func(r rune) bool {
		return !(isLetter(r) || unicode.IsDigit(r) || r == '_' || r == '-' || r == '−' || r == '–')
	}) {
		token = minuses.Replace(token)
		negative := strings.HasPrefix(token, "-")
		for part := range strings.SplitSeq(token, "-") {
			if part == "" {
				continue
			}
			if negative {
				part, negative = "-"+part, false
			}
			out = append(out, code(part))
		}
	}
	return out
}

// code is one code in the form in which codes are compared: hexadecimal ones
// as eight digits, however they were written.
func code(token string) string {
	upper := strings.ToUpper(token)
	hex := strings.TrimPrefix(upper, "0X")
	if len(hex) == len(upper) {
		hex = strings.TrimPrefix(upper, "OX")
	}
	if len(hex) == 8 && (len(upper) == 10 || strings.HasPrefix(upper, "8")) {
		if h := strings.NewReplacer("O", "0", "I", "1", "L", "1").Replace(hex); isHex(h) {
			return h
		}
	}
	if digits, negative := strings.CutPrefix(upper, "-"); negative && len(digits) >= 9 && isDecimal(digits) {
		return signed(digits)
	}
	return upper
}

func isHex(s string) bool {
	return strings.Trim(s, "0123456789ABCDEF") == ""
}

func isDecimal(s string) bool { return strings.Trim(s, "0123456789") == "" }

// signed turns the decimal form of an HRESULT into the hexadecimal one.
func signed(digits string) string {
	var n int64
	for _, d := range digits {
		n = n*10 + int64(d-'0')
		if n > 1<<32 {
			return "-" + digits
		}
	}
	const hex = "0123456789ABCDEF"
	v := uint32(-n)
	var out [8]byte
	for i := range out {
		out[7-i] = hex[v>>(4*i)&15]
	}
	return string(out[:])
}
