package main

// commands is the command line. A command's flags may stand before or after
// its name; see arrange.
type commands struct {
	Serve   serveCommand    `cmd:"" help:"Run the service. Makes the database on first use and prints a one-time link to set it up."`
	Demo    demoCommand     `cmd:"" help:"Run the service with the sample café 晨曦 / Dawn and made-up answers, in a throw-away database."`
	Apply   applyCommand    `cmd:"" help:"Create or change journeys from YAML files."`
	Templ   templateCommand `cmd:"" name:"template" help:"List the journeys to begin with, or write one as a YAML file."`
	Export  exportCommand   `cmd:"" help:"Write a journey as YAML, or answers as CSV or JSON Lines."`
	Import  importCommand   `cmd:"" help:"Read answers from a CSV or JSON Lines file."`
	Invite  inviteCommand   `cmd:"" help:"Make links with which one person each answers once, as CSV."`
	Score   scoreCommand    `cmd:"" help:"Score the texts that wait, once."`
	Learn   learnCommand    `cmd:"" help:"Learn from the installation's own rated texts, as every night, and list what was learnt."`
	Class   classCommand    `cmd:"" name:"classify" help:"Say what texts feel: one text a line in, one JSON object a line out."`
	Digest  digestCommand   `cmd:"" help:"Send the mails that are due, once; or write them to files."`
	Rebuild rebuildCommand  `cmd:"" help:"Recompute all tallies from the answers."`
	Backup  backupCommand   `cmd:"" help:"Write a copy of the database while the service runs."`
	Restore restoreCommand  `cmd:"" help:"Put a backup in the database's place while the service is stopped."`
	User    userCommand     `cmd:"" help:"People who sign in."`
	Key     keyCommand      `cmd:"" help:"Keys of the API."`
	Doctor  doctorCommand   `cmd:"" help:"Check settings, database, mail, webhooks, disk and time zones."`
	Version versionCommand  `cmd:"" help:"Print the version of the program and of what it is made of."`
}
