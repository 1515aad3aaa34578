package settings_test

import (
	"fmt"

	"certdesk/bot/serve/settings"
)

// What is wrong is told in a sentence that begins with the name of the setting.
func Example() {
	environment := map[string]string{"CERTDESK_LISTEN": "127.0.0.1:8080", "CERTDESK_RATE": "many"}
	e := settings.NewEnvironment(func(name string) string { return environment[name] })
	s := e.Read()
	s.Check(e)
	e.Unknown([]string{"CERTDESK_ALLOW_CIDR=10.0.0.0/8"})
	fmt.Println(s.Listen)
	fmt.Println(e.Err())
	// Output:
	// 127.0.0.1:8080
	// CERTDESK_RATE cannot be understood: "many" is not a rate such as 20/1m, or off
	// CERTDESK_ALLOW_CIDR is no setting of certdesk; did you mean CERTDESK_ALLOW_CIDRS?
}
