package inbox_test

import (
	"bytes"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"certdesk/adapters/inbox"
)

// files is where attachments are fetched, and what was asked for.
type files struct {
	*httptest.Server
	mu    sync.Mutex
	asked []string
}

// seen is what was asked for.
func (f *files) seen() []string {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.asked
}

func serve(t *testing.T) *files {
	f := &files{}
	f.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		f.mu.Lock()
		f.asked = append(f.asked, req.URL.Path+" "+req.Header.Get("Authorization"))
		f.mu.Unlock()
		switch req.URL.Path {
		case "/gone":
			http.Error(w, "gone", http.StatusGone)
		case "/page":
			w.Header().Set("Content-Type", "text/html")
			_, _ = w.Write([]byte("<html>"))
		case "/large":
			_, _ = w.Write(make([]byte, inbox.MaxFileBytes+1))
		default:
			_, _ = w.Write([]byte("the bytes of " + req.URL.Path))
		}
	}))
	t.Cleanup(f.Close)
	return f
}

// Each file that is wanted is there: with its bytes, or without where it could not
// be had.
func TestFetch(t *testing.T) {
	errPage, errForeign := errors.New("it is a page"), errors.New("it is another host's")
	judge := func(resp *http.Response) error {
		if resp.Header.Get("Content-Type") == "text/html" {
			return errPage
		}
		return nil
	}
	for name, c := range map[string]struct {
		file inbox.File
		data string
		log  string // what stands in the log
		asks bool
	}{
		"fetched":          {file: inbox.File{Name: "a.pem", Address: "/a"}, data: "the bytes of /a", asks: true},
		"as large as may":  {file: inbox.File{Name: "a.pem", Address: "/a", Size: inbox.MaxFileBytes}, data: "the bytes of /a", asks: true},
		"said to be large": {file: inbox.File{Name: "a.pem", Address: "/a", Size: inbox.MaxFileBytes + 1}, log: inbox.ErrLarge.Error()},
		"is large":         {file: inbox.File{Name: "a.pem", Address: "/large"}, log: inbox.ErrLarge.Error(), asks: true},
		"refused":          {file: inbox.File{Name: "a.pem", Address: "/a", Refused: errForeign}, log: errForeign.Error()},
		"gone":             {file: inbox.File{Name: "a.pem", Address: "/gone"}, log: "status 410", asks: true},
		"a page":           {file: inbox.File{Name: "a.pem", Address: "/page"}, log: errPage.Error(), asks: true},
		"no address":       {file: inbox.File{Name: "a.pem", Address: "\x00secret"}, log: "asking for it"},
		"nobody is there":  {file: inbox.File{Name: "a.pem", Address: "http://127.0.0.1:1/secret"}, log: "asking for it"},
	} {
		t.Run(name, func(t *testing.T) {
			server := serve(t)
			if strings.HasPrefix(c.file.Address, "/") {
				c.file.Address = server.URL + c.file.Address
			}
			var log bytes.Buffer
			f := inbox.Fetcher{HTTP: server.Client(), Header: http.Header{"Authorization": {"Bearer x"}}, Judge: judge, Log: slog.New(slog.NewTextHandler(&log, nil))}
			got := f.Fetch(t.Context(), "", []inbox.File{c.file})
			if len(got) != 1 || got[0].Name != "a.pem" || string(got[0].Data) != c.data {
				t.Errorf("%q", got)
			}
			if !strings.Contains(log.String(), c.log) || (log.Len() > 0) != (c.log != "") || strings.Contains(log.String(), "secret") {
				t.Errorf("the log says %q, want %q", &log, c.log)
			}
			if asked := server.seen(); (len(asked) == 1 && strings.HasSuffix(asked[0], " Bearer x")) != c.asks {
				t.Errorf("asked %q", asked)
			}
		})
	}
}

// What is not read is not fetched, and of the rest no more than a few.
func TestFetchSomeOnly(t *testing.T) {
	server := serve(t)
	var all []inbox.File
	for _, name := range []string{"cat.png", "1.pem", "list.csv", "2.cer", "3\u202e.der", "4.crt", "5.pem"} {
		all = append(all, inbox.File{Name: name, Address: server.URL + "/" + strings.TrimLeft(name, "0123456789")})
	}
	f := inbox.Fetcher{HTTP: server.Client(), Log: slog.New(slog.DiscardHandler)}
	var names []string
	for _, file := range f.Fetch(t.Context(), "look at this", all) {
		names = append(names, file.Name)
		if len(file.Data) == 0 {
			t.Errorf("%s has no data", file.Name)
		}
	}
	if got := strings.Join(names, " "); got != "1.pem 2.cer 3\ufffd.der 4.crt" || len(server.seen()) != inbox.MaxFiles {
		t.Errorf("fetched %s; asked %q", got, server.seen())
	}
}
