package desk

// Names of the buttons below an answer. The value of each is "ID.BINDING[.PROGRAM]
// target". The target stands in it so that a question can be asked again after the
// answer was forgotten, the program so that what a button shows is for the same reader.
const (
	actRecheck  = "recheck"
	actDetails  = "details"
	actSteps    = "steps"
	actChain    = "chain"
	actWatch    = "watch"
	actShare    = "share"
	actEscalate = "escalate"
	actMine     = "mine" // begins the comparison with what the user's own PC shows
	actAdmin    = "admin"
	actLetter   = "letter"
	actFix      = "fix" // opens, or submits, the form for an error
	actWalkOn   = "walk-on"
)

// actMineForm opens the form below the lines. Its value is the server, which may
// be absent.
const actMineForm = "mine-form"

// Names of the buttons that change the program of an answer: the menu's entries are
// actUse with a program's ID behind it; where there is no menu, actClient lists them.
const (
	actUse    = "use-"
	actClient = "client"
)

// actAbout goes on with what was asked, about the server that its value names behind it.
const actAbout = "about"

// actTell is the button to be told when it works.
const actTell = "tell"

// actSettings opens, or submits, the form for a channel's settings. Its value is
// what the button or form is bound to.
const actSettings = "settings"
