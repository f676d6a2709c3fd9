-- Where within a touchpoint an alert belongs, and when its tablets were last
-- heard of.

-- +goose Up

-- placement is the code of the one that fell silent, '' for all of a
-- touchpoint; heard_at when a tablet there was last heard of, null where none
-- ever was.
alter table alerts add column placement text not null default '';
alter table alerts add column heard_at bigint;

-- When the kiosk of a placement last looked for a new version of itself, which
-- it does four times an hour while it is on and connected.
create table kiosks_heard (
  placement bigint primary key,
  heard_at bigint not null
) /* without rowid */;
