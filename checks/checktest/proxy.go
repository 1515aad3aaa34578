package checktest

import (
	"bufio"
	"context"
	"encoding/base64"
	"fmt"
	"io"
	"net"
	"net/http"
	"strconv"
	"sync"
	"time"
)

// Proxy is a forward proxy that looks up names itself, as its own network knows
// them. HTTPProxy and SOCKSProxy are its two kinds.
type Proxy struct {
	// Leads tells where what a client asks for is to be had ("imap.corp.example:993"
	// at "127.0.0.1:40123"). What it does not name leads nowhere, unless Dial is set.
	Leads map[string]string
	// Dial connects to what a client asks for; nil is by Leads.
	Dial func(ctx context.Context, address string) (net.Conn, error)
	// User and Password are demanded; "" is nobody's.
	User, Password string
	// Status is answered to every request instead ("502 Bad Gateway"), by the HTTP
	// proxy; Reply by the SOCKS proxy, 0 is none (RFC 1928 §6).
	Status string
	Reply  byte
	// Mute: every request is heard and never answered.
	Mute bool
	// Cut ends the connection behind so many bytes of the proxy's answers; 0 does not.
	Cut int
	// Instead is said to every request, whatever the protocol; "" is not.
	Instead string
	// Asked is told what each client asks for; nil is nobody.
	Asked func(address string)
}

// HTTPProxy takes CONNECT (RFC 9110 §9.3.6).
func HTTPProxy(p Proxy) Behaviour {
	return BehaviourFunc(func(ctx context.Context, conn net.Conn) {
		said := p.says(conn)
		in := bufio.NewReader(conn)
		r, err := http.ReadRequest(in)
		if err != nil {
			return
		}
		login := "Basic " + base64.StdEncoding.EncodeToString([]byte(p.User+":"+p.Password))
		status := p.Status
		switch {
		case r.Method != http.MethodConnect:
			status = "405 Method Not Allowed"
		case p.User != "" && r.Header.Get("Proxy-Authorization") != login:
			status = "407 Proxy Authentication Required"
		}
		if p.unlike(conn, r.Host) {
			return
		}
		var server net.Conn
		if status == "" {
			if server, err = p.dial(ctx, r.Host); err != nil {
				status = "503 Service Unavailable"
			}
		}
		if status != "" {
			fmt.Fprintf(said, "HTTP/1.1 %s\r\nContent-Length: 6\r\nProxy-Authenticate: Basic realm=\"proxy\"\r\n\r\nSorry\n", status)
			farewell(conn)
			return
		}
		defer server.Close()
		if _, err := io.WriteString(said, "HTTP/1.1 200 Connection established\r\nVia: 1.1 proxy.corp.example\r\n\r\n"); err == nil {
			relay(ctx, in, conn, server)
		}
	})
}

// The words of SOCKS 5 (RFC 1928, RFC 1929).
const (
	socks5          = 5
	socksFree       = 0
	socksLogin      = 2
	socksNone       = 0xff
	socksIPv4       = 1
	socksName       = 3
	socksIPv6       = 4
	socksNoHost     = 4
	socksLoginHello = 1
)

// SOCKSProxy takes SOCKS 5.
func SOCKSProxy(p Proxy) Behaviour {
	return BehaviourFunc(func(ctx context.Context, conn net.Conn) {
		said := p.says(conn)
		in := bufio.NewReader(conn)
		if !p.greeted(in, said) {
			farewell(conn)
			return
		}
		address, err := requested(in)
		if err != nil || p.unlike(conn, address) {
			return
		}
		var server net.Conn
		reply := p.Reply
		if reply == 0 {
			if server, err = p.dial(ctx, address); err != nil {
				reply = socksNoHost
			}
		}
		if _, err := said.Write([]byte{socks5, reply, 0, socksIPv4, 0, 0, 0, 0, 0, 0}); err != nil || reply != 0 {
			farewell(conn)
			return
		}
		defer server.Close()
		relay(ctx, in, conn, server)
	})
}

// greeted agrees on a method and hears the password.
func (p Proxy) greeted(in *bufio.Reader, out io.Writer) bool {
	var head [2]byte
	if _, err := io.ReadFull(in, head[:]); err != nil || head[0] != socks5 {
		return false
	}
	methods := make([]byte, head[1])
	if _, err := io.ReadFull(in, methods); err != nil {
		return false
	}
	wanted := byte(socksFree)
	if p.User != "" {
		wanted = socksLogin
	}
	offered := false
	for _, m := range methods {
		offered = offered || m == wanted
	}
	if !offered {
		out.Write([]byte{socks5, socksNone})
		return false
	}
	if _, err := out.Write([]byte{socks5, wanted}); err != nil || wanted == socksFree {
		return err == nil
	}
	version, _ := in.ReadByte()
	user, password := counted(in), counted(in)
	status := byte(0)
	if version != socksLoginHello || user != p.User || password != p.Password {
		status = 1
	}
	_, err := out.Write([]byte{socksLoginHello, status})
	return err == nil && status == 0
}

// counted reads a text with its length before it.
func counted(in *bufio.Reader) string {
	n, _ := in.ReadByte()
	text := make([]byte, n)
	if _, err := io.ReadFull(in, text); err != nil {
		return ""
	}
	return string(text)
}

// requested reads what a client asks for.
func requested(in *bufio.Reader) (string, error) {
	var head [4]byte
	if _, err := io.ReadFull(in, head[:]); err != nil {
		return "", err
	}
	var host string
	switch head[3] {
	case socksName:
		host = counted(in)
	case socksIPv4, socksIPv6:
		ip := make(net.IP, net.IPv4len)
		if head[3] == socksIPv6 {
			ip = make(net.IP, net.IPv6len)
		}
		if _, err := io.ReadFull(in, ip); err != nil {
			return "", err
		}
		host = ip.String()
	}
	var port [2]byte
	if _, err := io.ReadFull(in, port[:]); err != nil {
		return "", err
	}
	return net.JoinHostPort(host, strconv.Itoa(int(port[0])<<8|int(port[1]))), nil
}

// unlike does what no proxy does, and tells whether it did.
func (p Proxy) unlike(conn net.Conn, address string) bool {
	if p.Asked != nil {
		p.Asked(address)
	}
	switch {
	case p.Mute:
		listen(conn)
	case p.Instead != "":
		io.WriteString(conn, p.Instead)
		farewell(conn)
	default:
		return false
	}
	return true
}

func (p Proxy) dial(ctx context.Context, address string) (net.Conn, error) {
	if p.Dial != nil {
		return p.Dial(ctx, address)
	}
	to, known := p.Leads[address]
	if !known {
		return nil, fmt.Errorf("%s leads nowhere", address)
	}
	return (&net.Dialer{}).DialContext(ctx, "tcp", to)
}

// says is where the proxy's own words go.
func (p Proxy) says(conn net.Conn) io.Writer {
	if p.Cut == 0 {
		return conn
	}
	return &cut{conn: conn, left: p.Cut - 1}
}

// cut lets so many bytes through, and ends the connection.
type cut struct {
	conn net.Conn
	left int
}

func (c *cut) Write(b []byte) (int, error) {
	n, err := c.conn.Write(b[:min(len(b), c.left)])
	if c.left -= n; err == nil && n < len(b) {
		farewell(c.conn)
		err = io.ErrShortWrite
	}
	return n, err
}

// farewell ends a conversation so that the last words arrive.
func farewell(conn net.Conn) {
	if tcp, ok := conn.(*net.TCPConn); ok {
		tcp.CloseWrite()
	}
	conn.SetReadDeadline(time.Now().Add(time.Second))
	listen(conn)
}

// relay carries both ways until either side is done.
func relay(ctx context.Context, in io.Reader, client, server net.Conn) {
	defer context.AfterFunc(ctx, func() { server.Close() })()
	var both sync.WaitGroup
	both.Go(func() {
		io.Copy(server, in)
		if tcp, ok := server.(*net.TCPConn); ok {
			tcp.CloseWrite()
		}
	})
	io.Copy(client, server)
	if tcp, ok := client.(*net.TCPConn); ok {
		tcp.CloseWrite()
	}
	client.SetReadDeadline(time.Now().Add(time.Second))
	both.Wait()
}
