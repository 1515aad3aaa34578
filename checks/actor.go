package checks

// Actor is who has to act so that a problem goes away.
type Actor string

// The actors.
const (
	// ActUser: a setting of the account, or of the user's own computer.
	ActUser Actor = "user"
	// ActIT: the team that runs the user's network or computers.
	ActIT Actor = "it"
	// ActServer: the administrator of the server, or of its domain.
	ActServer Actor = "server"
	// ActNobody: nothing was found that has to be changed.
	ActNobody Actor = "nobody"
	// ActUnknown: nothing was seen that tells.
	ActUnknown Actor = "unknown"
)
