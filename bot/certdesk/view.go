package main

import (
	"context"
	"crypto/tls"
	"errors"
	"flag"
	"fmt"
	"net"
	"net/http"
	"time"

	"certdesk/bot"
	"certdesk/bot/pcline"
	"certdesk/checks"
	"certdesk/checks/probe"
	"certdesk/checks/view"
)

// viewTime bounds a look at a server from this PC.
const viewTime = 10 * time.Second

// runView prints what this PC sees of a server, to be pasted into the chat.
func runView(ctx context.Context, s streams, args []string) (int, error) {
	set := flag.NewFlagSet("view", flag.ContinueOnError)
	line := set.String("line", "", "print the `SYSTEM`'s own line that does this without certdesk: powershell or shell")
	rest, err := parse(set, args)
	if err != nil {
		return statusUnknown, err
	}
	if len(rest) != 1 {
		return statusUnknown, errors.New("name one server; write for example: certdesk view imap.corp.com:993")
	}
	t, err := checks.ParseTarget(rest[0])
	if err != nil {
		return statusUnknown, err
	}
	if t.Port == 0 {
		return statusUnknown, fmt.Errorf("name the port as well; write for example: certdesk view %s:993", bot.TargetName(t))
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
	fmt.Fprintln(s.err, "This is what certdesk reads when you paste it into the chat. It holds no names of people or of this PC.")
	v := look.Look(ctx, t.Host, t.Port)
	if _, err := fmt.Fprint(s.out, v.Text()); err != nil {
		return statusUnknown, fmt.Errorf("writing the answer: %w", err)
	}
	return statusOK, nil
}

// printLine prints the line for a PC where certdesk is not.
func printLine(s streams, t checks.Target, system string) (int, error) {
	lines := pcline.For(t)
	text := lines.PowerShell
	switch system {
	case "powershell":
	case "shell":
		text = lines.Shell
	default:
		return statusUnknown, fmt.Errorf("--line %q is not known; write --line powershell or --line shell", system)
	}
	if text == "" {
		return statusUnknown, fmt.Errorf("there is no line for %s: it speaks a protocol that PowerShell and OpenSSL cannot begin", bot.TargetName(t))
	}
	if _, err := fmt.Fprintln(s.out, text); err != nil {
		return statusUnknown, fmt.Errorf("writing the answer: %w", err)
	}
	return statusOK, nil
}
