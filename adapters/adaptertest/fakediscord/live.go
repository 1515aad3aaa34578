package fakediscord

import "strings"

// meant are those whom a test has certdesk mention.
var meant = strings.NewReplacer("<@"+User+">", " ", "<@&"+Role+">", " ", "<#"+Channel+">", " ", "<"+DocsURL+">", " ")

// live complains of mark-up that does more than show a text: certdesk links
// nowhere, and mentions nobody who is not known here. What is escaped or in code
// means nothing; times are meant.
func (c *checker) live(at, text string) {
	rest := withoutCode(text)
	var b strings.Builder
	for i := 0; i < len(rest); i++ {
		if rest[i] == '\\' && i+1 < len(rest) {
			i++
			b.WriteByte(' ')
			continue
		}
		b.WriteByte(rest[i])
	}
	plain := meant.Replace(b.String())
	for _, sign := range []string{"<@", "<#", "<:", "<a:", "</", "<id:", "<http", "<tel", "<mailto", "](", "://", "@everyone", "@here", "||", "~~", "\u202e", "\u2066", "\x00"} {
		if strings.Contains(plain, sign) {
			c.complain(at, "live mark-up %s in %.200q", sign, text)
		}
	}
	for _, after := range strings.Split(plain, "<")[1:] {
		inside, _, closed := strings.Cut(after, ">")
		number, isTime := strings.CutPrefix(inside, "t:")
		if !closed || !isTime || strings.Trim(number, "0123456789:fRdDtTF-") != "" {
			c.complain(at, "live mark-up <%.40s in %.200q", after, text)
		}
	}
}

// withoutCode takes out what stands between ``` and ```, or ` and `.
func withoutCode(text string) string {
	for _, fence := range []string{"```", "`"} {
		var out strings.Builder
		for {
			i := unescaped(text, fence)
			if i < 0 {
				break
			}
			before, after := text[:i], text[i+len(fence):]
			_, after, closed := strings.Cut(after, fence)
			if !closed {
				break
			}
			out.WriteString(before)
			text = after
		}
		text = out.String() + text
	}
	return text
}

// unescaped is where a sign stands without a backslash before it, -1 if nowhere.
func unescaped(text, sign string) int {
	for i := 0; i < len(text); i++ {
		if text[i] == '\\' {
			i++
			continue
		}
		if strings.HasPrefix(text[i:], sign) {
			return i
		}
	}
	return -1
}
