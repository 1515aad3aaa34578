package services_test

import (
	"fmt"

	"certdesk/checks/services"
)

func Example() {
	s, _ := services.ByPort(587)
	fmt.Println(s.Name, s.Protocol, s.Mode)
	s, _ = services.ByName("smtps")
	fmt.Println(s.Name, s.Port, s.Mode)
	// Output:
	// submission smtp starttls
	// submissions 465 tls
}
