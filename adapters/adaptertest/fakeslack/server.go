package fakeslack

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"sync"
	"time"

	"github.com/gorilla/websocket"
)

// What the workspace is called by.
const (
	BotToken = "xoxb-fake"
	AppToken = "xapp-fake"
	Secret   = "8f742231b10e8888abcd99yyyzzz85a5"
	BotUser  = "U0BOT"
	Team     = "T1"
	// DocsURL is the only address to which certdesk links.
	DocsURL = "https://wiki.corp.example/certdesk"
	User    = "U7"
)

// Message is a message as it stands in a channel.
type Message struct {
	Channel, TS, Thread, Text string
	// Only is who sees it, "" for everybody.
	Only     string
	Blocks   json.RawMessage
	Metadata json.RawMessage
	Edits    int
	Deleted  bool
}

// File is an upload that was completed.
type File struct {
	Channel, Thread, Name string
	// Alt is what is read out in place of a picture.
	Alt  string
	Data []byte
}

// Server is a workspace.
type Server struct {
	http *httptest.Server
	now  func() time.Time

	mu         sync.Mutex
	messages   []*Message
	files      []File
	uploads    map[string]*File
	attached   map[string][]byte
	modals     []json.RawMessage
	homes      []json.RawMessage
	responses  map[string]*responseURL
	triggers   map[string]time.Time
	calls      map[string]int
	faults     map[string][]Fault
	complaints []string
	serial     int
	denied     map[string]string // method to error
	closed     map[string]string // channel to error
	token      string            // "": BotToken
	revoked    refusal           // what is said of another one; "": invalid_auth
	// organisation is that of the installation, "" for a workspace's.
	organisation string
	noFiles      refusal // of a form with a field for files
	sockets      sockets
}

type responseURL struct {
	channel string
	made    time.Time
	used    int
	message *Message // that was pressed; nil for a command
}

// Fault is what goes wrong with one call.
type Fault struct {
	Delay time.Duration
	// Status is answered instead of doing anything; RetryAfter goes with 429.
	Status, RetryAfter int
	// Error is Slack's own word for a refusal, instead of doing anything.
	Error string
	// Drop closes the connection before the work is done, Lose after.
	Drop, Lose bool
}

// refusal is an error by Slack's name.
type refusal string

// sockets are the connections of Socket Mode.
type sockets struct {
	mu      sync.Mutex
	tickets map[string]bool // good for one connection each
	open    []*socket
	doubled bool // there have been two
	fewest  int  // at once, since then
	turn    int
	waiting map[string]chan struct{} // for an acknowledgement, by envelope
	acks    []string                 // as they came
	dismiss string                   // whoever connects, with this reason
	ended   sync.WaitGroup
}

type socket struct {
	conn *websocket.Conn
	mu   sync.Mutex // of writing
}

// APIURL is what SLACK_API_URL would be.
func (s *Server) APIURL() string { return s.http.URL + "/api/" }

// complain notes a complaint. s.mu is held.
func (s *Server) complain(format string, args ...any) {
	s.complaints = append(s.complaints, fmt.Sprintf(format, args...))
}

// next returns a fresh number. s.mu is held.
func (s *Server) next() int {
	s.serial++
	return s.serial
}

// add puts a message into a channel. s.mu is held.
func (s *Server) add(m *Message) *Message {
	m.TS = fmt.Sprintf("%d.%06d", s.now().Unix(), s.next())
	s.messages = append(s.messages, m)
	return m
}

// find returns a message everybody sees. s.mu is held.
func (s *Server) find(channel, ts string) *Message {
	for _, m := range s.messages {
		if m.Channel == channel && m.TS == ts && !m.Deleted && m.Only == "" {
			return m
		}
	}
	return nil
}

// Client reaches the workspace; it is closed with it.
func (s *Server) Client() *http.Client { return s.http.Client() }
