// Package software makes the half of an answer that is for whoever runs a server:
// what to change in this very program, recognised from what it says of itself.
//
//	advise.go     from findings to what has to be done
//	recognise.go  which program it is, and what tells so
//	row.go        what is known of a program
//	mail.go, web.go, other.go, windows.go, panels.go   the programs
//	acme.go       how clients of ACME have a program read a renewed certificate
//	chain.go      the chain as it belongs into the file
//	prove.go      the commands that show whether it worked
//
// A greeting that nobody knows gives the general form. Where a service has a few
// usual programs and says nothing of itself (a web server behind TLS), the lines
// of each stand there by its name, and none of them is said to be the one: the
// reader knows what he runs. The kinds of faults are few, because nearly all of
// them end in the same two lines, the certificate's file and its key; so a
// program is one row, and not one for each fault.
package software
