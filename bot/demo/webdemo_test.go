//go:build !race

package demo

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"html"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"certdesk/adapters/preview"
	"certdesk/bot/cli"
	"certdesk/checks/checktest"
	"certdesk/checks/phrasebook"
)

// webSite is the page of demo --web in a language with all its answers. English
// is asked for once.
func webSite(t *testing.T, language string) (*preview.Site, []preview.Answer) {
	t.Helper()
	ask := askEnglish
	if language != "en" {
		ask = func() (*askedSite, error) { return askIn(language) }
	}
	it, err := ask()
	if err != nil {
		t.Fatal(err)
	}
	return it.site, it.answers
}

type askedSite struct {
	site    *preview.Site
	answers []preview.Answer
}

var askEnglish = sync.OnceValues(func() (*askedSite, error) { return askIn("en") })

// askIn asks for the page in a language.
func askIn(language string) (*askedSite, error) {
	ctx := context.Background()
	book, err := phrasebook.In(language)
	if err != nil {
		return nil, err
	}
	zoo, err := checktest.Open(ctx, time.Now())
	if err != nil {
		return nil, err
	}
	defer zoo.Close()
	e, err := zooDiagnosis(zoo)
	if err != nil {
		return nil, err
	}
	answers, err := (&demo{engine: e, book: book}).webAnswers(ctx, zoo.Cases, &cli.Flags{Lang: language})
	if err != nil {
		return nil, err
	}
	site, err := preview.New(answers, time.Now(), preview.Reader{Language: language, Word: book.Text})
	return &askedSite{site, answers}, err
}

// TestWebDemo: the whole demo stands on the page, on every platform, and in a
// browser nothing is wider than a phone or a desk.
func TestWebDemo(t *testing.T) {
	if testing.Short() {
		t.Skip("asks all servers of the zoo")
	}
	t.Parallel()
	site, answers := webSite(t, "en")
	names := make(map[string]bool)
	for _, a := range answers {
		if names[a.Name] {
			t.Errorf("two answers are called %s", a.Name)
		}
		names[a.Name] = true
		if len(a.Slack) == 0 || len(a.Discord) == 0 || a.Terminal == "" || a.Narrow == "" {
			t.Errorf("%s is not on every platform", a.Name)
		}
		if a.Name == "overview" && (len(a.Picture) == 0 || a.Alt == "") {
			t.Error("the overview has no picture")
		}
	}
	for _, c := range checktest.Cases() {
		if !names[c.Name] {
			t.Errorf("the server %s is not on the page", c.Name)
		}
	}
	for _, width := range []int{390, 1440} {
		for _, query := range []string{"theme=light", "theme=dark&width=phone"} {
			t.Run(fmt.Sprintf("%d %s", width, query), func(t *testing.T) {
				said := inBrowser(t, site, width, "/?"+query)
				if said.Width != width || said.Answers != len(answers) || said.Styled == "" || len(said.Wide) > 0 {
					t.Errorf("%+v", said)
				}
			})
		}
	}
}

// measured is what the browser says of a page.
type measured struct {
	Width, Answers int
	// Styled is the background of Slack's messages: the policy let the style in.
	Styled string
	// Wide are elements that are wider than what they stand in.
	Wide []string
}

// measuring is a page that shows another in a frame of a width and measures it.
// A window cannot be made as narrow as a phone.
const measuring = `<!DOCTYPE html><style>iframe{border:0;height:900px}</style><iframe id="f" width="%d" src="%s"></iframe><script>
f.onload = () => {
	const d = f.contentDocument, w = f.contentWindow, wide = []
	const look = (e, most, what) => { if (e.scrollWidth > Math.ceil(most)) wide.push(what + " " + e.scrollWidth + " > " + most) }
	look(d.documentElement, w.innerWidth, "page")
	for (const e of d.querySelectorAll(".screen, .message, .body, .container, .terminal, .terminal pre, .button"))
		if (e.offsetParent) look(e, e.clientWidth, (e.closest("section").id + " " + e.className))
	const slack = d.querySelector(".slack")
	document.body.textContent = JSON.stringify({
		Width: w.innerWidth, Answers: d.querySelectorAll("section").length,
		Styled: w.getComputedStyle(slack).display == "grid" ? w.getComputedStyle(slack).backgroundColor : "", Wide: wide,
	})
}
</script>`

// framing serves the site and a page that measures it at /measure, until the test
// ends. The site's own policy stands, except that it may be framed.
func framing(t *testing.T, site http.Handler, measure string) (address string) {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/measure" {
			w.Header().Set("Content-Type", "text/html")
			io.WriteString(w, measure)
			return
		}
		recorded := httptest.NewRecorder()
		site.ServeHTTP(recorded, r)
		maps.Copy(w.Header(), recorded.Header())
		w.Header().Set("Content-Security-Policy", strings.Replace(recorded.Header().Get("Content-Security-Policy"), "frame-ancestors 'none'", "frame-ancestors 'self'", 1))
		w.WriteHeader(recorded.Code)
		io.Copy(w, recorded.Body)
	}))
	t.Cleanup(server.Close)
	return server.URL
}

// inBrowser opens a page of the site at a width.
func inBrowser(t *testing.T, site http.Handler, width int, target string) (out measured) {
	t.Helper()
	page := framed(t, site, fmt.Sprintf(measuring, width, html.EscapeString(target)))
	match := regexp.MustCompile(`<body[^>]*>(\{.*\})</body>`).FindStringSubmatch(page)
	if match == nil {
		t.Fatalf("the browser said %.400s", page)
	}
	if err := json.Unmarshal([]byte(html.UnescapeString(match[1])), &out); err != nil {
		t.Fatal(err)
	}
	return out
}

var findChromium = sync.OnceValues(func() (string, error) { return exec.LookPath("chromium") })

// chromium runs the browser without a window, and without a word to anybody.
func chromium(t *testing.T, args ...string) (stdout string) {
	t.Helper()
	program, err := findChromium()
	if err != nil {
		if os.Getenv("CERTDESK_REQUIRE_SERVERS") != "" {
			t.Fatal("chromium is not on PATH")
		}
		t.Skip("chromium is not on PATH")
	}
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, program, append([]string{
		"--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
		"--disable-component-update", "--disable-sync", "--hide-scrollbars", "--user-data-dir=" + t.TempDir(),
	}, args...)...)
	var out, said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &said
	cmd.WaitDelay = 5 * time.Second
	if err := cmd.Run(); err != nil {
		t.Fatalf("chromium: %v\n%.2000s", err, said.String())
	}
	return out.String()
}
