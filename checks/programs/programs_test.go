package programs

import (
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"certdesk/checks"
	"certdesk/checks/say"
)

// contract are the titles and the names of programs that the outer contract fixes.
var contract = struct {
	titles [checks.StepCount]string
	ids    []string
}{
	[checks.StepCount]string{
		"Verify the certificate details",
		"Check incoming and outgoing server names",
		"Ensure SSL/TLS encryption settings are correct",
		"Update Windows 11 root certificates",
		"Update Outlook and Office",
		"Check system date and time",
		"Remove and re-add the email account",
		"Temporarily disable antivirus email scanning",
		"Accept the certificate only if you trust the server",
		"Contact your email provider or administrator",
	},
	[]string{"outlook", "new-outlook", "outlook-mac", "outlook-mobile", "apple-mail", "ios", "thunderbird", "android", "em-client", "browser", "other"},
}

func TestContract(t *testing.T) {
	t.Parallel()
	for i, title := range contract.titles {
		if got := Title(i + 1).String(); got != title {
			t.Errorf("step %d is called %q", i+1, got)
		}
	}
	if !Title(0).Empty() || !Title(11).Empty() {
		t.Error("what is no step has a title")
	}
	for _, id := range contract.ids {
		if _, ok := Lookup(strings.ToUpper(id)); !ok {
			t.Errorf("there is no program %q", id)
		}
	}
	if Default().ID != "outlook" {
		t.Errorf("the program of whoever has said nothing is %s", Default().ID)
	}
}

// limits of what a phone shows and a reader follows.
const (
	maxLines   = 6
	maxWords   = 25 // of a sentence
	maxWithout = 14 // words of half a sentence
)

// all are the programs, those that nobody chooses included.
func all() []Program { return append(All(), *Service()) }

// problems are what is wrong with a program's rows.
func problems(p *Program) []string {
	var out []string
	bad := func(r *row, what string) { out = append(out, string(p.ID)+", step "+Title(r.step).String()+": "+what) }
	if p.Named.Empty() {
		out = append(out, string(p.ID)+" has no name in sentences")
	}
	seen := make(map[int]bool)
	for i := range p.rows {
		r := &p.rows[i]
		if Title(r.step).Empty() || seen[r.step] {
			bad(r, "is no step, or stands there twice")
		}
		seen[r.step] = true
		if why := unsourced(r.source); why != "" {
			bad(r, why)
		}
		switch n := len(strings.Fields(r.without.String())); {
		case !r.without.Empty() && (len(r.path) > 0 || n > maxWithout):
			bad(r, "is left out and has a path, or does not say why in half a sentence")
		case r.without.Empty() && len(r.path) == 0:
			bad(r, "has no path, and does not say why")
		case r.without.Empty() && (len(r.path)+len(r.aside) > maxLines || len(r.noCase)+len(r.noCaseAside) > maxLines):
			bad(r, "has too many lines")
		}
		if risky := slices.Contains([]int{checks.StepReadd, checks.StepAntivirus, checks.StepAccept}, r.step); r.without.Empty() && risky == r.caution.Empty() {
			bad(r, "its caution is "+r.caution.String())
		}
	}
	return out
}

// unsourced says what a source lacks; "" where it is one.
func unsourced(s source) string {
	if _, err := time.Parse(time.DateOnly, s.read); err != nil {
		return "no date of reading"
	}
	switch u, err := url.Parse(s.page); {
	case (s.page == "") == (s.menus == ""):
		return "neither a page nor what it was taken from, or both"
	case s.page != "" && (err != nil || u.Scheme != "https" || u.Host == "" || u.Path == ""):
		return s.page + " is no address of a page"
	}
	return ""
}

// Every row has its source and date, a path that fits, or half a sentence that says
// why there is none.
func TestRows(t *testing.T) {
	t.Parallel()
	for _, p := range all() {
		for _, what := range problems(&p) {
			t.Error(what)
		}
		if p.ID == "" {
			continue // nobody chooses it
		}
		if p.Name.Empty() {
			t.Errorf("%s has no name for menus", p.ID)
		}
		for n := 1; n <= checks.StepCount; n++ {
			if !slices.ContainsFunc(p.rows, func(r row) bool { return r.step == n }) {
				t.Errorf("%s says nothing of step %d", p.ID, n)
			}
		}
	}
}

// A row without a source, or without its date, is refused, and so is one that does
// not say why it has no path.
func TestRefusesRowsWithoutSource(t *testing.T) {
	t.Parallel()
	good := row{step: checks.StepNames, path: []line{serverName}, source: source{page: "https://vendor.example/help", read: "2026-11-29"}}
	if got := problems(&Program{Named: named("X"), rows: []row{good}}); len(got) != 0 {
		t.Fatalf("a good row is refused: %q", got)
	}
	for name, spoil := range map[string]func(r *row){
		"no source":           func(r *row) { r.source = source{} },
		"no date":             func(r *row) { r.source.read = "" },
		"a date that is none": func(r *row) { r.source.read = "last week" },
		"no page":             func(r *row) { r.source.page = "" },
		"no address":          func(r *row) { r.source.page = "the vendor's page" },
		"both":                func(r *row) { r.source.menus = "its menus" },
		"no path":             func(r *row) { r.path = nil },
		"a path left out":     func(r *row) { r.without = named("has none") },
		"no such step":        func(r *row) { r.step = 11 },
		"no caution":          func(r *row) { r.step = checks.StepAccept },
	} {
		r := good
		spoil(&r)
		if got := problems(&Program{Named: named("X"), rows: []row{r}}); len(got) != 1 {
			t.Errorf("%s: %q", name, got)
		}
	}
}

// Every line holds when a value is not known, and is short enough to be read.
func TestLines(t *testing.T) {
	t.Parallel()
	full := checks.Case{Host: "h.example", Use: "u.example", Port: 993, Encryption: "SSL/TLS", Thumbprint: "f0", Protocol: "imap"}
	starttls, smtp, nothing := full, full, checks.Case{}
	starttls.Port, starttls.Encryption = 143, "STARTTLS"
	smtp.Protocol, smtp.Use = "smtp", ""
	for _, p := range all() {
		for n := 1; n <= checks.StepCount; n++ {
			for _, c := range []checks.Case{full, starttls, smtp, nothing} {
				for _, length := range []checks.PathLength{checks.WholePath, checks.ShortPath, checks.NoCase} {
					c.Length = length
					step, has, without := p.Step(n, &c)
					where := string(p.ID) + ", " + Title(n).String()
					read(t, where, append(slices.Clone(step.Actions), step.Caution, step.Called, without)...)
					if has && slices.ContainsFunc(step.Actions, say.Text.Empty) {
						t.Errorf("%s: an empty line", where)
					}
					if has && length == checks.ShortPath && len(step.Actions) != 1 {
						t.Errorf("%s: the short path has %d lines", where, len(step.Actions))
					}
				}
			}
		}
	}
}

func read(t *testing.T, where string, texts ...say.Text) {
	t.Helper()
	for _, text := range texts {
		words := text.String()
		if strings.ContainsAny(words, "{}") || strings.Contains(words, "  ") || strings.Contains(words, " .") {
			t.Errorf("%s: %q", where, words)
		}
		for sentence := range strings.SplitSeq(words, ". ") {
			if n := len(strings.Fields(sentence)); n > maxWords {
				t.Errorf("%s: %d words: %q", where, n, sentence)
			}
		}
	}
}

// Where no server was checked, the usual rows are named, and nothing is said of a
// report that is not there.
func TestWithoutCase(t *testing.T) {
	t.Parallel()
	for _, p := range All() {
		for n := 1; n <= checks.StepCount; n++ {
			step, has, _ := p.Step(n, &checks.Case{Length: checks.NoCase})
			if !has {
				continue
			}
			said := strings.Join(say.Strings(step.Actions), " ")
			if strings.Contains(said, "report") || strings.Contains(said, "provider gives.") {
				t.Errorf("%s, step %d: %s", p.ID, n, said)
			}
			if n != checks.StepSettings {
				continue
			}
			for _, usual := range []string{"993 with SSL/TLS", "143 with STARTTLS", "465 with SSL/TLS", "587 with STARTTLS", "995 with SSL/TLS", "110 with STARTTLS", "Usual"} {
				if !strings.Contains(said, usual) {
					t.Errorf("%s: step 3 lacks %q", p.ID, usual)
				}
			}
		}
	}
}

// Nobody but a reader of Outlook for Windows is told of Outlook's own menus, and
// nobody on a Mac or a phone of Windows.
func TestOwnMenus(t *testing.T) {
	t.Parallel()
	foreign := map[ID][]string{
		"thunderbird": {"Outlook", "Windows Update", "Control Panel"}, "em-client": {"Outlook", "Control Panel"},
		"apple-mail": {"Outlook", "Windows", "Control Panel"}, "ios": {"Outlook", "Windows", "Mac"}, "android": {"Outlook", "Windows"},
		"outlook-mac": {"Windows", "Control Panel"}, "outlook-mobile": {"Windows", "Control Panel"}, "browser": {"Outlook", "Control Panel"},
		"other": {"Outlook", "Control Panel"}, "new-outlook": {"Control Panel", "Windows Update"},
	}
	for _, p := range All() {
		for n := 1; n <= checks.StepCount; n++ {
			for _, length := range []checks.PathLength{checks.WholePath, checks.ShortPath, checks.NoCase} {
				step, _, _ := p.Step(n, &checks.Case{Length: length})
				said := step.Called.String() + " " + step.Caution.String() + " " + strings.Join(say.Strings(step.Actions), " ")
				for _, word := range foreign[p.ID] {
					if strings.Contains(said, word) {
						t.Errorf("%s, step %d tells of %s: %s", p.ID, n, word, said)
					}
				}
			}
		}
	}
}

// A text names its program: each of these is one that package errortext knows.
func TestOfClient(t *testing.T) {
	t.Parallel()
	for client, want := range map[string]ID{
		"Outlook": "outlook", "new Outlook": "new-outlook", "Outlook for Mac": "outlook-mac", "Apple Mail": "apple-mail",
		"Mail on iPhone": "ios", "Thunderbird": "thunderbird", "K-9 Mail": "android", "eM Client": "em-client", "Chrome and Edge": "browser", "KMail": "other", "Thunderbird for Android": "android", "Geary": "other",
	} {
		if p := OfClient(client); p == nil || p.ID != want {
			t.Errorf("%s is %v", client, p)
		}
	}
	for _, client := range []string{"", "Windows", "OpenSSL"} {
		if p := OfClient(client); p != nil {
			t.Errorf("%q is %s", client, p.ID)
		}
	}
}

// Where a port was seen to work it is told, else the provider is asked; eM Client has
// words of its own for how it is encrypted.
func TestPorts(t *testing.T) {
	t.Parallel()
	at := func(port int, encryption, use string) *values {
		return &values{Case: checks.Case{Host: "h.example", Port: port, Encryption: encryption, Use: use}}
	}
	for _, tt := range []struct {
		line line
		of   *values
		want string
	}{
		{securityPolicy, at(0, "", ""), "Use the port and the encryption method from your provider."},
		{securityPolicy, at(143, "STARTTLS", ""), "Port: 143. Security policy: Force usage of SSL/TLS."},
		{securityPolicy, at(993, "SSL/TLS", ""), "Port: 993. Security policy: Use SSL/TLS on special port (legacy)."},
		{portWithSSL, at(0, "", ""), "Use the port from your provider, and turn SSL/TLS on."},
		{portWithSSL, at(993, "SSL/TLS", ""), "Port: 993. SSL/TLS: on."},
		{asBefore, at(0, "", ""), "Use the server name, port and encryption method from your email provider."},
		{asBefore, at(0, "", "u.example"), serverName(at(0, "", "u.example")).String() + " Use the port and encryption method from your email provider."},
		{asBefore, at(993, "SSL/TLS", ""), serverName(at(993, "SSL/TLS", "")).String() + " Port: 993. Encryption: SSL/TLS."},
	} {
		if got := tt.line(tt.of).String(); got != tt.want {
			t.Errorf("port %d, %q: %q, want %q", tt.of.Port, tt.of.Encryption, got, tt.want)
		}
	}
}

// What is aside of a path is told to be so, and a path without it ends where it ends.
func TestPathAndAside(t *testing.T) {
	t.Parallel()
	for _, p := range all() {
		for _, r := range p.rows {
			if !r.without.Empty() {
				continue
			}
			step, _, _ := p.Step(r.step, &checks.Case{})
			want := 0
			if len(r.aside) > 0 {
				want = len(r.path)
			}
			if step.Path != want || len(step.Actions) != len(r.path)+len(r.aside) {
				t.Errorf("%s, step %d: a path of %d among %d lines, want %d", p.ID, r.step, step.Path, len(step.Actions), want)
			}
			if r.noCase == nil {
				continue
			}
			step, _, _ = p.Step(r.step, &checks.Case{Length: checks.NoCase})
			if want = 0; len(r.noCaseAside) > 0 {
				want = len(r.noCase)
			}
			if step.Path != want || len(step.Actions) != len(r.noCase)+len(r.noCaseAside) {
				t.Errorf("%s, step %d without a server: a path of %d among %d lines, want %d", p.ID, r.step, step.Path, len(step.Actions), want)
			}
		}
	}
}

// The thumbprint stands in Outlook's short path where it is known, and the administrator
// is asked for it where it is not.
func TestThumbprint(t *testing.T) {
	t.Parallel()
	for thumbprint, want := range map[string]string{"": "with the administrator's", "f00d": "with f00d"} {
		step, has, _ := OfClient("Outlook").Step(checks.StepAccept, &checks.Case{Length: checks.ShortPath, Thumbprint: thumbprint})
		if !has || len(step.Actions) != 1 || !strings.Contains(step.Actions[0].String(), want) {
			t.Errorf("%q: %q", thumbprint, say.Strings(step.Actions))
		}
		step, _, _ = OfClient("Outlook").Step(checks.StepReadd, &checks.Case{Host: "h.example", Port: 993, Encryption: "SSL/TLS"})
		if said := strings.Join(say.Strings(step.Actions), " "); !strings.Contains(said, "993") {
			t.Errorf("the account is set up again with %q", said)
		}
	}
}
