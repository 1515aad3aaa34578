package findings

import (
	"certdesk/checks"
	"certdesk/checks/say"
)

// Summary is one plain sentence: the worst of what was found, in the words of
// this case, or that all is well. found is what Find returned, with what later
// stages added.
func Summary(f *checks.Facts, found []checks.Finding) say.Text {
	if f.Seen == nil {
		return ofServer(f, found)
	}
	return withSeen(f, found)
}

// Told are the codes of the findings that Summary tells. A fault that is not among
// them has to be told beside it.
func Told(f *checks.Facts, found []checks.Finding) []checks.Code {
	if f.Seen != nil {
		found = fromServer(found)
	}
	_, told := summarise(f, found)
	return told
}
