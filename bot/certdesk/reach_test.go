package main

import (
	"fmt"
	"net"
	"strconv"
	"strings"
	"testing"

	"certdesk/adapters/adaptertest/fakeslack"
)

// TestNarrowedReach opens this machine to questions and narrows them again, by
// hosts and by ports: whatever is asked about an address, the server there must
// see no connection.
func TestNarrowedReach(t *testing.T) {
	t.Parallel()
	canary, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer canary.Close()
	touched := make(chan string, 100)
	go func() {
		for {
			conn, err := canary.Accept()
			if err != nil {
				return
			}
			touched <- conn.RemoteAddr().String()
			conn.Close()
		}
	}()
	port := canary.Addr().(*net.TCPAddr).Port
	for name, narrow := range map[string]map[string]string{
		"hosts": {"CERTDESK_ALLOW_HOSTS": "*.corp.example"},
		"ports": {"CERTDESK_ALLOW_PORTS": "993"},
	} {
		t.Run(name, func(t *testing.T) {
			slack := fakeslack.New(t)
			s := serveProcess(t, join(slack.Env(), narrow, map[string]string{"CERTDESK_DATA": t.TempDir()}))
			at := "127.0.0.1:" + strconv.Itoa(port)
			asked := [][2]string{
				{"certcheck", at}, {"certcheck", "https://" + at + "/"}, {"certcheck", "imaps://" + at}, {"certcheck", at + " fresh"},
				{"certcheck", at + " name imap.corp.example"}, {"certcheck", fmt.Sprintf("[::ffff:127.0.0.1]:%d", port)},
				{"certcheck", at + " from all"}, {"certcheck", at + " from here"}, {"certwatch", "add " + at},
				{"certfix", "The target principal name is incorrect " + at},
			}
			for _, q := range asked {
				s.command(t, slack, q[0], q[1])
			}
			s.end(t) // which is after the answers
			said := 0
			for _, m := range slack.Messages() {
				if strings.Contains(m.Text, strconv.Itoa(port)) || strings.Contains(m.Text, "127.0.0.1") {
					said++
				}
			}
			if said < len(asked)-1 { // an error text is explained without its server
				t.Errorf("%d of %d questions have an answer that names the server or its port:\n%v", said, len(asked), slack.Messages())
			}
			if len(touched) > 0 {
				t.Errorf("the server saw a connection from %s", <-touched)
			}
		})
	}
}
