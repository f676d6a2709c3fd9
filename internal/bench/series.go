package main

import (
	"fmt"
	"slices"
	"time"
)

// series is how often and how long, and over how many connections.
type series struct {
	rounds int
	length time.Duration
	levels []int
}

// measure takes turns between service and ceiling, for answers as JSON on
// every level, for all else on one.
func (s series) measure(name, service, ceiling string) error {
	k := kinds[name]
	levels := []int{most(s.levels, 64)}
	if name == "json" {
		levels = s.levels
	}
	fmt.Printf("\n%s\nconnections  a second   ceiling    ratio                p99      ceiling's  CPU of one  ceiling's\n", k.title)
	for _, n := range levels {
		ours := load{address: service, connections: n, length: s.length, want: k.want, request: k.ours}
		bare := load{address: ceiling, connections: n, length: s.length, want: k.got, request: k.ceiling}
		if err := s.pair(ours, bare, max(k.holds, 1)); err != nil {
			return err
		}
	}
	return nil
}

// pair prints one line. Rates and CPU time are those of answers, of which a
// request holds some; p99 is the request's.
func (s series) pair(ours, ceiling load, holds int) error {
	var ratios, rates, tops, late, topLate, cpu, topCPU []float64
	per := float64(holds)
	for i := range s.rounds + 1 {
		a, err := ours.run()
		if err != nil {
			return err
		}
		b, err := ceiling.run()
		if err != nil {
			return err
		}
		if i == 0 {
			continue // to warm up
		}
		rates, tops = append(rates, a.rate*per), append(tops, b.rate*per)
		ratios = append(ratios, a.rate/b.rate)
		late, topLate = append(late, a.p99.Seconds()*1e3), append(topLate, b.p99.Seconds()*1e3)
		cpu, topCPU = append(cpu, a.cpu.Seconds()*1e6/per), append(topCPU, b.cpu.Seconds()*1e6/per)
	}
	spread := fmt.Sprintf("%.2f (%.2f, %.2f)", median(ratios), slices.Min(ratios), slices.Max(ratios))
	fmt.Printf("%-11d  %-9.0f  %-9.0f  %-19s  %-7s  %-9s  %-10s  %s\n", ours.connections, median(rates), median(tops), spread,
		fmt.Sprintf("%.1f ms", median(late)), fmt.Sprintf("%.1f ms", median(topLate)),
		fmt.Sprintf("%.1f µs", median(cpu)), fmt.Sprintf("%.1f µs", median(topCPU)))
	return nil
}

func median(v []float64) float64 {
	v = slices.Clone(v)
	slices.Sort(v)
	return (v[(len(v)-1)/2] + v[len(v)/2]) / 2
}
