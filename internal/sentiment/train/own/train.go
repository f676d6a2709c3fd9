package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// train runs the training program on all files but those that the plan leaves
// out, and writes the model to name.
func (p plan) train(ctx context.Context, data, name string) error {
	dir, err := os.MkdirTemp("", "own-"+p.name)
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	if data, err = filepath.Abs(data); err != nil {
		return err
	}
	if err := os.Symlink(filepath.Join(data, "lexicons"), filepath.Join(dir, "lexicons")); err != nil {
		return err
	}
	if err := os.Mkdir(filepath.Join(dir, "train"), 0o755); err != nil {
		return err
	}
	files, err := filepath.Glob(filepath.Join(data, "train", "*.tsv*"))
	if err != nil {
		return err
	}
	for _, file := range files {
		base := filepath.Base(file)
		if slices.ContainsFunc(p.without, func(s string) bool { return strings.HasPrefix(base, s) }) {
			continue
		}
		if err := os.Symlink(file, filepath.Join(dir, "train", base)); err != nil {
			return err
		}
	}
	train := exec.CommandContext(ctx, "go", "run", "./internal/sentiment/train", "-data", dir, "-out", name)
	train.Stderr = os.Stderr
	if err := train.Run(); err != nil {
		return fmt.Errorf("train without %s: %w", strings.Join(p.without, ", "), err)
	}
	return nil
}
