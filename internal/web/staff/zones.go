package staff

import "slices"

// offeredZones are time zones to choose from, the journey's first; any other can
// be typed.
func offeredZones(first string) []string {
	zones := []string{
		first, "Asia/Taipei", "Asia/Shanghai", "Asia/Hong_Kong", "Asia/Macau", "Asia/Singapore", "Asia/Kuala_Lumpur", "Asia/Tokyo", "Asia/Seoul", "Asia/Bangkok",
		"Asia/Kolkata", "Asia/Dubai", "Australia/Perth", "Australia/Sydney", "Pacific/Auckland", "Europe/Kyiv", "Europe/Bucharest", "Europe/Warsaw", "Europe/Prague",
		"Europe/Berlin", "Europe/Paris", "Europe/Madrid", "Europe/Lisbon", "Europe/London", "America/Sao_Paulo", "America/Toronto", "America/New_York",
		"America/Chicago", "America/Denver", "America/Los_Angeles", "America/Vancouver", "UTC",
	}
	others := slices.DeleteFunc(zones[1:], func(z string) bool { return z == first })
	slices.Sort(others)
	return zones[:1+len(others)]
}
