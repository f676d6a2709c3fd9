package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// The exit code and the one line on standard error of every kind of misuse.
func TestExitCodes(t *testing.T) {
	folder := t.TempDir()
	none := filepath.Join(folder, "none.db")
	made := filepath.Join(folder, "made.db")
	ok(t, "apply", "--database", made, dawnFile(t))
	text := filepath.Join(folder, "broken.yaml")
	must(t, os.WriteFile(text, []byte("journey: broken\nstages: 7\n"), 0o600), "write")
	for _, c := range []struct {
		args string
		code int
		word string // in the last line of standard error
	}{
		{"", 2, "expected one of"},
		{"brew", 2, "brew"},
		{"serve --colour red", 2, "--colour"},
		{"serve --listen nowhere", 2, "--listen"},
		{"serve --listen :99999", 2, "65535"},
		{"serve --public-url mood.example.com", 2, "--public-url"},
		{"serve --public-url https://example.com/mood", 2, "root"},
		{"serve --trusted-proxies everyone", 2, "CIDR"},
		{"serve --limits maybe", 2, "on or off"},
		{"serve --score-schedule often", 2, "--score-schedule"},
		{"serve --score-schedule TZ=Asia/Taipei", 2, "time zone"},
		{"serve --retention texts=soon", 2, "--retention"},
		{"serve --smtp mail.example.com", 2, "smtp://"},
		{"serve --log-level loud", 2, "--log-level"},
		{"serve --log-format xml", 2, "--log-format"},
		{"demo --answers -1", 2, "--answers"},
		{"demo --answers many", 2, "--answers"},
		{"apply", 2, "file"},
		{"apply --database " + none + " " + filepath.Join(folder, "no.yaml"), 1, "check the name"},
		{"apply --database " + none + " " + text, 1, "nothing was applied"},
		{"export journey --database " + none + " dawn", 1, "there is no database"},
		{"export journey --database " + made + " dusk", 1, "there is dawn"},
		{"export responses --database " + made + " --journey dusk", 1, "there is dawn"},
		{"export responses --database " + made + " --format xlsx", 1, "csv opens in Excel"},
		{"export responses --database " + made + " --format pdf", 2, "csv or jsonl"},
		{"export responses --database " + made + " --from yesterday", 2, "--from"},
		{"import --database " + made + " " + filepath.Join(folder, "no.csv"), 1, "check the name"},
		{"score --database " + none, 1, "there is no database"},
		{"rebuild --database " + none, 1, "there is no database"},
		{"backup --database " + none + " x.db", 1, "there is no database"},
		{"backup", 2, "file"},
		{"restore --database " + none + " " + filepath.Join(folder, "no.db"), 1, ""},
		{"user add --database " + made + " a@example.org", 2, "--role"},
		{"user add --database " + made + " a@example.org --role king", 2, "owner, editor or viewer"},
		{"user role --database " + made + " a@example.org owner", 1, "user list"},
		{"user reset --database " + made + " a@example.org", 1, "user list"},
		{"key create --database " + made + " till --scope all", 2, "read, write, admin or kiosk"},
		{"key create --database " + made + " till --expires soon", 2, "90d"},
		{"key create --database " + made + " till --scope kiosk", 2, "--placement"},
		{"key create --database " + made + " till --scope write --placement k7q2x", 2, "kiosk"},
		{"key create --database " + made + " till --scope kiosk --placement nope2", 1, "there is no placement nope2"},
		{"key revoke --database " + made + " nokey", 1, "key list"},
		{"key list --database " + none, 1, "there is no database"},
		{"doctor --database " + none, 1, "bad"},
		{"doctor --running --listen 127.0.0.1:1", 1, "nothing answers"},
		{"classify " + filepath.Join(folder, "no.txt"), 1, "check the name"},
		{"version --help", 0, ""},
		{"--help", 0, ""},
		{"version", 0, ""},
		{"--json version", 0, ""},
	} {
		t.Run(c.args, func(t *testing.T) {
			t.Parallel()
			r := waymood(t, "", strings.Fields(c.args)...)
			if r.code != c.code {
				t.Fatalf("exit %d, want %d\n%s%s", r.code, c.code, r.stdout, r.stderr)
			}
			said := lines(r.stderr)
			switch {
			case c.code == 0 && r.stderr != "":
				t.Errorf("says on standard error:\n%s", r.stderr)
			case c.code == 0:
			case len(said) == 0 || !strings.HasPrefix(said[len(said)-1], "waymood: ") || !strings.Contains(said[len(said)-1], c.word):
				t.Errorf("says\n%swant a last line with %q", r.stderr, c.word)
			case len(said) > 1 && !strings.Contains(c.args, text):
				t.Errorf("says more than one line:\n%s", r.stderr)
			}
		})
	}
	if _, err := os.Stat(none); !os.IsNotExist(err) {
		t.Errorf("a command that must not make the database made it: %v", err)
	}
}

func TestHelpOfEveryCommand(t *testing.T) {
	for _, name := range []string{
		"serve", "demo", "apply", "export", "export journey", "export responses", "import", "score", "classify", "rebuild", "backup", "restore",
		"digest", "user", "user add", "user list", "user role", "user disable", "user reset", "key", "key create", "key list", "key revoke", "doctor", "version",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := waymood(t, "", append(strings.Fields(name), "--help")...)
			if r.code != 0 || !strings.Contains(r.stdout, "Usage: waymood "+name) {
				t.Errorf("exit %d\n%s%s", r.code, r.stdout, r.stderr)
			}
			if help := strings.Join(strings.Fields(r.stdout), " "); strings.Contains(help, "--database=") && name != "demo" &&
				!strings.Contains(help, "($WAYMOOD_DATABASE, $DATABASE_URL)") {
				t.Errorf("the variable is not named:\n%s", r.stdout)
			}
		})
	}
}

// Flag over environment over .env, secrets from files.
func TestSettings(t *testing.T) {
	run := func(t *testing.T, dotenv string, vars []string, args ...string) result {
		cmd := program(t, args...)
		cmd.Env = append(cmd.Env, vars...)
		if dotenv != "" {
			must(t, os.WriteFile(filepath.Join(cmd.Dir, ".env"), []byte(dotenv), 0o600), "write .env")
		}
		return finish(t, cmd, "")
	}
	secret := filepath.Join(t.TempDir(), "database")
	must(t, os.WriteFile(secret, []byte("from-file.db\n"), 0o600), "write")
	const missing = "there is no database at "
	for name, c := range map[string]struct {
		dotenv string
		vars   []string
		args   string
		word   string
	}{
		"default":            {"", nil, "key list", missing + "waymood.db"},
		".env":               {"WAYMOOD_DATABASE=dot.db", nil, "key list", missing + "dot.db"},
		"environment":        {"WAYMOOD_DATABASE=dot.db", []string{"WAYMOOD_DATABASE=env.db"}, "key list", missing + "env.db"},
		"empty is not set":   {"", []string{"WAYMOOD_DATABASE="}, "key list", missing + "waymood.db"},
		"flag":               {"WAYMOOD_DATABASE=dot.db", []string{"WAYMOOD_DATABASE=env.db"}, "key list --database flag.db", missing + "flag.db"},
		"flag first":         {"", []string{"WAYMOOD_DATABASE=env.db"}, "--database flag.db key list", missing + "flag.db"},
		"flag in the middle": {"", nil, "key --database=flag.db list", missing + "flag.db"},
		"other name":         {"", []string{"DATABASE_URL=url.db"}, "key list", missing + "url.db"},
		"own name first":     {"", []string{"DATABASE_URL=url.db", "WAYMOOD_DATABASE=env.db"}, "key list", missing + "env.db"},
		"secret file":        {"", []string{"WAYMOOD_DATABASE_FILE=" + secret}, "key list", missing + "from-file.db"},
		"both":               {"", []string{"WAYMOOD_DATABASE_FILE=" + secret, "WAYMOOD_DATABASE=env.db"}, "key list", "WAYMOOD_DATABASE and WAYMOOD_DATABASE_FILE are both set"},
		"no secret file":     {"", []string{"WAYMOOD_DATABASE_FILE=/none"}, "key list", "WAYMOOD_DATABASE_FILE"},
		"wrong value":        {"", []string{"WAYMOOD_LIMITS=perhaps"}, "serve", `WAYMOOD_LIMITS is "perhaps": write on or off`},
		"wrong in .env":      {"WAYMOOD_PUBLIC_URL=example.com", nil, "serve", `WAYMOOD_PUBLIC_URL is "example.com"`},
		"port":               {"", []string{"PORT=eighty"}, "serve", `PORT is ":eighty"`},
		"secret is not told": {"", []string{"WAYMOOD_SMTP=http://user:hidden@mail"}, "serve", "WAYMOOD_SMTP: write smtp://"},
		"broken .env":        {"this is = = not\n\"", nil, "key list", ".env"},
		"wrong bool":         {"", []string{"WAYMOOD_ALLOW_PRIVATE_WEBHOOKS=perhaps"}, "serve", "allow-private-webhooks"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := run(t, c.dotenv, c.vars, strings.Fields(c.args)...)
			if r.code == 0 || !strings.Contains(r.stderr, c.word) || strings.Contains(r.stderr, "hidden") {
				t.Errorf("exit %d, want something about %q\n%s%s", r.code, c.word, r.stdout, r.stderr)
			}
		})
	}
}
