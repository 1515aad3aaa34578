package settings

import (
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strings"
)

// RedisURL is REDIS_URL with the files for TLS that stand beside it, "" where there
// is none. The error is that of a file for it that cannot be read.
func RedisURL(getenv func(string) string) (string, error) {
	e := NewEnvironment(getenv)
	address := e.redisURL()
	return address, e.Err()
}

// redisURL is REDIS_URL with the files for TLS that stand beside it. The files
// themselves are read when Redis is connected to.
func (e *Environment) redisURL() string {
	address := e.Text("REDIS_URL", "")
	files := url.Values{}
	for name, parameter := range filesOfRedis {
		if path := strings.TrimSpace(e.getenv(name)); path != "" {
			files.Set(parameter, path)
		}
	}
	if address == "" || len(files) == 0 {
		return address
	}
	if strings.Contains(address, "?") {
		return address + "&" + files.Encode()
	}
	return address + "?" + files.Encode()
}

// filesOfRedis are read where Redis is connected to, and have no _FILE: they are files.
var filesOfRedis = map[string]string{"REDIS_CA_FILE": "ca_file", "REDIS_CERT_FILE": "cert_file", "REDIS_KEY_FILE": "key_file"}

// DataFolder is where the embedded store lives: CERTDESK_DATA, else the place
// of the operating system for a program's state (XDG Base Directory 0.8).
func DataFolder(getenv func(string) string) (string, error) {
	e := NewEnvironment(getenv)
	if folder := e.Text("CERTDESK_DATA", ""); folder != "" || len(e.errs) > 0 {
		return folder, e.Err()
	}
	if folder := getenv("XDG_STATE_HOME"); filepath.IsAbs(folder) {
		return filepath.Join(folder, "certdesk"), nil
	}
	if runtime.GOOS == "linux" {
		if home := getenv("HOME"); home != "" {
			return filepath.Join(home, ".local", "state", "certdesk"), nil
		}
	}
	folder, err := os.UserConfigDir()
	if err != nil {
		return "", fmt.Errorf("there is no folder for certdesk's state; set CERTDESK_DATA: %w", err)
	}
	return filepath.Join(folder, "certdesk"), nil
}

// exportsIn is where serve writes what must not be lost, once a day: a folder
// that is named, else one beside the store.
func exportsIn(e *Environment) string {
	if folder := e.Text("CERTDESK_EXPORT_DIR", ""); folder != "" {
		return folder
	}
	if folder := e.Text("CERTDESK_DATA", ""); folder != "" {
		return folder
	}
	folder, err := DataFolder(e.getenv)
	if err != nil {
		return ""
	}
	return folder
}
