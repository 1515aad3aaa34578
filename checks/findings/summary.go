package findings

import (
	"certdesk/checks"
	"certdesk/checks/say"
)

// Summary is one plain sentence: the worst of what was found, in the words of
// this case, or that all is well. found is what Find returned, with what later
// stages added.
func Summary(f *checks.Facts, found []checks.Finding) say.Text {
	summary, _ := Conclude(f, found)
	return summary
}

// Conclude is the Summary, and the codes of the findings that it tells. A fault that is
// not among them has to be told beside it.
func Conclude(f *checks.Facts, found []checks.Finding) (summary say.Text, told []checks.Code) {
	if f.Seen == nil {
		return summarise(f, found)
	}
	found = fromServer(found)
	server, told := summarise(f, found)
	return withSeen(f, found, server), told
}
