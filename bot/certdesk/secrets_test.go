package main

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os/exec"
	"strings"
	"testing"

	"certdesk/adapters/adaptertest/fakediscord"
	"certdesk/adapters/adaptertest/fakeslack"
	"certdesk/store/redis/redistest"
)

// TestNoSecretIsTold runs serve with a Redis that wants a password and platforms
// that repeat the token in what they say against it, at LOG_LEVEL=debug, and
// looks for the keys in all that it writes.
func TestNoSecretIsTold(t *testing.T) {
	t.Parallel()
	server := redistest.Start(t)
	keys := map[string]string{
		"SLACK_BOT_TOKEN": "xoxb-1111-slackbottoken", "SLACK_SIGNING_SECRET": fakeslack.Secret,
		"DISCORD_TOKEN": "MTIzNDU2.discord.bottoken",
	}
	const password = "red+is pass/word"
	at, err := url.Parse(server.URL())
	if err != nil {
		t.Fatal(err)
	}
	at.User = url.UserPassword("default", password)
	// A platform, or a proxy before it, that says back what it was told.
	echo := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body) // an echo has what there is
		told := r.Header.Get("Authorization") + " " + string(body)
		w.Header().Set("Content-Type", "application/json")
		if strings.Contains(r.URL.Path, "/v10/") {
			w.WriteHeader(http.StatusBadRequest)
			json.NewEncoder(w).Encode(map[string]any{"code": 1, "message": "not with " + told})
			return
		}
		json.NewEncoder(w).Encode(map[string]any{"ok": false, "error": "not_with_" + told})
	}))
	t.Cleanup(echo.Close)
	slack, discord := fakeslack.New(t), fakediscord.New(t) // they sign, and are never called
	env := join(slack.Env(), discord.Env(), keys, map[string]string{
		"SLACK_API_URL": echo.URL + "/api/", "DISCORD_API_URL": echo.URL + "/api/v10/",
		"REDIS_URL": at.String(), "LOG_LEVEL": "debug",
	})
	s := serveProcess(t, env)
	ask := func() {
		s.command(t, slack, "certwatch", "add 127.0.0.1:1")
		d := discord.Command(fakediscord.Channel, "certcheck", fakediscord.Option("target", "127.0.0.1:1"))
		if _, _, err := discord.Send(t.Context(), s.base, d); err != nil {
			t.Error(err)
		}
		mention := slack.Event("app_mention", "C1", "<@U0BOT> 127.0.0.1:1", nil)
		if _, _, err := slack.Send(t.Context(), s.base, mention); err != nil {
			t.Error(err)
		}
	}
	ask()
	s.log.await(t, "an answer did not reach Slack", "[secret]")
	s.log.await(t, "the commands were not registered", "[secret]")
	written := map[string]string{}
	for _, path := range []string{"/metrics", "/readyz", "/healthz"} {
		_, written[path] = s.get(t, path)
	}
	s.end(t)
	written["the log"], written["standard output"] = s.log.String(), s.out.String()
	for _, args := range [][]string{{"serve", "--check"}, {"store", "export", "-"}, {"store", "backup", t.TempDir() + "/x"}} {
		cmd := exec.CommandContext(context.WithoutCancel(t.Context()), "certdesk", args...)
		for name, value := range env {
			cmd.Env = append(cmd.Env, name+"="+value)
		}
		cmd.Env = append(cmd.Env, "PATH="+pathOf(s.cmd.Env))
		said, err := cmd.CombinedOutput()
		var ended *exec.ExitError
		if err != nil && !errors.As(err, &ended) {
			t.Fatal(err)
		}
		written[strings.Join(args, " ")] = string(said)
	}
	keys["REDIS_URL"] = password
	for where, text := range written {
		for name, key := range keys {
			for _, form := range []string{key, url.PathEscape(key), url.QueryEscape(key), url.UserPassword("", key).String()[1:]} {
				if strings.Contains(text, form) {
					at := strings.Index(text, form)
					t.Errorf("%s tells %s: %s", where, name, text[max(0, at-200):min(len(text), at+100)])
				}
			}
		}
	}
}

func pathOf(env []string) string {
	for _, v := range env {
		if path, ok := strings.CutPrefix(v, "PATH="); ok {
			return path
		}
	}
	return ""
}
