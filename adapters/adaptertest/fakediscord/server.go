package fakediscord

import (
	"crypto/ed25519"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gorilla/websocket"
)

// What the server is called by.
const (
	Token       = "fake.bot.token"
	Application = "900000000000000001"
	BotUser     = "900000000000000001"
	Guild       = "800000000000000001"
	User        = "700000000000000001"
	Role        = "600000000000000001"
	// DocsURL is the only address to which certdesk links.
	DocsURL = "https://wiki.corp.example/certdesk"
)

// Channels of the server.
const (
	Channel = "500000000000000002"
	Support = "500000000000000009"
	Direct  = "500000000000000007"
)

// Permissions that certdesk needs in a channel.
// https://docs.discord.com/developers/topics/permissions
const (
	ViewChannel           = 1 << 10
	SendMessages          = 1 << 11
	EmbedLinks            = 1 << 14
	AttachFiles           = 1 << 15
	ReadMessageHistory    = 1 << 16
	SendMessagesInThreads = 1 << 38
	// Invited is what an invite for certdesk asks for.
	Invited = ViewChannel | SendMessages | EmbedLinks | AttachFiles | ReadMessageHistory | SendMessagesInThreads
)

// Types of channels.
const (
	textChannel  = 0
	directChat   = 1
	publicThread = 11
	forumChannel = 15
)

// Message is a message as it stands in a channel.
type Message struct {
	ID, Channel string
	// ReplyTo is the message it stands below.
	ReplyTo string
	// Only is who sees it, "" for everybody.
	Only string
	// Body is what was sent, edits put in; Nonce is what it was known by.
	Body  map[string]json.RawMessage
	Nonce string
	Edits int
	// Deleted messages stay, for the tests.
	Deleted bool
	// thinking stands until it is edited.
	thinking bool
}

// File is an attachment.
type File struct {
	Message, Name string
	Data          []byte
}

// Server is Discord with one server (guild) in it.
type Server struct {
	http *httptest.Server
	now  func() time.Time
	key  ed25519.PrivateKey

	mu              sync.Mutex
	messages        []*Message
	files           []File
	interactions    map[string]*interaction // by token
	forms           []json.RawMessage
	suggestions     []json.RawMessage
	channels        map[string]object
	uploads         map[string][]byte
	commands        map[string]json.RawMessage // by path
	calls           map[string]int
	faults          map[string][]Fault
	denied          map[string]Fault
	forbidden       map[string]int         // channel to code
	permitted       map[string]int         // channel to permissions
	buckets         map[string]*bucket     // by route
	personal        bool                   // people may install the application
	joined          []string               // further guilds
	withoutCommands map[string]bool        // of those
	token           atomic.Pointer[string] // nil: Token
	plainOnly       bool                   // no components
	public          bool                   // anybody may invite the bot
	complaints      []string
	serial          int64
	gateway         gateway
	schemas         *schemas
}

// object is a JSON object.
type object = map[string]any

// Fault is what goes wrong with one call.
type Fault struct {
	Delay time.Duration
	// Status is answered instead of doing anything; RetryAfter goes with 429.
	Status, RetryAfter int
	// Global: the whole bot is held back.
	Global bool
	// Code is Discord's own number in the answer.
	Code int
	// Drop closes the connection before the work is done, Lose after.
	Drop, Lose bool
}

// bucket is a limit of a route.
type bucket struct {
	most, left int
	per        time.Duration
	reset      time.Time
}

// gateway is where the app listens.
type gateway struct {
	mu         sync.Mutex
	sessions   map[string]*session
	open       []*line
	interval   time.Duration // between heartbeats
	deaf       bool          // heartbeats are not answered
	refusal    int           // close code for whoever identifies, 0 for none
	identified int
	resumed    int
	left       []int       // codes with which connections were closed
	revoked    time.Time   // when a session was declared invalid
	moved      atomic.Bool // to another address
	starts     starts
	ended      sync.WaitGroup
	parting    []event // on the way while a connection is ended from there
}

// session outlives its connections.
type session struct {
	id      string
	intents int
	seq     int64
	events  []event // for whoever resumes
	dead    bool
}

type event struct {
	seq  int64
	name string
	data json.RawMessage
}

// line is one connection.
type line struct {
	conn    *websocket.Conn
	resumes bool // it came to the address for resuming
	session *session
	mu      sync.Mutex // of writing
}

// starts is how many sessions may begin.
type starts struct {
	mu    sync.Mutex
	used  int
	most  int // 0: as usual
	reset time.Time
}

// interaction is one that was delivered.
type interaction struct {
	id, token, channel string
	kind               int
	made               time.Time
	acked, expired     bool
	// pressed is the message with the button; first what @original means.
	pressed, first *Message
	// waiting is closed by the acknowledgement.
	waiting chan struct{}
}

// complain notes a complaint. s.mu is held.
func (s *Server) complain(format string, args ...any) {
	s.complaints = append(s.complaints, fmt.Sprintf(format, args...))
}

// epoch is where Discord's ids begin.
const epoch = 1420070400000

// snowflake returns a fresh id. s.mu is held.
func (s *Server) snowflake() string {
	s.serial++
	return strconv.FormatInt((s.now().UnixMilli()-epoch)<<22|s.serial&(1<<22-1), 10)
}

// add puts a message into a channel. s.mu is held.
func (s *Server) add(m *Message) *Message {
	m.ID = s.snowflake()
	s.messages = append(s.messages, m)
	return m
}

// find returns a message that stands. s.mu is held.
func (s *Server) find(id string) *Message {
	for _, m := range s.messages {
		if m.ID == id && !m.Deleted {
			return m
		}
	}
	return nil
}

func (s *Server) goodToken() string {
	if t := s.token.Load(); t != nil {
		return *t
	}
	return Token
}

// Client reaches the server; it is closed with it.
func (s *Server) Client() *http.Client { return s.http.Client() }

// Commands are those that are registered, for a guild or ("") for all.
func (s *Server) Commands(guild string) json.RawMessage {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.commands[guild]
}

// PublicKey is what DISCORD_PUBLIC_KEY would be.
func (s *Server) PublicKey() string { return hex.EncodeToString(s.key.Public().(ed25519.PublicKey)) }
