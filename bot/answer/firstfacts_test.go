package answer

import (
	"testing"

	"certdesk/bot"
	"certdesk/checks"
	"certdesk/checks/say"
)

// A first screen tells no fact again that its headline or its cure has told, and none of
// a certificate that is not the matter. What is wrong and stands nowhere else is there.
func TestFirstFacts(t *testing.T) {
	t.Parallel()
	critical := func(codes ...checks.Code) (out []checks.Finding) {
		for _, c := range codes {
			out = append(out, checks.Finding{Code: c, Severity: checks.Critical, Title: say.Literal(string(c))})
		}
		return out
	}
	names := say.Foreigns("names", 2, []string{"mail.hoster.example", "smtp.hoster.example"})
	for _, tt := range []struct {
		name    string
		codes   []checks.Code
		summary say.Text
		cure    int
		change  func(*checks.Report)
		want    []string // labels
	}{
		{"the headline lists the names", []checks.Code{checks.HostnameMismatch}, say.Only(names), 2, nil, nil},
		{"within a clause", []checks.Code{checks.HostnameMismatch}, say.Only(say.Sub("clause", say.Only(names))), 10, nil, []string{"Server name to use"}},
		{"the headline tells of something else", []checks.Code{checks.HostnameMismatch}, say.Literal("It is wrong."), 2, nil, []string{"Issued to"}},
		{"it lists other names", []checks.Code{checks.HostnameMismatch}, say.Only(say.Foreigns("names", 2, []string{"smtp.hoster.example"})), 2, nil, []string{"Issued to"}},
		{"a host of that name", []checks.Code{checks.HostnameMismatch}, say.Only(say.Host("host", "mail.hoster.example")), 2, nil, []string{"Issued to"}},
		{"the cure tells the settings", []checks.Code{checks.WrongEncryptionMode}, nil, 3, nil, nil},
		{"somebody else has to change them", []checks.Code{checks.WrongEncryptionMode}, nil, 10, nil, []string{"Server"}},
		{"some addresses fail", []checks.Code{checks.WrongEncryptionMode}, nil, 3, func(r *checks.Report) {
			r.Endpoints = append(r.Endpoints, checks.ReportEndpoint{Address: "192.0.2.15:993", Verdict: checks.VerdictUnreachable})
		}, []string{"Addresses"}},
		{"a cipher", []checks.Code{checks.WeakCipher}, nil, 10, nil, []string{"Address"}},
		{"a cipher and a key", []checks.Code{checks.WeakCipher, checks.WeakKey}, nil, 10, nil, []string{"Issued to", "Issued by"}},
		{"signed by itself", []checks.Code{checks.SelfSigned}, nil, 10, func(r *checks.Report) {
			r.Certificate.IssuedBy, r.Findings[0].Told = r.Certificate.IssuedTo, true
		}, []string{"Issued by"}},
		{"signed by itself, for another name", []checks.Code{checks.SelfSigned, checks.HostnameMismatch}, nil, 10, func(r *checks.Report) {
			r.Certificate.IssuedBy, r.Findings[0].Told = r.Certificate.IssuedTo, true
		}, []string{"Issued to"}},
		{"signed by itself, says no headline", []checks.Code{checks.SelfSigned}, nil, 10, func(r *checks.Report) {
			r.Certificate.IssuedBy = r.Certificate.IssuedTo
		}, []string{"Issued by"}},
		{"signed by another name of its own", []checks.Code{checks.SelfSigned}, nil, 10, func(r *checks.Report) { r.Findings[0].Told = true }, []string{"Issued by"}},
		{"withdrawn", []checks.Code{checks.Revoked}, nil, 10, nil, []string{"Issued to", "Issued by"}},
		{"nothing is wrong", nil, nil, 0, nil, []string{"Issued to", "Issued by"}},
	} {
		r := wrongName()
		r.Act, r.Cure, r.Summary, r.Findings, r.Steps = checks.ActServer, tt.cure, tt.summary, critical(tt.codes...), nil
		if tt.cure != 2 && tt.name != "within a clause" {
			r.Names.Suggested = ""
		}
		r.Endpoints = r.Endpoints[:1]
		r.Endpoints[0].Verdict = checks.VerdictTrusted
		if tt.cure > 0 {
			r.Steps = []checks.Step{{Number: tt.cure, Title: say.Literal("A step")}}
		} else {
			r.Act = checks.ActNobody
		}
		if tt.change != nil {
			tt.change(r)
		}
		var got []string
		for _, f := range First(r).Facts {
			got = append(got, f.Label.String())
		}
		if len(got) != len(tt.want) {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
			continue
		}
		for i := range got {
			if got[i] != tt.want[i] {
				t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
			}
		}
	}
}

// What is aside of a path waits for the walk and for all steps, with a server and without.
func TestCureWithoutServer(t *testing.T) {
	t.Parallel()
	lines := []say.Text{say.Literal("One."), say.Literal("Two."), say.Literal("Elsewhere.")}
	r := Meant(say.Literal("It means that."), []bot.Step{{Number: 3, Actions: lines, Path: 2}, {Number: 10, Actions: lines}})
	if r.Cure == nil || len(r.Cure.Actions) != 2 {
		t.Errorf("the cure is %+v", r.Cure)
	}
}
