package discord

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/bwmarrin/discordgo"

	"certdesk/bot"
	"certdesk/checks/say"
)

// A name keeps what Discord keeps, and ends as the file's does.
func TestFileNames(t *testing.T) {
	for name, want := range map[string]string{
		"AZaz09-._.pem":                         "AZaz09-._.pem",
		"a`b{c@d[e:f.pem":                       "a_b_c_d_e_f.pem",
		"müller.pem":                            "m_ller.pem",
		"../certs/chain.pem":                    "chain.pem",
		"..hidden":                              "hidden",
		"...":                                   "file",
		"":                                      "file",
		strings.Repeat("a", 100):                strings.Repeat("a", 100),
		"x" + strings.Repeat("a", 96) + ".pem":  strings.Repeat("a", 96) + ".pem",
		"x." + strings.Repeat("a", 95) + ".pem": strings.Repeat("a", 95) + ".pem",
		strings.Repeat("long", 100) + "/" + "end.pem": "end.pem",
	} {
		if got := fileName(name); got != want {
			t.Errorf("%q became %q, want %q", name, got, want)
		}
	}
}

// names are those of the files that a message has; each is referred to once.
func names(t *testing.T, m *message) []string {
	t.Helper()
	var out []string
	for i, f := range m.Files {
		if a := m.Attachments[i]; a.ID != i || a.Filename != f.Name {
			t.Errorf("the attachment %d of %s is %+v", i, f.Name, a)
		}
		out = append(out, f.Name)
	}
	return out
}

func TestFilesOfOneName(t *testing.T) {
	m := emptyMessage()
	file := func(name string) bot.File { return bot.File{Name: name, Data: []byte("x")} }
	m.attach([]bot.File{file("chain.pem"), file("report.json"), file("dir/chain.pem"), {Name: "empty.txt"}}, say.Text{})
	if got, want := names(t, &m), []string{"chain.pem", "report.json", "3-chain.pem"}; !slices.Equal(got, want) {
		t.Errorf("sent %q, want %q", got, want)
	}
}

// What Discord would not take is left out, and that is said.
func TestFilesHaveRoom(t *testing.T) {
	sized := func(sizes ...int) (out []bot.File) {
		for i, n := range sizes {
			out = append(out, bot.File{Name: fmt.Sprint(i), Data: make([]byte, n)})
		}
		return out
	}
	for name, c := range map[string]struct {
		picture int
		files   []bot.File
		sent    int
		told    bool
	}{
		"all the room":             {0, sized(maxFileBytes-1, 1), 2, false},
		"a byte too many":          {0, sized(maxFileBytes-1, 2), 1, true},
		"as many as there can be":  {0, sized(1, 1, 1, 1, 1, 1, 1, 1, 1, 1), 10, false},
		"one too many":             {0, sized(1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1), 10, true},
		"beside a picture":         {maxFileBytes - 1, sized(1), 2, false},
		"too large for a picture":  {maxFileBytes - 1, sized(2), 1, true},
		"a picture alone":          {maxFileBytes, nil, 1, false},
		"a picture that is larger": {maxFileBytes + 1, sized(1), 1, false},
		"no picture":               {0, nil, 0, false},
	} {
		m := emptyMessage()
		m.picture(&bot.Image{Name: "chart.png", PNG: make([]byte, c.picture), Alt: say.Literal("a chart")})
		shown := m.attach(c.files, say.Literal("No room."))
		said := false
		if len(shown) > 0 {
			display, is := shown[len(shown)-1].(discordgo.TextDisplay)
			said = is && display.Content == "-# No room."
		}
		if len(names(t, &m)) != c.sent || said != c.told {
			t.Errorf("%s: %d sent, and told %v", name, len(m.Files), said)
		}
	}
}
