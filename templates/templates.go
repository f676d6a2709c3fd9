// Package templates holds the pages' HTML and the sample journeys, embedded.
package templates

import "embed"

// FS has one folder for visitors' pages, one for staff's, one for mails, one for
// the demo's own site, and the journeys to start from. Files of a page
// folder that begin with "_" are parts that every page of that folder can use.
//
//go:embed all:visit all:staff all:mail all:demo all:journeys
var FS embed.FS
