package webhook_test

import (
	"flag"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"certdesk/adapters/webhook"
	"certdesk/bot"
)

var update = flag.Bool("update", false, "write the example into the documentation")

const page = "../../deploy/docs/webhook.md"

// example is the one of the documentation.
func example(t *testing.T) (body, signature string) {
	t.Helper()
	raw, err := webhook.Body("d5x3q7w2m4kzt6ra", dispatch())
	if err != nil {
		t.Fatal(err)
	}
	return string(raw), webhook.Sign([]byte(secret), "d5x3q7w2m4kzt6ra", now(), raw)
}

// TestTheDocumentationIsTheCode holds the documentation to what is posted: its
// example, and a row for each event and each field.
func TestTheDocumentationIsTheCode(t *testing.T) {
	text, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	body, signature := example(t)
	shown := []string{
		"Idempotency-Key: d5x3q7w2m4kzt6ra", "webhook-id: d5x3q7w2m4kzt6ra", "webhook-timestamp: " + strconv.FormatInt(now().Unix(), 10),
		"webhook-signature: " + signature, body, "`" + secret + "`",
	}
	if *update {
		out := string(text)
		out = regexp.MustCompile(`(?m)^    (Idempotency-Key|webhook-[a-z]+): .*$`).ReplaceAllStringFunc(out, func(line string) string {
			name, _, _ := strings.Cut(strings.TrimSpace(line), ":")
			return "    " + shown[slices.IndexFunc(shown, func(s string) bool { return strings.HasPrefix(s, name+":") })]
		})
		out = regexp.MustCompile(`(?m)^    \{.*\}$`).ReplaceAllLiteralString(out, "    "+body)
		out = strings.ReplaceAll(out, "{{secret}}", secret)
		if err := os.WriteFile(page, []byte(out), 0o644); err != nil {
			t.Fatal(err)
		}
		text = []byte(out)
	}
	for _, s := range shown {
		if !strings.Contains(string(text), s) {
			t.Errorf("%s does not show %s (go test ./adapters/webhook -run Documentation -update)", page, s)
		}
	}
	var rows []string
	for _, m := range regexp.MustCompile("(?m)^\\| `([^`]+)` \\|").FindAllStringSubmatch(string(text), -1) {
		rows = append(rows, m[1])
	}
	var want []string
	for _, e := range bot.DispatchEvents() {
		want = append(want, "incident."+string(e))
	}
	want = append(want, webhook.Fields()...)
	for _, w := range want {
		if !slices.Contains(rows, w) {
			t.Errorf("%s has no row for %s", page, w)
		}
	}
	for _, r := range rows {
		if !slices.Contains(want, r) {
			t.Errorf("%s has a row for %s, which there is not", page, r)
		}
	}
}

// TestTheVerifyingExampleVerifies runs the example of the documentation against the
// request that it shows, and against one that was changed on its way.
func TestTheVerifyingExampleVerifies(t *testing.T) {
	python, err := exec.LookPath("python3")
	if err != nil {
		t.Skip("there is no python3")
	}
	text, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	code := regexp.MustCompile("(?s)```python\n(.*?)```").FindSubmatch(text)
	if code == nil {
		t.Fatal("there is no example")
	}
	body, signature := example(t)
	try := string(code[1]) + `
import sys
headers = {"webhook-id": sys.argv[1], "webhook-timestamp": sys.argv[2], "webhook-signature": sys.argv[3]}
print(verified(sys.argv[5], headers, sys.argv[4].encode(), float(sys.argv[6])))
`
	stamp := strconv.FormatInt(now().Unix(), 10)
	for _, c := range []struct {
		id, body, now, want string
	}{
		{"d5x3q7w2m4kzt6ra", body, stamp, "True"},
		{"d5x3q7w2m4kzt6ra", body + " ", stamp, "False"},
		{"other", body, stamp, "False"},
		{"d5x3q7w2m4kzt6ra", body, strconv.FormatInt(now().Unix()+301, 10), "False"},
	} {
		out, err := exec.CommandContext(t.Context(), python, "-c", try, c.id, stamp, signature, c.body, secret, c.now).CombinedOutput()
		if err != nil || strings.TrimSpace(string(out)) != c.want {
			t.Errorf("%+v: %s %v", c, out, err)
		}
	}
}
