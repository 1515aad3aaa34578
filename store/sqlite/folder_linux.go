package sqlite

import (
	"fmt"
	"syscall"
)

// Magic numbers of network file systems (statfs(2)): their locks and their
// shared memory are not what a write-ahead log needs.
var networkFileSystems = map[int64]string{
	0x6969: "NFS", 0x517B: "SMB", 0xFF534D42: "CIFS", 0xFE534D42: "SMB2", 0x01021997: "9P",
}

func refuseNetworkFolder(folder string) error {
	var fs syscall.Statfs_t
	if err := syscall.Statfs(folder, &fs); err != nil {
		return fmt.Errorf("looking at the folder of the store: %w", err)
	}
	if name := networkFileSystems[int64(fs.Type)]; name != "" {
		return fmt.Errorf("the folder %s is on a network file system (%s), where the store is not safe; use a local folder, or Redis", folder, name)
	}
	return nil
}
