// Package demo shows what certdesk says of a zoo of servers (checks/checktest), most
// of them broken on purpose: on the terminal by an example and a menu (menu.go), one
// after the other (tour.go), or on a page in the browser, as Slack, Discord and a
// terminal show it (webdemo.go). command.go tells which of them is meant.
//
// The servers run inside the program, on loopback, with names and ports of real life.
// It puts engine, adapters and a store together, and only main imports it.
package demo
