package target_test

import (
	"strings"
	"testing"

	"golang.org/x/net/idna"

	"certdesk/checks/target"
)

func TestUnmistakable(t *testing.T) {
	t.Parallel()
	for written, want := range map[string]string{
		// One script a label.
		"müller.example":            "müller.example",
		"imap.müller.example":       "imap.müller.example",
		"*.müller.example":          "*.müller.example",
		"_x.müller.example":         "_x.müller.example",
		"xn--MLLER-kva.Example":     "müller.example",
		"straße-24.example":         "straße-24.example",
		"łódź.example":              "łódź.example",
		"việtnam.example":           "việtnam.example",
		"почта.рф":                  "почта.рф",
		"почта1.com":                "почта1.com",
		"παράδειγμα.example":        "παράδειγμα.example",
		"例え.example":                "例え.example",
		"サーバー.example":              "サーバー.example",
		"日本語のメール.example":           "日本語のメール.example",
		"메일.example":                "메일.example",
		"邮件.中国":                     "邮件.中国",
		"उदाहरण.example":            "उदाहरण.example",
		"müller.почта.example":      "müller.почта.example", // each label of one script
		"xn--mller-kva.example.":    "",                     // no name of a server or a certificate ends so
		"mail.corp.example":         "",
		"":                          "",
		"192.0.2.1":                 "",
		"müller.example (x)":        "",
		"xn--mller-kva.example:993": "",
		// Mixed, or all letters of another script's look.
		"pаypal.example":            "", // а is Cyrillic
		"googlе.example":            "",
		"gοogle.example":            "", // the first ο is Greek
		"аррӏе.example":             "",
		"аррӏе-24.example":          "",
		"сахаров.example":           "сахаров.example",
		"хосе.example":              "",
		"ороо.example":              "",
		"νικο.example":              "",
		"αω.example":                "",
		"müller.аррӏе.example":      "", // one label is enough
		"paypaı.example":            "", // without a dot
		"faceboоk.почта.example":    "",
		"ɢoogle.example":            "",
		"corp.comノlogin.example":    "", // a sign like a slash, in Latin
		"ーー.example":                "",
		"a日本.example":               "",
		"日本한글.example":              "", // Hangul goes with Hanja
		"한글日本.example":              "",
		"한글かな.example":              "",
		"ㄅ日本.example":               "ㄅ日本.example",
		"مثال.example":              "", // from right to left: the parts would change places
		"דוגמה.example":             "",
		"१२३.example":               "",
		"☃.example":                 "",
		"👍.example":                 "",
		"l·l.example":               "",
		"xn--a.example":             "",
		"xn--.example":              "",
		"xn--999999999.example":     "",
		"xn--mller-kva-.example":    "",
		"xn--mller-kva.exa mple":    "",
		"a.*.xn--mller-kva.example": "",
		"*xn--mller-kva.example":    "",
		"..xn--mller-kva.example":   "",
		"xn--e1afmkfd\u202e.com":    "",
		strings.Repeat("a", 60) + ".xn--mller-kva.exampl…":   "",
		strings.Repeat("a.", 100) + "xn--mller-kva.example":  strings.Repeat("a.", 100) + "müller.example",
		strings.Repeat("a.", 400) + "xn--mller-kva.example":  "",
		"xn--" + strings.Repeat("a", 100) + "-kva.example":   "",
		"xn--" + strings.Repeat("9", 5000) + ".example":      "",
		"xn--mller-kva." + strings.Repeat("b", 64) + ".info": "",
	} {
		name := ascii(written)
		got, ok := target.Unmistakable(name)
		if got != want || ok != (want != "") {
			t.Errorf("Unmistakable(%q), that is %q, is %q, %v; want %q", name, written, got, ok, want)
		}
	}
}

// ascii is a name in the form of DNS. Labels that have none, such as those that are ASCII
// already, stay as they are.
func ascii(name string) string {
	labels := strings.Split(name, ".")
	for i := range labels {
		if a, err := idna.New(idna.Transitional(false)).ToASCII(labels[i]); err == nil {
			labels[i] = a
		}
	}
	return strings.Join(labels, ".")
}

// A readable form stands for one name: it leads back to it.
func FuzzUnmistakable(f *testing.F) {
	for _, name := range []string{"xn--mller-kva.example", "*.xn--mller-kva.example", "xn--80ak6aa92e.example", "xn--a.xn--", "XN--MLLER-KVA.example", "0xn--0"} {
		f.Add(name)
	}
	f.Fuzz(func(t *testing.T, name string) {
		readable, ok := target.Unmistakable(name)
		if !ok {
			if readable != "" {
				t.Fatalf("Unmistakable(%q) = %q, and is none", name, readable)
			}
			return
		}
		if got := ascii(readable); !strings.EqualFold(got, name) {
			t.Fatalf("Unmistakable(%q) = %q, which means %q", name, readable, got)
		}
	})
}
