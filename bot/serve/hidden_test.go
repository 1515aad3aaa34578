package serve

import (
	"errors"
	"io"
	"strings"
	"testing"

	"certdesk/bot/telemetry"
)

func TestSecretsAreHidden(t *testing.T) {
	c, err := readSettings(fromMap(map[string]string{
		"SLACK_BOT_TOKEN": "xoxb-1-a", "SLACK_SIGNING_SECRET": `with"quotes"in`,
		"REDIS_URL": "redis+sentinel://user:p%40ss%20word@one:26379,two:26379/MASTER?db=0",
	}))
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	w := telemetry.NewSecrets(c.keys()...).Hide(&out)
	for _, line := range []string{
		"Bearer xoxb-1-a", `error="with\"quotes\"in"`, "redis://user:p%40ss%20word@one", "AUTH p@ss word", "p%40ss+word", "no secret",
	} {
		if n, err := io.WriteString(w, line+"\n"); n != len(line)+1 || err != nil {
			t.Errorf("%d of %d bytes, %v", n, len(line)+1, err)
		}
	}
	want := "Bearer [secret]\nerror=\"[secret]\"\nredis://user:[secret]@one\nAUTH [secret]\n[secret]\nno secret\n"
	if out.String() != want {
		t.Errorf("got\n%s", out.String())
	}
	if err := telemetry.NewSecrets(c.keys()...).HideIn(errors.New("dialling with xoxb-1-a")); err.Error() != "dialling with [secret]" {
		t.Error(err)
	}
}
