package diagnosis

import (
	"strings"
	"time"

	"certdesk/bot"
	"certdesk/checks"
	"certdesk/checks/seen"
)

// ReadForm reads what somebody in a chat tells of the user's own dialog: the
// fields of a form, and the certificate that was attached.
func ReadForm(fields []string, exported bot.File) (*checks.Seen, error) {
	var p seen.Parser
	if len(exported.Data) > 0 {
		name := strings.TrimSpace(exported.Name)
		if name == "" {
			name = "the file"
		}
		fields = append(fields, "pem="+name)
		p.Open = func(string) ([]byte, error) { return exported.Data, nil }
	}
	s, err := p.Parse(fields)
	if err != nil {
		return nil, err
	}
	return &s, nil
}

// JudgeAlone tells what a user's certificate shows without its server: whether
// it comes from somebody in between.
func JudgeAlone(s *checks.Seen) *checks.ReportSeen {
	return seen.Report(seen.Compare(*s, &checks.Facts{At: time.Now()}))
}
