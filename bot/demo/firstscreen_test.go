//go:build !race

package demo

import (
	"encoding/json"
	"fmt"
	"html"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"certdesk/checks/phrasebook"
)

// phoneHeight is what of an answer a phone shows without scrolling, in CSS pixels
// at 390 px width.
const phoneHeight = 700

// maxWords is how many words half of the answers may have at most.
const maxWords = 90

// maxHeadline is how many words the headline of each may have in English.
const maxHeadline = 20

// phoneScreen is how one answer stands on one platform.
type phoneScreen struct {
	Name   string
	Height float64
	// Cure is where the cure ends, 0 where there is none.
	Cure            float64
	Words, Headline int
}

// measuringScreens is a page that frames another at a phone's width, and measures
// each answer: its height, where its first numbered step ends, and its words, those
// of buttons and of small print left out.
const measuringScreens = `<!DOCTYPE html><style>iframe{border:0;height:900px}</style><iframe id="f" width="390" src="%s"></iframe><script>
f.onload = () => {
	const out = {}
	for (const platform of ["slack", "discord"]) out[platform] = [...f.contentDocument.querySelectorAll("section")].flatMap(s => {
		const m = s.querySelector("." + platform + ".message")
		if (!m) return []
		const top = m.getBoundingClientRect().top, copy = m.cloneNode(true)
		for (const e of copy.querySelectorAll(".who, .used, .private, .actions, .row, .context, .small, .avatar")) e.remove()
		const step = [...m.querySelectorAll(platform == "slack" ? ".rich" : ".text")].find(t => [...t.querySelectorAll("b")].some(b => /(^|\n)[0-9]+\. /.test(b.innerText)))
		const words = text => text.split(/\s+/).filter(w => /[\p{L}\p{N}]/u.test(w)).length
		const headline = m.querySelector(".header, .h3, .section, .text")
		return [{Name: s.id, Height: m.getBoundingClientRect().height, Cure: step ? step.getBoundingClientRect().bottom - top : 0,
			Words: words(copy.innerText), Headline: words(headline.innerText)}]
	})
	document.body.textContent = JSON.stringify(out)
}
</script>`

// tallest is one in how many answers may be taller than the phone, in every language:
// those with several faults, or several cautions.
const tallest = 20

// TestFirstScreen: what is answered about a server of the zoo fits a phone, with the
// cure above the fold in every language. Those that are taller are listed. It is
// measured in DejaVu Sans (.ci/packages), which is wider than the fonts of the
// platforms: Slack's Lato and Discord's gg sans take fewer lines. Discord's text has 16
// px, as in a message, where clients show that of a container smaller.
func TestFirstScreen(t *testing.T) {
	if testing.Short() {
		t.Skip("asks all servers of the zoo")
	}
	t.Parallel()
	for _, language := range phrasebook.Languages() {
		t.Run(language, func(t *testing.T) {
			all := firstScreens(t, language)
			for range 2 {
				// On a busy machine answers tell of questions that stayed without an answer
				// in time, which makes them taller: then they are asked for again.
				if !slices.ContainsFunc(slices.Collect(maps.Values(all)), tooTall) {
					break
				}
				all = firstScreens(t, language)
			}
			for platform, screens := range all {
				judge(t, language, platform, screens)
			}
		})
	}
}

// firstScreens measures how the first answers in a language stand on each platform.
func firstScreens(t *testing.T, language string) map[string][]phoneScreen {
	t.Helper()
	site, answers := webSite(t, language)
	asked := make(map[string]string)
	for _, a := range answers {
		asked["answer-"+a.Name] = a.Asked
	}
	page := framed(t, site, fmt.Sprintf(measuringScreens, html.EscapeString("/?theme=light&width=phone")))
	match := regexp.MustCompile(`<body[^>]*>(\{.*\})</body>`).FindStringSubmatch(page)
	if match == nil {
		t.Fatalf("the browser said %.400s", page)
	}
	var all map[string][]phoneScreen
	if err := json.Unmarshal([]byte(html.UnescapeString(match[1])), &all); err != nil {
		t.Fatal(err)
	}
	for platform := range all {
		all[platform] = slices.DeleteFunc(all[platform], func(s phoneScreen) bool {
			return strings.HasPrefix(asked[s.Name], "/certwatch ") || notFirst[strings.TrimPrefix(s.Name, "answer-")]
		})
	}
	return all
}

// tooTall tells whether more screens than may be are taller than the phone.
func tooTall(screens []phoneScreen) bool {
	n := 0
	for _, s := range screens {
		if s.Height > phoneHeight {
			n++
		}
	}
	return n*tallest > len(screens)
}

// judge wants the screens to be short enough for a reader of a language.
func judge(t *testing.T, language, platform string, screens []phoneScreen) {
	t.Helper()
	cures := 0
	var words []int
	var tall []string
	var heights []float64
	var long []string
	for _, s := range screens {
		words, heights = append(words, s.Words), append(heights, s.Height)
		if s.Height > phoneHeight {
			tall = append(tall, fmt.Sprintf("%s %.0f px", s.Name, s.Height))
		}
		if s.Cure > 0 {
			cures++
		}
		if s.Cure > phoneHeight {
			t.Errorf("%s: the cure of %s ends at %.0f px", platform, s.Name, s.Cure)
		}
		if s.Headline > maxHeadline {
			long = append(long, fmt.Sprintf("%s: %d words", s.Name, s.Headline))
		}
	}
	if len(screens) < 50 || cures < 50 {
		t.Fatalf("%s: only %d answers and %d cures were measured", platform, len(screens), cures)
	}
	slices.Sort(words)
	slices.Sort(heights)
	median := words[len(words)/2]
	t.Logf("%s: %d answers, median %.0f px and %d words; above %d px: %d\n\t%s", platform, len(screens),
		heights[len(heights)/2], median, phoneHeight, len(tall), strings.Join(tall, "\n\t"))
	if tooTall(screens) {
		t.Errorf("%s: %d answers of %d are taller than %d px", platform, len(tall), len(screens), phoneHeight)
	}
	// The bound is that of English. Others take more articles.
	if language == "en" && len(long)*20 > len(screens) {
		t.Errorf("%s: %d headlines of %d have more than %d words: %q", platform, len(long), len(screens), maxHeadline, long)
	}
	if median > maxWords {
		t.Errorf("%s: the median is %d words", platform, median)
	}
}

// notFirst are answers to what is pressed or asked afterwards, and a refusal.
var notFirst = map[string]bool{"not-allowed": true, "details": true, "all-steps": true, "walk": true, "typing-error": true, "help": true}

// framed opens a page that frames the site, and returns what the browser made of it.
func framed(t *testing.T, site http.Handler, measure string) string {
	t.Helper()
	server := framing(t, site, measure)
	return chromium(t, "--dump-dom", "--virtual-time-budget=20000", "--window-size=1600,1000", server+"/measure")
}
