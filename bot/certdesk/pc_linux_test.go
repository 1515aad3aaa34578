package main

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"certdesk/adapters/adaptertest"
	"certdesk/adapters/adaptertest/fakediscord"
	"certdesk/adapters/adaptertest/fakeslack"
	"certdesk/checks/checktest"
	"certdesk/checks/phrasebook"
	"certdesk/checks/say"
)

// pc is somebody's PC in a network of its own: the same addresses lead to other
// machines there than here. What is done in it runs on a thread of its own, whose
// network no other thread shares.
type pc struct {
	t    *testing.T
	work chan func()
}

// errNoNamespace: this machine does not let us make a network.
var errNoNamespace = errors.New("no network namespace can be made here")

func newPC(t *testing.T) (*pc, error) {
	t.Helper()
	p := &pc{t: t, work: make(chan func())}
	made := make(chan error, 1)
	go func() {
		runtime.LockOSThread() // for good: the thread ends with its network
		if err := syscall.Unshare(syscall.CLONE_NEWNET); err != nil {
			made <- fmt.Errorf("%w: %w", errNoNamespace, err)
			return
		}
		if out, err := exec.Command("ip", "link", "set", "lo", "up").CombinedOutput(); err != nil {
			made <- fmt.Errorf("%w: %s: %w", errNoNamespace, out, err)
			return
		}
		made <- nil
		for do := range p.work {
			do()
		}
	}()
	if err := <-made; err != nil {
		return nil, err
	}
	t.Cleanup(func() { close(p.work) })
	return p, nil
}

func (p *pc) do(what func() error) {
	p.t.Helper()
	done := make(chan error, 1)
	p.work <- func() { done <- what() }
	if err := <-done; err != nil {
		p.t.Fatal(err)
	}
}

// serve has a machine of the PC's network answer at an address.
func (p *pc) serve(address string, b checktest.Behaviour) {
	p.t.Helper()
	var l net.Listener
	p.do(func() (err error) {
		l, err = net.Listen("tcp", address)
		return err
	})
	p.t.Cleanup(func() { l.Close() })
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return // closed
			}
			go func() {
				defer conn.Close()
				ctx, cancel := context.WithTimeout(context.Background(), patience)
				defer cancel()
				b.Serve(ctx, conn)
			}()
		}
	}()
}

// web has the machine behind an address tell another time than ours.
func (p *pc) web(address string, id *checktest.Identity, off time.Duration) {
	p.t.Helper()
	var l net.Listener
	p.do(func() (err error) {
		l, err = tls.Listen("tcp", address, &tls.Config{Certificates: []tls.Certificate{id.Certificate()}})
		return err
	})
	server := &http.Server{ReadTimeout: patience, Handler: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Date", time.Now().Add(off).UTC().Format(http.TimeFormat))
	})}
	go server.Serve(l)
	p.t.Cleanup(func() { server.Close() })
}

// view runs certdesk view on the PC: hosts is its file of names, roots what it
// trusts.
func (p *pc) view(target, hosts string, roots []byte) string {
	p.t.Helper()
	folder := p.t.TempDir()
	names, trusted := filepath.Join(folder, "hosts"), filepath.Join(folder, "roots.pem")
	for file, data := range map[string][]byte{names: []byte(hosts + "\n"), trusted: roots} {
		if err := os.WriteFile(file, data, 0o644); err != nil {
			p.t.Fatal(err)
		}
	}
	var said []byte
	p.do(func() (err error) {
		cmd := exec.CommandContext(p.t.Context(), "unshare", "-m", "sh", "-c", `mount --bind "$1" /etc/hosts && exec certdesk view "$2"`, "sh", names, target)
		cmd.Env = append(os.Environ(), "SSL_CERT_FILE="+trusted, "SSL_CERT_DIR="+folder+"/none", "HTTPS_PROXY=", "https_proxy=")
		if said, err = cmd.Output(); err != nil {
			return fmt.Errorf("certdesk view on the PC: %w\n%s", err, said)
		}
		return nil
	})
	return string(said)
}

// TestWhatAPCSees: a PC in another network looks at the server, the text is pasted
// into Slack and Discord, and the answer tells what lies between the two.
func TestWhatAPCSees(t *testing.T) {
	t.Parallel()
	pki := checktest.NewPKI(time.Now())
	root, shield, inner := pki.Root("Example Root"), pki.Root("Avast Web/Mail Shield Root"), pki.Root("Corp Inner CA")
	id := root.Issue("imap.corp.example")
	mail, err := checktest.NewServer(checktest.Implicit("imap", checktest.TLS(id)))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(mail.Close)
	names, err := checktest.NewNameServer("imap.corp.example. 60 IN A 127.0.0.1")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { names.Close() })
	roots := filepath.Join(t.TempDir(), "roots.pem")
	if err := os.WriteFile(roots, root.PEM(), 0o600); err != nil {
		t.Fatal(err)
	}
	target := fmt.Sprintf("imap.corp.example:%d", mail.Port())
	here, there := fmt.Sprintf("127.0.0.1:%d", mail.Port()), fmt.Sprintf("127.0.0.2:%d", mail.Port())
	same := checktest.Implicit("imap", checktest.TLS(id))

	for _, tt := range []struct {
		name  string
		build func(*pc) (text string)
		says  string // in the headline, on Discord
		sagt  string // on Slack, where the user's profile is German
		step  string // the first
	}{
		{"a protection program", func(p *pc) string {
			p.serve(here, checktest.Implicit("imap", checktest.TLS(shield.Issue("imap.corp.example"))))
			return p.view(target, "127.0.0.1 imap.corp.example", shield.PEM())
		}, "Avast", "Avast", "Temporarily disable antivirus email scanning"},
		{"a wrong clock", func(p *pc) string {
			p.serve(here, same)
			p.web("127.0.0.1:443", id, -49*time.Hour)
			return p.view(target, "127.0.0.1 imap.corp.example", root.PEM())
		}, "2 days fast", "2 Tage vor", "Check system date and time"},
		{"another server of that name", func(p *pc) string {
			p.serve(there, checktest.Implicit("imap", checktest.TLS(inner.Issue("imap.corp.example"))))
			return p.view(target, "127.0.0.2 imap.corp.example", inner.PEM())
		}, "leads to 127.0.0.2", "127.0.0.2", "Verify the certificate details"},
		{"a root that is missing", func(p *pc) string {
			p.serve(here, same)
			return p.view(target, "127.0.0.1 imap.corp.example", inner.PEM())
		}, "the same certificate", "dasselbe Zertifikat", "Update Windows 11 root certificates"},
		{"nobody behind the address", func(p *pc) string {
			return p.view(target, "127.0.0.1 imap.corp.example", root.PEM())
		}, "gets no connection", "bekommt keine Verbindung", "Temporarily disable antivirus email scanning"},
		{"no such name", func(p *pc) string {
			return p.view(target, "127.0.0.1 localhost", root.PEM())
		}, "finds no address", "findet keine Adresse", "Temporarily disable antivirus email scanning"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			p, err := newPC(t)
			if errors.Is(err, errNoNamespace) {
				t.Skip(err)
			}
			if err != nil {
				t.Fatal(err)
			}
			text := tt.build(p)
			slack, discord := fakeslack.New(t), fakediscord.New(t)
			serveProcess(t, map[string]string{
				"SLACK_BOT_TOKEN": fakeslack.BotToken, "SLACK_APP_TOKEN": fakeslack.AppToken, "SLACK_API_URL": slack.APIURL(),
				"DISCORD_TOKEN": fakediscord.Token, "DISCORD_APPLICATION_ID": fakediscord.Application, "DISCORD_API_URL": discord.APIURL(),
				"CERTDESK_CA_FILE": roots, "CERTDESK_RESOLVER": names.Addr(), "CERTDESK_DATA": t.TempDir(),
			})
			adaptertest.Eventually(t, func() string {
				if slack.Sockets() == 0 || discord.Listeners() != 1 {
					return "the bot does not listen"
				}
				return ""
			})
			// As Slack hands a pasted text on: escaped, and with links.
			slacked := strings.ReplaceAll(strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace(text), "imap.corp.example", "<http://imap.corp.example|imap.corp.example>")
			if err := slack.Push(slack.Event("message", "D1", "Hi, this is my PC:\n"+slacked, nil)); err != nil {
				t.Fatal(err)
			}
			_, said := discord.Say(fakediscord.Direct, "Hi, this is my PC:\n> "+strings.ReplaceAll(text, "\n", "\n> "), nil)
			if err := discord.Push(said); err != nil {
				t.Fatal(err)
			}
			book, err := phrasebook.In("de")
			if err != nil {
				t.Fatal(err)
			}
			wants := func(shown, says string, say func(string) string) string {
				first, at := "", len(shown)
				for _, title := range titles {
					if i := strings.Index(shown, say(title)); i >= 0 && i < at {
						first, at = title, i
					}
				}
				if !strings.Contains(shown, says) || first != tt.step {
					return fmt.Sprintf("not %q with %q for\n%s\n but with %q: %s", says, tt.step, text, first, shown)
				}
				return ""
			}
			adaptertest.Eventually(t, func() string {
				return wants(shownOnSlack(slack), tt.sagt, func(s string) string { return book.Text(say.S(s)).String() })
			})
			adaptertest.Eventually(t, func() string {
				return wants(shownOnDiscord(discord), tt.says, func(s string) string { return s })
			})
		})
	}
}

// titles are those of the ten steps, but the last, which ends every list.
var titles = []string{
	"Verify the certificate details", "Check incoming and outgoing server names", "Ensure SSL/TLS encryption settings are correct",
	"Update Windows 11 root certificates", "Update Outlook and Office", "Check system date and time", "Remove and re-add the email account",
	"Temporarily disable antivirus email scanning", "Accept the certificate only if you trust the server",
}

func shownOnSlack(s *fakeslack.Server) string {
	var b strings.Builder
	for _, m := range s.Messages() {
		b.WriteString(m.Text + "\n" + string(m.Blocks) + "\n")
	}
	return b.String()
}

func shownOnDiscord(s *fakediscord.Server) string {
	var b strings.Builder
	for _, m := range s.Messages() {
		for _, part := range m.Body {
			b.Write(part)
		}
	}
	return b.String()
}
