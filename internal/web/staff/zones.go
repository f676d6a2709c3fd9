package staff

import (
	"slices"
	"time"

	"github.com/waymood/waymood/internal/journey"
)

// commonZones are the time zones that are offered; a file, and who types, may name
// any other.
var commonZones = [...]string{
	"Asia/Taipei", "Asia/Shanghai", "Asia/Hong_Kong", "Asia/Macau", "Asia/Singapore", "Asia/Kuala_Lumpur", "Asia/Tokyo", "Asia/Seoul", "Asia/Bangkok",
	"Asia/Ho_Chi_Minh", "Asia/Manila", "Asia/Jakarta", "Asia/Kolkata", "Asia/Dubai", "Asia/Tbilisi", "Asia/Almaty",
	"Europe/Kyiv", "Europe/Warsaw", "Europe/Prague", "Europe/Berlin", "Europe/Vienna", "Europe/Paris", "Europe/Rome", "Europe/Madrid", "Europe/Lisbon",
	"Europe/London", "Europe/Dublin", "Europe/Amsterdam", "Europe/Stockholm", "Europe/Helsinki", "Europe/Vilnius", "Europe/Riga", "Europe/Tallinn",
	"Europe/Bucharest", "Europe/Athens", "Europe/Istanbul", "Africa/Cairo", "Africa/Lagos", "Africa/Johannesburg",
	"America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles", "America/Toronto", "America/Vancouver", "America/Mexico_City",
	"America/Bogota", "America/Sao_Paulo", "America/Argentina/Buenos_Aires", "Australia/Sydney", "Australia/Perth", "Pacific/Auckland", "UTC",
}

// offeredZones are the common ones in the order of their names, after the
// journey's own.
func offeredZones(first string) []string {
	others := slices.DeleteFunc(slices.Clone(commonZones[:]), func(z string) bool { return z == first })
	slices.Sort(others)
	return append([]string{first}, others...)
}

// zoneOf is the time zone in which times are read that are of the journey with a
// key or, with "", of all of them: that journey's, the first one's, or UTC where
// there is none.
func zoneOf(journeys []*journey.Journey, key string) *time.Location {
	for _, j := range journeys {
		if key == "" || key == j.Key {
			return j.Location()
		}
	}
	return time.UTC
}
