package main

import (
	"errors"
	"fmt"
	"time"

	"github.com/waymood/waymood/internal/mail"
)

// hint is what to do about a mail server that takes no mail.
func hint(err error) string {
	var r *mail.Refusal
	if !errors.As(err, &r) {
		return "look at --smtp"
	}
	switch r.Stage {
	case mail.Connect:
		return "check host and port in --smtp, and whether a firewall lets them through; 587 goes with smtp://, 465 with smtps://"
	case mail.Encrypt:
		return "name the host as its certificate does; smtps:// goes with port 465, smtp:// with 587"
	case mail.SignIn:
		return "check user and password in --smtp; many providers want a password made for programs"
	case mail.From:
		return "set --mail-from to an address this server sends for"
	}
	return "its log says more"
}

// age is a length of time in its largest unit.
func age(d time.Duration) string {
	switch {
	case d >= 48*time.Hour:
		return fmt.Sprintf("%d days", int(d.Hours()/24))
	case d >= 2*time.Hour:
		return fmt.Sprintf("%d hours", int(d.Hours()))
	case d >= 2*time.Minute:
		return fmt.Sprintf("%d minutes", int(d.Minutes()))
	}
	return "a moment"
}
