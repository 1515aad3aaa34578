// Package servertest checks real mail servers with the certdesk command, as a
// user does, and compares what it finds with what is there: exactly the codes
// of the fault that was set up, and none for a healthy server.
//
// It holds tests only. What checktest's servers say, we wrote ourselves; these
// were written by others, and their habits (who speaks first, how a greeting is
// broken into lines, how a refused handshake ends) are the ones that mail
// clients meet.
//
// The way through: main_test.go builds the command; identity_test.go makes the
// certificates, right and wrong in one way each; daemon_test.go starts and ends
// a server; expect_test.go runs a check and compares. Then one file a server.
// A new server is one new file, and its package in .ci/packages.
//
// A server that is not installed is skipped with one line, or is a failure if
// CERTDESK_REQUIRE_SERVERS=1 is set, as .ci/run does. Everything listens on
// loopback. Run as root, servers drop their privileges as usual; run as
// somebody else, those that insist on root are skipped.
package servertest
