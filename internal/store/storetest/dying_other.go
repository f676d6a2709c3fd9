//go:build !linux

package storetest

import "syscall"

func dying() *syscall.SysProcAttr { return &syscall.SysProcAttr{} }
