package letter_test

import (
	"encoding/json"
	"encoding/pem"
	"slices"
	"strings"
	"testing"
	"time"

	"certdesk/bot"
	"certdesk/bot/letter"
	"certdesk/checks"
	"certdesk/checks/say"
)

var began = time.Date(2026, 11, 23, 7, 55, 0, 0, time.UTC)

// opened is an incident of imap.corp.com's certificate that nobody has yet.
func opened() *bot.Dispatch {
	return &bot.Dispatch{
		Event: bot.IncidentOpened, Began: began, Cause: bot.Cause{Host: "imap.corp.com", SHA256: "ab"},
		Summary: say.Literal("The certificate of imap.corp.com has expired."),
	}
}

// diagnosed is an answer with the report that shows it, among others that do not.
func diagnosed() *bot.Answer {
	of := func(host string, port int, sha256 string) checks.Report {
		return checks.Report{
			ID: "somebody's", Target: checks.ReportTarget{Host: host, Port: port, Input: "anna typed this"}, Verdict: checks.VerdictUntrusted,
			Certificate: &checks.Certificate{SHA256: sha256}, Summary: say.Literal("It has expired."),
		}
	}
	seen := of("imap.corp.com", 993, "ab")
	seen.Seen = &checks.ReportSeen{}
	shown := of("imap.corp.com", 993, "ab")
	shown.Discovery = &checks.Discovery{}
	shown.Admin = &checks.Administration{
		Tasks:    []checks.AdminTask{{Do: say.Literal("Renew it.")}, {Do: say.Literal("Reload Dovecot.")}},
		Prove:    []string{"openssl s_client -connect imap.corp.com:993"},
		ChainPEM: "the mended chain",
	}
	return &bot.Answer{
		Reports: []checks.Report{of("smtp.corp.com", 465, "ab"), of("imap.corp.com", 143, "cd"), seen, shown},
		Chains:  [][][]byte{{[]byte("of smtp")}, {[]byte("of 143")}, {[]byte("of the PC")}, {[]byte("leaf"), []byte("authority")}},
	}
}

func unworded(r checks.Report) checks.Report { return r }

func letterOf(t *testing.T, d *bot.Dispatch, a *bot.Answer) bot.Reply {
	t.Helper()
	reply, err := letter.Of(d, a, unworded)
	if err != nil {
		t.Fatal(err)
	}
	return reply
}

func items(r *bot.Reply) (out []string) {
	for _, i := range r.Items {
		out = append(out, i.Text.String())
	}
	return out
}

func file(r *bot.Reply, name string) string {
	if n := slices.IndexFunc(r.Files, func(f bot.File) bool { return f.Name == name }); n >= 0 {
		return string(r.Files[n].Data)
	}
	return ""
}

// TestFirstLetter: it has the report of the server at fault, as everybody may see it, what
// to change there, the chain that was sent and the mended one, and no buttons.
func TestFirstLetter(t *testing.T) {
	reply := letterOf(t, opened(), diagnosed())
	var report checks.Report
	if err := json.Unmarshal([]byte(file(&reply, "report.json")), &report); err != nil {
		t.Fatal(err)
	}
	if report.Target.Host != "imap.corp.com" || report.Target.Port != 993 || report.Admin == nil {
		t.Errorf("the report is that of %+v", report.Target)
	}
	if report.Target.Input != "imap.corp.com:993" || report.ID != "" || report.Discovery != nil {
		t.Errorf("the report tells what somebody typed: %+v, id %q", report.Target, report.ID)
	}
	var chain []string
	for rest := []byte(file(&reply, "chain.pem")); ; {
		block, behind := pem.Decode(rest)
		if block == nil {
			break
		}
		chain, rest = append(chain, string(block.Bytes)), behind
	}
	if !slices.Equal(chain, []string{"leaf", "authority"}) {
		t.Errorf("the chain is %q", chain)
	}
	if file(&reply, "fullchain.pem") != "the mended chain" {
		t.Errorf("the files are %+v", reply.Files)
	}
	if n := len(reply.Findings); n == 0 || reply.Findings[n-1].Detail.String() != "Renew it. Reload Dovecot." {
		t.Errorf("what to change is not said: %+v", reply.Findings)
	}
	if len(reply.Code) == 0 || len(reply.Actions) > 0 || reply.Headline.Empty() {
		t.Errorf("%d commands, %d buttons, headline %q", len(reply.Code), len(reply.Actions), reply.Headline)
	}
}

// TestLetterWithoutTasks: a server of which nothing is to be changed has none in its letter.
func TestLetterWithoutTasks(t *testing.T) {
	a := diagnosed()
	with := letterOf(t, opened(), a)
	a.Reports[3].Admin = nil
	without := letterOf(t, opened(), a)
	if len(without.Findings) != len(with.Findings)-1 || file(&without, "fullchain.pem") != "" || file(&without, "report.json") == "" {
		t.Errorf("findings %+v, files %+v", without.Findings, without.Files)
	}
}

// TestLetterWithoutDiagnosis: where no report shows the cause, the summary is all there is.
func TestLetterWithoutDiagnosis(t *testing.T) {
	for why, change := range map[string]func(*bot.Dispatch, *bot.Answer){
		"another server":      func(d *bot.Dispatch, _ *bot.Answer) { d.Cause.Host = "pop.corp.com" },
		"another certificate": func(d *bot.Dispatch, _ *bot.Answer) { d.Cause.SHA256 = "ef" },
		"another port":        func(d *bot.Dispatch, _ *bot.Answer) { d.Cause.SHA256, d.Cause.Port = "", 995 },
		"what a PC saw":       func(_ *bot.Dispatch, a *bot.Answer) { a.Reports = a.Reports[:3] },
	} {
		d, a := opened(), diagnosed()
		change(d, a)
		if reply := letterOf(t, d, a); len(reply.Files) > 0 || !say.Equal(reply.Headline, d.Summary) {
			t.Errorf("%s: %q with %+v", why, reply.Headline, reply.Files)
		}
	}
	if reply := letterOf(t, opened(), nil); len(reply.Files) > 0 || !say.Equal(reply.Headline, opened().Summary) {
		t.Errorf("without an answer: %q with %+v", reply.Headline, reply.Files)
	}
	d := opened()
	d.Summary = nil
	if reply := letterOf(t, d, nil); !say.Equal(reply.Headline, letter.Subject(d)) {
		t.Errorf("without a summary: %q", reply.Headline)
	}
}

// TestLargeFilesStayAtHome: mail servers refuse large letters.
func TestLargeFilesStayAtHome(t *testing.T) {
	a := diagnosed()
	a.Chains[3] = [][]byte{make([]byte, 2<<20)}
	if reply := letterOf(t, opened(), a); file(&reply, "chain.pem") != "" || file(&reply, "report.json") == "" {
		t.Errorf("the files are too large or lost")
	}
	a.Chains = nil
	if reply := letterOf(t, opened(), a); slices.ContainsFunc(reply.Files, func(f bot.File) bool { return f.Name == "chain.pem" }) {
		t.Error("a chain that nobody sent is a file")
	}
}

// TestNews: what became of the incident is told by its own moment.
func TestNews(t *testing.T) {
	for event, want := range map[bot.DispatchEvent]string{
		bot.IncidentResolved: "Resolved: imap.corp.com works again since 24 November 2026 at 07:55 UTC.",
		bot.IncidentLapsed:   "imap.corp.com still did not work when certdesk stopped looking on 25 November 2026.",
		bot.IncidentReturned: "imap.corp.com does not work again, since 26 November 2026 at 07:55 UTC.",
		bot.IncidentTaken:    "The certificate of imap.corp.com has expired.",
	} {
		d := opened()
		d.Event, d.Ended, d.Lapsed, d.Back = event, began.AddDate(0, 0, 1), began.AddDate(0, 0, 2), began.AddDate(0, 0, 3)
		if reply := letterOf(t, d, diagnosed()); !strings.HasPrefix(reply.Headline.String(), want) || len(reply.Files) > 0 {
			t.Errorf("%s: %q with %d files", event, reply.Headline, len(reply.Files))
		}
	}
}

// TestFactsOfAnIncident: who is on it, who asked, from where it was seen; only what is known
// and may be told.
func TestFactsOfAnIncident(t *testing.T) {
	for _, tt := range []struct {
		name         string
		change       func(*bot.Dispatch)
		want, absent []string
	}{
		{"nobody yet", func(*bot.Dispatch) {}, []string{"Nobody is on it yet."}, []string{"Servers", "Seen from", "Asked by", "Note", "asked", "will be told"}},
		{"over", func(d *bot.Dispatch) { d.Ended = began }, nil, []string{"Nobody is on it yet."}},
		{"owned", func(d *bot.Dispatch) { d.Owned = true }, []string{"Somebody is on it."}, []string{"Nobody"}},
		{"owner", func(d *bot.Dispatch) { d.Owned, d.Owner = true, "Anna" }, []string{"Anna is on it."}, []string{"Somebody", "Nobody"}},
		{"asked", func(d *bot.Dispatch) { d.Asked, d.Waiting = 3, 1 }, []string{"3 people have asked.", "1 person will be told when it works."}, nil},
		{"servers", func(d *bot.Dispatch) { d.Servers = []string{"imap.corp.com:993"} }, []string{"Servers: imap.corp.com:993."}, nil},
		{"here", func(d *bot.Dispatch) { d.Zones = []string{""} }, nil, []string{"Seen from"}},
		{"a zone", func(d *bot.Dispatch) { d.Zones = []string{"dmz"} }, []string{"Seen from the zone dmz."}, []string{"from here"}},
		{"here and a zone", func(d *bot.Dispatch) { d.Zones = []string{"", "dmz"} }, []string{"Seen from here, and from the zone dmz."}, nil},
		{"askers", func(d *bot.Dispatch) { d.Askers = []string{"Anna", "Ben"} }, []string{"Asked by: Anna and Ben."}, nil},
		{"a note", func(d *bot.Dispatch) { d.Notes = []bot.DispatchNote{{Text: "ordered"}} }, []string{"Note: ordered"}, []string{"Note by"}},
		{"a note by somebody", func(d *bot.Dispatch) { d.Notes = []bot.DispatchNote{{Text: "ordered", By: "Ben"}} }, []string{"Note by Ben: ordered"}, nil},
	} {
		d := opened()
		tt.change(d)
		reply := letterOf(t, d, nil)
		said := items(&reply)
		for _, want := range tt.want {
			if !slices.Contains(said, want) {
				t.Errorf("%s: %q is not said in %q", tt.name, want, said)
			}
		}
		for _, absent := range tt.absent {
			if strings.Contains(strings.Join(said, "\n"), absent) {
				t.Errorf("%s: %q is said in %q", tt.name, absent, said)
			}
		}
	}
}
