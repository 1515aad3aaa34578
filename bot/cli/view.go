package cli

import (
	"context"
	"crypto/tls"
	"fmt"
	"net"
	"net/http"
	"time"

	"github.com/spf13/cobra"

	"certdesk/bot"
	"certdesk/bot/pcline"
	"certdesk/checks"
	"certdesk/checks/probe"
	"certdesk/checks/say"
	"certdesk/checks/target"
	"certdesk/checks/view"
)

// viewTime bounds a look at a server from this PC.
const viewTime = 10 * time.Second

// View prints what this PC sees of a server, to be pasted into the chat.
func View(s Streams) *cobra.Command {
	cmd := NewCommand("view HOST:PORT", "prints what this PC sees of a server, to paste into the chat")
	set := cmd.Flags()
	var f Flags
	f.registerLang(set)
	line := set.String("line", "", "print the `SYSTEM`'s own line that does this without certdesk: powershell or shell")
	offer(cmd, "line", "powershell", "shell")
	cmd.RunE = Run(func(ctx context.Context, rest []string) (int, error) {
		if len(rest) != 1 {
			return StatusUnknown, refuse(say.S("name one server; write for example: {example}", say.Code("example", "certdesk view imap.corp.com:993")))
		}
		t, err := target.Parse(rest[0])
		if err != nil {
			return StatusUnknown, err
		}
		if t.Port == 0 {
			return StatusUnknown, refuse(say.S("name the port as well; write for example: {example}", say.Code("example", "certdesk view "+bot.TargetName(t)+":993")))
		}
		if *line != "" {
			return printLine(s, t, *line)
		}
		ctx, cancel := context.WithTimeout(ctx, viewTime)
		defer cancel()
		dialer := &net.Dialer{}
		look := view.Looker{
			Resolver: &net.Resolver{}, Prober: probe.New(dialer), Now: time.Now, Proxy: view.Proxy,
			// What is asked for is the time alone, from whoever answers this PC.
			Client: &http.Client{Transport: &http.Transport{
				DialContext: dialer.DialContext, Proxy: http.ProxyFromEnvironment, TLSClientConfig: &tls.Config{InsecureSkipVerify: true},
			}, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }},
		}
		fmt.Fprintln(s.Err, f.speaker().Text(say.Join(say.S("This is what certdesk reads when you paste it into the chat."), say.S("It holds no names of people or of this PC."))))
		v := look.Look(ctx, t.Host, t.Port)
		if _, err := fmt.Fprint(s.Out, v.Text()); err != nil {
			return StatusUnknown, fmt.Errorf("writing the answer: %w", err)
		}
		return StatusOK, nil
	})
	return cmd
}

// printLine prints the line for a PC where certdesk is not.
func printLine(s Streams, t checks.Target, system string) (int, error) {
	lines := pcline.For(t)
	text := lines.PowerShell
	switch system {
	case "powershell":
	case "shell":
		text = lines.Shell
	default:
		return StatusUnknown, doesNotKnow("line", system, "powershell", "shell")
	}
	if text == "" {
		return StatusUnknown, refuse(say.S("there is no line for {host}: it speaks a protocol that PowerShell and OpenSSL cannot begin", say.Host("host", bot.TargetName(t))))
	}
	if _, err := fmt.Fprintln(s.Out, text); err != nil {
		return StatusUnknown, fmt.Errorf("writing the answer: %w", err)
	}
	return StatusOK, nil
}
